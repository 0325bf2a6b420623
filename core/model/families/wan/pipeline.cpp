#include "core/model/families/wan/pipeline.h"

#include <ATen/ops/tensor.h>

#include <algorithm>
#include <string>

#include "core/base/cancelled.h"
#include "core/model/families/wan/pipeline_run.h"
#include "core/model/pipeline/run_values.h"
#include "core/model/pipeline/stage_report.h"
#include "core/model/pipeline/step_reports.h"
#include "core/model/weights/lora.h"

namespace kinora::wan {

namespace {

// The latents along a side of so many pixels that fill whole patches.
std::int64_t whole_patches(std::int64_t pixels, std::int64_t pixels_per_latent, std::int64_t patch) {
    return pixels / pixels_per_latent / patch * patch;
}

}  // namespace

Pipeline::Pipeline(const ModelFolder& folder, const ModelInfo& info, const PipelineOptions& options)
    : folder_(folder),
      info_(info),
      options_(options),
      config_(PipelineConfig::read(folder)),
      autoencoder_config_(read_autoencoder_config(folder)),
      transformer_config_(read_transformer_config(folder)),
      scheduler_config_(read_scheduler_config(folder)),
      given_frames_(given_frames(folder, transformer_config_, autoencoder_config_)),
      prompt_encoder_(folder, options.compute,
                      options.cache_folder.empty() ? options.cache_folder : options.cache_folder / "prompt_embeds") {
    info_.fingerprint += fingerprint_of(options.loras);  // a kept step belongs to the weights that made it
}

GenerationResult Pipeline::generate(const GenerationRequest& request, const GenerationObserver& observer,
                                    const std::stop_token& stop) {
    return run(request, observer, {}, stop);
}

GenerationResult Pipeline::run(const GenerationRequest& request, const GenerationObserver& observer, const RunHooks& hooks,
                               const std::stop_token& stop) {
    at::Generator generator = make_generator(request.settings.seed);
    Run run = {.request = request, .observer = observer, .hooks = hooks, .stop = stop, .draw = hooks.draw};
    if (!run.draw) {
        run.generator = &generator;
        run.draw = [&generator](at::IntArrayRef shape) { return draw_noise(shape, generator); };
    }
    run.shape = {.num_frames = request.settings.num_frames,
                 .temporal_ratio = autoencoder_config_.temporal_ratio(),
                 .spatial_ratio = autoencoder_config_.spatial_ratio(),
                 .height = whole_patches(request.settings.height, autoencoder_config_.spatial_ratio(), transformer_config_.patch.height),
                 .width = whole_patches(request.settings.width, autoencoder_config_.spatial_ratio(), transformer_config_.patch.width)};
    at::Tensor latents;
    if (request.latents && request.settings.denoise_strength <= 0.0) {
        load_autoencoder_once(run);
        latents = given_tensor(*request.latents, run.latent_shape(autoencoder_config_.z_dim), "latents");
    } else {
        latents = latents_of(run);
        forget_prompts();
    }
    check_finite(latents, options_.compute.dtype);
    decode_latents(run, latents);

    GenerationResult result;
    result.num_frames = request.settings.num_frames;
    if (request.wants_latents) {
        result.latents = values_from(latents);
    }
    return result;
}

// Their keys and values take up to a gigabyte for each transformer.
void Pipeline::forget_prompts() {
    for (LoadedTransformer& loaded : transformers_) {
        loaded.prompt.reset();
    }
}

// The clip's clean latents (1, C, F, H, W) float32.
at::Tensor Pipeline::latents_of(Run& run) {
    std::optional<SavedStep> saved;
    if (run.request.resume_from) {
        saved = from_state(*run.request.resume_from, info_.fingerprint, run.latent_shape(autoencoder_config_.z_dim));
        if (needs_no_steps(run.request, saved->step)) {
            load_autoencoder_once(run);
            return saved->clean;
        }
    }
    forget_prompts();  // of a run that did not come to its end
    encode_prompts(run);
    encode_pictures(run);
    load_autoencoder_once(run);
    Schedule schedule(run.hooks.scheduler.value_or(scheduler_config_), run.settings());
    run.trace("pipeline.sigmas", at::tensor(schedule.sigmas()));
    run.trace("pipeline.timesteps", schedule.timesteps());
    if (run.request.latents && run.settings().denoise_strength < 1.0) {
        schedule.skip_steps(num_skipped_steps(schedule.num_steps(), run.settings().denoise_strength));
    }
    // The noise is drawn before anything else is.
    const auto num_references = run.hooks.control ? static_cast<std::int64_t>(run.hooks.control->references.size()) : 0;
    const at::Tensor start = saved ? saved->latents : start_latents(run, schedule, num_references);
    const std::size_t first_step = saved ? resume(run, *saved, schedule) : 0;
    const at::Tensor latents = denoise_latents(run, schedule, conditions(run), start, first_step);
    return latents.narrow(2, num_references, latents.size(2) - num_references);
}

at::Tensor Pipeline::denoise_latents(Run& run, Schedule& schedule, const Conditions& conditions, const at::Tensor& latents, std::size_t first_step) {
    const LatentPreview* preview = run.request.preview.is_enabled ? &preview_map(run) : nullptr;
    const std::vector<float> sigmas = schedule.sigmas();
    if (first_step < schedule.num_steps()) {
        model_at(run, schedule.timestep(first_step), schedule.num_train_timesteps());  // loads it before the stage
    }
    run.sigmas.assign(sigmas.begin(), sigmas.end());
    StageReport report(run.observer, Stage::denoise, run.stop, run.sigmas);
    const auto last_step = static_cast<std::size_t>(run.request.last_step);
    const DenoiseInput input = {
        .model_at = [&](double timestep) { return model_at(run, timestep, schedule.num_train_timesteps()); },
        .schedule = &schedule,
        .latents = latents,
        .conditions = conditions,
        .first_step = first_step,
        .end_step = last_step > 0 ? std::min(last_step, schedule.num_steps()) : schedule.num_steps(),
        .guidance_rescale = run.settings().guidance_rescale,
        .has_guidance = run.has_guidance(),
        .expand_timesteps = config_.expand_timesteps,
        .device = options_.compute.device,
        .draw = run.draw,
        .trace = run.hooks.trace};
    StepReports reports({.request = run.request,
                         .observer = run.observer,
                         .preview = preview,
                         .sigmas = sigmas,
                         .end_step = input.end_step,
                         .frames_per_latent = run.shape.temporal_ratio,
                         .start = latents.to(input.device)});
    const StepObserver observe = [&](const DenoisedStep& step) {
        reports.report({.index = step.index,
                        .latents = step.latents,
                        .predicted = [&] { return step.predicted; },
                        .state = [&] { return state_after(run, schedule, step); }});
    };
    at::Tensor made = denoise(input, observe, run.stop);
    report.finish();
    return made;
}

void Pipeline::decode_latents(const Run& run, const at::Tensor& latents) {
    StageReport report(run.observer, Stage::decode, run.stop);
    at::Tensor z = autoencoder_->denormalize(latents.to(options_.compute.device, at::kFloat));
    run.trace("pipeline.decode_input", z);
    z = z.to(options_.compute.dtype);
    const std::size_t budget = run.request.tiles_decode ? 0 : free_memory_bytes(options_.compute.device) / 2;
    const Tiling tiling = plan_codec(autoencoder_config_, run.shape.height, run.shape.width, c10::elementSize(options_.compute.dtype), budget);
    StreamDecoder decoder(autoencoder_, run.shape.height, run.shape.width, tiling, run.stop);
    FrameDelivery delivery(run.request, run.observer);
    for (std::int64_t i = 0; i < z.size(2); ++i) {
        delivery.deliver(decoder.push(z.narrow(2, i, 1)), options_.compute.dtype, run.stop);
    }
    report.finish();
}

const LatentPreview& Pipeline::preview_map(const Run& run) {
    if (!preview_) {
        const auto encode = [&](const at::Tensor& pixels) {
            const at::Tensor input = pixels.to(options_.compute.device, options_.compute.dtype);
            return autoencoder_->normalize(autoencoder_->encode(input, run.stop).mean.to(at::kFloat));
        };
        preview_ = LatentPreview::of({folder_.component_fingerprint("vae"), autoencoder_config_.z_dim, autoencoder_config_.spatial_ratio(),
                                      autoencoder_config_.temporal_ratio()},
                                     encode, options_.cache_folder);
    }
    return *preview_;
}

}  // namespace kinora::wan
