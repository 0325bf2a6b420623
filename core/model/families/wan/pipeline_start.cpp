// How a run of Pipeline starts, from noise or from a kept step, and what it keeps of each step.
#include <algorithm>
#include <string>

#include "core/model/families/wan/pipeline_run.h"
#include "core/model/pipeline/run_values.h"

namespace kinora::wan {

namespace {

// Two schedules of which one's history can go on in the other.
std::string name_of(const Schedule& schedule) {
    std::string name = schedule.history() == nullptr ? "euler" : "unipc";
    for (const float sigma : schedule.sigmas()) {
        name += " " + std::to_string(sigma);
    }
    return name;
}

}  // namespace

Conditions Pipeline::conditions(const Run& run) const {
    const std::size_t budget = free_memory_bytes(options_.compute.device) / 2;
    const ConditioningContext context = {
        .autoencoder = autoencoder_,
        .tiling = plan_codec(autoencoder_config_, run.shape.height, run.shape.width, c10::elementSize(options_.compute.dtype), budget),
        .shape = run.shape,
        .num_control_layers = transformer_config_.vace_layers.size(),
        .dtype = options_.compute.dtype,
        .device = options_.compute.device,
        .trace = run.hooks.trace};
    if (run.hooks.control) {
        return make_control(*run.hooks.control, context, run.stop);
    }
    const bool is_partial = std::ranges::any_of(run.request.conditioning, [](const ConditioningFrames& frames) {
        return frames.strength < 1.0 || std::ranges::any_of(frames.latent_strengths, [](double strength) { return strength < 1.0; });
    });
    if (is_partial) {
        run.observer(Notice{Sentence::of("this model keeps given frames wholly; their strengths were taken for 1")});
    }
    return place_conditions(given_frames_, run.request.conditioning, context, run.stop);
}

at::Tensor Pipeline::start_latents(const Run& run, const Schedule& schedule, std::int64_t num_references) const {
    const auto shape = run.latent_shape(autoencoder_config_.z_dim, num_references);
    at::Tensor latents = run.request.noise ? given_tensor(*run.request.noise, shape, "noise") : run.draw(shape);
    run.trace("pipeline.noise", latents);
    if (run.request.latents) {
        const at::Tensor given = given_tensor(*run.request.latents, shape, "latents");
        const double sigma = schedule.sigmas().front();
        latents = sigma * latents + (1.0 - sigma) * given;
    }
    return latents;
}

std::size_t Pipeline::resume(const Run& run, const SavedStep& saved, Schedule& schedule) const {
    if (saved.random.defined() && saved.seed == run.settings().seed && run.generator != nullptr) {
        run.generator->set_state(saved.random);
    }
    const bool is_same = saved.schedule == name_of(schedule);
    const std::size_t first_step = schedule.join(saved.sigma, static_cast<std::size_t>(saved.step));
    if (is_same && first_step == static_cast<std::size_t>(saved.step) && schedule.history() != nullptr) {
        UniPCHistory history = saved.history;
        for (at::Tensor& clean : history.clean) {
            clean = clean.to(options_.compute.device);
        }
        history.last_sample = history.last_sample.to(options_.compute.device);
        schedule.restore(std::move(history));
    }
    return first_step;
}

std::shared_ptr<const StepState> Pipeline::state_after(const Run& run, const Schedule& schedule, const DenoisedStep& step) const {
    SavedStep saved;
    saved.latents = step.latents;
    saved.clean = step.predicted;
    saved.random = run.generator != nullptr ? run.generator->get_state() : at::Tensor();
    if (schedule.history() != nullptr) {
        saved.history = *schedule.history();
    }
    saved.sigma = schedule.sigmas()[step.index + 1];
    saved.step = static_cast<int>(step.index) + 1;
    saved.num_steps = static_cast<int>(schedule.num_steps());
    saved.seed = run.settings().seed;
    saved.model = info_.fingerprint;
    saved.schedule = name_of(schedule);
    return to_state(saved);
}

}  // namespace kinora::wan
