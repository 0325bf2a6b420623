// How a run of Pipeline starts, from noise or from a kept step, and what it keeps of each step.
#include <algorithm>
#include <utility>

#include "core/model/families/ltx_video/pipeline_run.h"
#include "core/model/layers/patchify.h"
#include "core/model/pipeline/run_values.h"
#include "core/model/pipeline/step_tensors.h"

namespace kinora::ltx_video {

ConditioningContext Pipeline::conditioning_context(const Run& run) const {
    return {.autoencoder = autoencoder_,
            .plan = plan_codec(autoencoder_config_, run.grid.height, run.grid.width, c10::elementSize(options_.compute.dtype),
                               free_memory_bytes(options_.compute.device) / 2),
            .grid = run.grid,
            .convention = run.conventions.time,
            .frame_rate = run.frame_rate(),
            .num_frames = run.settings().num_frames,
            .dtype = options_.compute.dtype,
            .device = options_.compute.device,
            .draw = run.draw,
            .trace = run.hooks.trace};
}

// Of the latents of what is given first.
std::vector<std::int64_t> Pipeline::posterior_shape(const Run& run) const {
    const ConditioningFrames& first = run.request.conditioning.front();
    const std::int64_t count = usable_frames(static_cast<std::int64_t>(first.images.size()), first.start_frame, run.settings().num_frames,
                                             run.grid.temporal_ratio);
    return {1, transformer_config_.in_channels, (count - 1) / run.grid.temporal_ratio + 1, run.grid.height, run.grid.width};
}

InitialTokens Pipeline::initial_tokens(const Run& run, const FlowMatchEuler& scheduler) {
    const auto shape = run.latent_shape(transformer_config_.in_channels);
    ConditioningContext conditioning = conditioning_context(run);
    if (run.conventions.draws_posterior_first && !run.request.conditioning.empty()) {
        conditioning.draw = [first = run.draw(posterior_shape(run)), draw = run.draw](at::IntArrayRef wanted) mutable {
            return first.defined() ? std::exchange(first, at::Tensor()) : draw(wanted);
        };
    }
    at::Tensor latents = run.request.noise ? given_tensor(*run.request.noise, shape, "noise") : run.draw(shape);
    run.trace("pipeline.noise", latents);
    const bool is_noised = run.settings().denoise_strength < 1.0 || !run.hooks.follows_reference;
    if (run.request.latents && is_noised) {
        const at::Tensor given = given_tensor(*run.request.latents, shape, "latents");
        const double sigma = scheduler.sigmas().front();
        latents = sigma * latents + (1.0 - sigma) * given;
    }
    InitialTokens start = place_conditions(latents.to(options_.compute.device), run.request.conditioning, conditioning, run.stop);
    run.trace("pipeline.prepared_latents", start.tokens);
    if (start.strengths.defined()) {
        run.trace("pipeline.conditioning_mask", start.strengths);
    }
    return start;
}

SavedStep Pipeline::saved_step(const Run& run) const {
    return from_state(*run.request.resume_from, info_.fingerprint, run.grid.num_tokens(), transformer_config_.in_channels);
}

InitialTokens Pipeline::resumed_tokens(const Run& run, const SavedStep& saved) {
    if (saved.conditioning == conditioning_hash(run.request.conditioning)) {
        return saved.tokens;
    }
    std::vector<ConditioningFrames> conditioning = run.request.conditioning;
    for (ConditioningFrames& frames : conditioning) {
        const double least = 1.0 - static_cast<double>(saved.sigma);
        frames.strength = std::max(frames.strength, least);
        for (double& strength : frames.latent_strengths) {
            strength = std::max(strength, least);
        }
    }
    const at::Tensor noise = run.draw(run.latent_shape(transformer_config_.in_channels));
    InitialTokens placed =
        place_conditions(noise.to(options_.compute.device), conditioning, conditioning_context(run), run.stop);
    for (at::Tensor* tensor : {&placed.tokens, &placed.strengths, &placed.positions}) {
        *tensor = tensor->defined() ? tensor->to(at::kCPU) : *tensor;
    }
    return change_conditions(saved, placed, patchify(noise, token_patch));
}

std::shared_ptr<const StepState> Pipeline::state_after(const Run& run, const FlowMatchEuler& scheduler, const InitialTokens& start,
                                                       const DenoisedStep& step, const std::string& conditioning) const {
    SavedStep saved;
    saved.tokens = start;
    saved.tokens.tokens = step.all;
    saved.tokens.given = step.given;
    saved.clean = step.predicted;
    saved.random = run.generator != nullptr ? run.generator->get_state() : at::Tensor();
    saved.sigma = scheduler.sigmas()[step.index + 1];
    saved.step = static_cast<int>(step.index) + 1;
    saved.num_steps = static_cast<int>(scheduler.num_steps());
    saved.seed = run.settings().seed;
    saved.model = info_.fingerprint;
    saved.conditioning = conditioning;
    return to_state(saved);
}

}  // namespace kinora::ltx_video
