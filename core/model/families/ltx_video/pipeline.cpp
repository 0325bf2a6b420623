#include "core/model/families/ltx_video/pipeline.h"

#include <ATen/ops/full.h>
#include <ATen/ops/tensor.h>

#include <algorithm>
#include <string>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/model/diffusion/noise.h"
#include "core/model/families/ltx_video/pipeline_run.h"
#include "core/model/layers/patchify.h"
#include "core/model/pipeline/room.h"
#include "core/model/pipeline/run_values.h"
#include "core/model/pipeline/stage_report.h"
#include "core/model/pipeline/step_reports.h"
#include "core/model/weights/lora.h"
#include "core/model/pipeline/step_tensors.h"

namespace kinora::ltx_video {

namespace {

}  // namespace

std::optional<Conventions> Conventions::find(const std::string& pipeline_class) {
    if (pipeline_class == "LTXPipeline" || pipeline_class == "LTXImageToVideoPipeline") {
        return Conventions{.draws_posterior_first = pipeline_class == "LTXImageToVideoPipeline"};
    }
    if (pipeline_class == "LTXConditionPipeline") {
        return Conventions{.text_encoder_sees_mask = true,
                           .max_sequence_length = 256,
                           .time = TimeConvention::causal,
                           .is_linear_quadratic = true,
                           .steps_per_token = true};
    }
    return std::nullopt;
}

Conventions Conventions::for_class(const std::string& pipeline_class) {
    if (const auto known = find(pipeline_class)) {
        return *known;
    }
    throw UnsupportedModel(
        Sentence::of("models of the class %1 cannot be run; Kinora runs LTXPipeline and LTXConditionPipeline", pipeline_class));
}

Pipeline::Pipeline(const ModelFolder& folder, const ModelInfo& info, const PipelineOptions& options)
    : folder_(folder),
      info_(info),
      options_(options),
      conventions_(Conventions::for_class(folder.pipeline_class())),
      autoencoder_config_(read_autoencoder_config(folder)),
      transformer_config_(read_transformer_config(folder)),
      scheduler_config_(read_scheduler_config(folder)),
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
    Run run = {request, observer, hooks, stop, hooks.conventions.value_or(conventions_), {}, hooks.draw, hooks.draw ? nullptr : &generator};
    if (!run.draw) {
        run.draw = [&generator](at::IntArrayRef shape) { return draw_noise(shape, generator); };
    }
    run.grid = {.frames = (request.settings.num_frames - 1) / info_.frame_multiple + 1,
                .height = request.settings.height / info_.size_multiple,
                .width = request.settings.width / info_.size_multiple,
                .temporal_ratio = autoencoder_config_.temporal_compression_ratio,
                .spatial_ratio = autoencoder_config_.spatial_compression_ratio};

    at::Tensor latents;
    if (request.latents && request.settings.denoise_strength <= 0.0 && !hooks.follows_reference) {
        load_parts(run);
        latents = given_tensor(*request.latents, run.latent_shape(autoencoder_config_.latent_channels), "latents");
    } else {
        latents = unpatchify(tokens_of(run), run.grid.frames, run.grid.height, run.grid.width, token_patch);
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

// The clip's clean tokens (1, L, C) float32.
at::Tensor Pipeline::tokens_of(Run& run) {
    std::optional<SavedStep> saved;
    if (run.request.resume_from) {
        saved = saved_step(run);
        if (saved->random.defined() && saved->seed == run.settings().seed && run.generator != nullptr) {
            run.generator->set_state(saved->random);
        }
        if (needs_no_steps(run.request, saved->step)) {
            load_parts(run);
            return saved->clean;
        }
    }
    const PromptEmbeds prompt = encode_prompts(run);
    load_parts(run);
    FlowMatchEuler scheduler = make_schedule(run, run.grid.num_tokens());
    const std::size_t first_step = saved ? scheduler.join(saved->sigma, static_cast<std::size_t>(saved->step)) : 0;
    InitialTokens start = saved ? resumed_tokens(run, *saved) : initial_tokens(run, scheduler);
    return denoise_tokens(run, scheduler, std::move(start), first_step, prompt);
}

BlockWeights Pipeline::block_weights(const Run& run) const {
    return choose_block_weights(info_, run.settings(), options_.compute, !options_.loras.empty(),
                                transformer_ ? std::optional(blocks_) : std::nullopt);
}

PromptEmbeds Pipeline::encode_prompts(const Run& run) {
    StageReport report(run.observer, Stage::encode_text, run.stop);
    std::vector<std::string> texts = {run.settings().prompt};
    if (run.has_guidance()) {
        texts.insert(texts.begin(), run.settings().negative_prompt);
    }
    const int length = run.settings().max_sequence_length > 0 ? run.settings().max_sequence_length : run.conventions.max_sequence_length;
    prompt_encoder_.keep_encoder(has_room_twice(info_, options_.compute));
    prompt_encoder_.set_block_weights(block_weights(run));
    PromptEmbeds prompt = prompt_encoder_.encode(texts, length, run.conventions.text_encoder_sees_mask, run.stop);
    for (const Sentence& notice : prompt.notices) {
        run.observer(Notice{notice});
    }
    run.trace("transformer.input.encoder_hidden_states", prompt.embeds);
    run.trace("transformer.input.encoder_attention_mask", prompt.attention_mask);
    report.finish();
    return prompt;
}

void Pipeline::load_parts(const Run& run) {
    BlockWeights blocks = block_weights(run);
    if (blocks == BlockWeights::streamed && prompt_encoder_.is_encoder_loaded()) {
        prompt_encoder_.release_encoder();  // better than to read the transformer again at every step
        blocks = block_weights(run);
    }
    if (transformer_ && autoencoder_ && blocks == blocks_) {
        return;
    }
    StageReport report(run.observer, Stage::load, run.stop);
    transformer_ = nullptr;
    autoencoder_ = nullptr;
    release_cached_memory(options_.compute.device);
    blocks_ = blocks;
    autoencoder_ = load_autoencoder(folder_, autoencoder_config_, options_.compute, run.stop);
    transformer_ = load_transformer(folder_, transformer_config_, options_.compute, run.stop, options_.loras, blocks);
    report.finish();
}

FlowMatchEuler Pipeline::make_schedule(const Run& run, std::int64_t num_tokens) const {
    const GenerationSettings& settings = run.settings();
    FlowMatchEulerConfig config = run.hooks.scheduler.value_or(scheduler_config_);
    if (settings.scheduler == "flow_match_euler_stochastic") {
        config.stochastic_sampling = true;
    } else if (settings.scheduler == "flow_match_euler") {
        config.stochastic_sampling = false;
    }
    FlowMatchEuler scheduler(config);
    ScheduleRequest request = {.num_inference_steps = settings.num_inference_steps, .sigmas = settings.sigmas,
                               .timesteps = settings.timesteps, .mu = scheduler.mu_for_tokens(num_tokens)};
    if (request.sigmas.empty() && request.timesteps.empty()) {
        const int steps = settings.num_inference_steps;
        if (run.conventions.is_linear_quadratic) {
            for (const double sigma : linear_quadratic_sigmas(steps)) {
                request.timesteps.push_back(static_cast<float>(sigma) * 1000.0f);
            }
        } else {
            const double last = 1.0 / steps;
            for (int i = 0; i < steps; ++i) {
                request.sigmas.push_back(steps == 1 ? 1.0 : 1.0 + (last - 1.0) * i / (steps - 1));
            }
        }
    }
    scheduler.set_timesteps(request);
    run.trace("pipeline.sigmas", at::tensor(scheduler.sigmas()));
    run.trace("pipeline.timesteps", at::tensor(scheduler.timesteps()));
    if ((run.request.latents || run.hooks.follows_reference) && settings.denoise_strength < 1.0) {
        scheduler.skip_steps(num_skipped_steps(scheduler.num_steps(), settings.denoise_strength));
    }
    return scheduler;
}

at::Tensor Pipeline::denoise_tokens(const Run& run, const FlowMatchEuler& scheduler, InitialTokens start,
                                    std::size_t first_step, const PromptEmbeds& prompt) {
    const LatentPreview* preview = run.request.preview.is_enabled ? &preview_map(run) : nullptr;
    StageReport report(run.observer, Stage::denoise, run.stop, {scheduler.sigmas().begin(), scheduler.sigmas().end()});
    const auto last_step = static_cast<std::size_t>(run.request.last_step);
    const DenoiseInput input = {
        .transformer = transformer_,
        .scheduler = &scheduler,
        .start = std::move(start),
        .first_step = first_step,
        .end_step = last_step > 0 ? std::min(last_step, scheduler.num_steps()) : scheduler.num_steps(),
        .text = transformer_->prepare_text(prompt.embeds.to(options_.compute.device), prompt.attention_mask),
        .guidance_scale = run.settings().guidance_scale,
        .guidance_rescale = run.settings().guidance_rescale,
        .image_cond_noise_scale = run.settings().image_cond_noise_scale,
        .steps_per_token = run.conventions.steps_per_token,
        .follows_reference = run.hooks.follows_reference,
        .device = options_.compute.device,
        .draw = run.draw,
        .trace = run.hooks.trace};
    if (run.conventions.time == TimeConvention::causal) {
        const at::Tensor coordinates = input.start.positions.unsqueeze(0);
        run.trace("transformer.input.video_coords", coordinates.expand({run.has_guidance() ? 2 : 1, -1, -1}));
        run.trace("pipeline.video_ids", (coordinates * at::tensor({run.frame_rate(), 1.0, 1.0}).view({1, 3, 1})).round());
    }

    const std::string conditioning =
        run.request.wants_step_states ? conditioning_hash(run.request.conditioning) : std::string();
    const std::int64_t num_extra = input.start.num_extra;
    StepReports reports({.request = run.request,
                         .observer = run.observer,
                         .preview = preview,
                         .sigmas = scheduler.sigmas(),
                         .end_step = input.end_step,
                         .frames_per_latent = run.grid.temporal_ratio,
                         .start = input.start.tokens.narrow(1, num_extra, input.start.tokens.size(1) - num_extra).to(input.device)});
    const StepObserver observe = [&](const DenoisedStep& step) {
        reports.report({.index = step.index,
                        .latents = step.tokens,
                        .predicted = [&] { return unpatchify(step.predicted, run.grid.frames, run.grid.height, run.grid.width, token_patch); },
                        .state = [&] { return state_after(run, scheduler, input.start, step, conditioning); }});
    };
    at::Tensor tokens = denoise(input, observe, run.stop);
    report.finish();
    return tokens;
}

void Pipeline::decode_latents(const Run& run, const at::Tensor& latents) {
    StageReport report(run.observer, Stage::decode, run.stop);
    at::Tensor z = autoencoder_->denormalize(latents.to(options_.compute.device, at::kFloat));
    at::Tensor timestep;
    if (autoencoder_config_.timestep_conditioning) {
        const at::Tensor noise = run.draw(z.sizes()).to(z.options());
        run.trace("pipeline.decode_noise", noise);
        const double decode_timestep = run.settings().decode_timestep.value_or(*info_.defaults.decode_timestep);
        const double noise_scale = run.settings().decode_noise_scale.value_or(decode_timestep);
        z = (1.0 - noise_scale) * z + noise_scale * noise;
        timestep = at::full({1}, decode_timestep, z.options().dtype(options_.compute.dtype));
        run.trace("pipeline.decode_timestep", timestep);
    }
    run.trace("pipeline.decode_input", z);
    z = z.to(options_.compute.dtype);

    // Noise that a decoder injects between its layers: the reference draws it outside of the seed's stream.
    at::Generator generator = make_generator(run.settings().seed);
    const NoiseSource inject =
        run.hooks.draw ? run.hooks.draw : [&generator](at::IntArrayRef shape) { return draw_noise(shape, generator); };
    const std::size_t budget = run.request.tiles_decode ? 0 : free_memory_bytes(options_.compute.device) / 2;
    const CodecPlan plan = plan_codec(autoencoder_config_, run.grid.height, run.grid.width,
                                      c10::elementSize(options_.compute.dtype), budget);
    StreamDecoder decoder(autoencoder_, timestep, run.grid.height, run.grid.width, plan.tiling, inject, run.stop);
    FrameDelivery delivery(run.request, run.observer);
    for (std::int64_t begin = 0; begin < run.grid.frames; begin += plan.frames_per_piece) {
        const std::int64_t count = std::min(plan.frames_per_piece, run.grid.frames - begin);
        delivery.deliver(decoder.push(z.narrow(2, begin, count), begin + count == run.grid.frames), options_.compute.dtype, run.stop);
    }
    report.finish();
}

const LatentPreview& Pipeline::preview_map(const Run& run) {
    if (!preview_) {
        const auto encode = [&](const at::Tensor& pixels) {
            const at::Tensor input = pixels.to(options_.compute.device, options_.compute.dtype);
            return autoencoder_->normalize(autoencoder_->encode(input, 1, run.stop).mean);
        };
        preview_ = LatentPreview::of({folder_.component_fingerprint("vae"), autoencoder_config_.latent_channels, autoencoder_config_.spatial_compression_ratio,
                                      autoencoder_config_.temporal_compression_ratio},
                                     encode, options_.cache_folder);
    }
    return *preview_;
}

}  // namespace kinora::ltx_video
