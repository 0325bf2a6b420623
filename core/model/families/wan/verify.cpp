#include "core/model/families/wan/verify.h"

#include <ATen/ops/cat.h>

#include <algorithm>
#include <string>

#include "core/model/families/wan/pipeline.h"
#include "core/model/families/wan/verify_inputs.h"
#include "core/model/pipeline/run_values.h"
#include "core/model/verification/recorded_run.h"
#include "core/model/verification/tolerances.h"
#include "core/model/vision/clip_image_processor.h"
#include "core/model/vision/clip_vision_encoder.h"

namespace kinora::wan {

namespace {

using nlohmann::json;

// Masks are exact.
const TracedStages traced_stages = {
    {"pipeline.noise", {"draws", Tolerance::exact()}},
    {"pipeline.sigmas", {"schedule", sigma_tolerance}},
    {"pipeline.timesteps", {"schedule", timestep_tolerance}},
    {"pipeline.vae_encode", {"vae_encode", encode_tolerance}},
    {"pipeline.mask", {"conditioning", Tolerance::exact()}},
    {"pipeline.reference_image", {"conditioning", Tolerance::absolute(1e-5)}},
    {"pipeline.prompt_embeds", {"text_encoder", text_tolerance}},
    {"pipeline.negative_prompt_embeds", {"text_encoder", text_tolerance}},
    {"transformer.input.encoder_hidden_states_image", {"image_encoder", text_tolerance}},
    {"transformer.input.encoder_hidden_states", {"text_encoder", text_tolerance}},
    {"transformer.uncond.input", {"text_encoder", text_tolerance}},
    {"transformer_2.input.encoder_hidden_states", {"text_encoder", text_tolerance}},
    {"transformer_2.uncond.input", {"text_encoder", text_tolerance}},
    {"transformer.input.control_hidden_states", {"conditioning", encode_tolerance}},
    {"transformer.input.timestep", {"conditioning", Tolerance::absolute(1e-3)}},
    {"transformer_2.input.timestep", {"conditioning", Tolerance::absolute(1e-3)}},
    {"transformer.input.hidden_states", {"transformer", trajectory_tolerance}},
    {"transformer_2.input.hidden_states", {"transformer", trajectory_tolerance}},
    {"transformer.rope", {"rope", Tolerance::absolute(1e-6)}},
    {"transformer_2.rope", {"rope", Tolerance::absolute(1e-6)}},
    {"transformer.output", {"transformer", transformer_tolerance}},
    {"transformer.uncond.output", {"transformer", transformer_tolerance}},
    // It continues what the first one began.
    {"transformer_2.output", {"transformer", trajectory_tolerance}},
    {"transformer_2.uncond.output", {"transformer", trajectory_tolerance}},
    {"pipeline.model_output", {"latents", trajectory_tolerance}},
    {"pipeline.latents", {"latents", trajectory_tolerance}},
    {"pipeline.decode_input", {"decode_input", trajectory_tolerance}},
};

void verify_autoencoder(const ModelFolder& folder, const ReferenceFile& reference, const ComputeOptions& compute, VerificationReport& report,
                        const std::stop_token& stop) {
    Autoencoder vae = load_autoencoder(folder, compute, stop);
    const auto compare_posterior = [&](const std::string& name, const at::Tensor& pixels) {
        const Posterior posterior = vae->encode(pixels, stop);
        for (const auto& [part, actual] : {std::pair("mean", posterior.mean), std::pair("logvar", posterior.logvar)}) {
            if (reference.has(name + "." + part)) {
                report.compare("vae.encode", actual, reference.tensor(name + "." + part), encode_tolerance);
            }
        }
    };
    if (reference.has("vae.encode.input")) {
        const at::Tensor pixels = reference.tensor("vae.encode.input").to(compute.device, compute.dtype);
        compare_posterior("vae.encode", pixels);
        compare_posterior("vae.encode_single", pixels.narrow(2, 0, 1));
        report.finish("vae.encode");
    }
    if (!reference.has("vae.decode.input")) {
        return;
    }
    const at::Tensor latents = reference.tensor("vae.decode.input").to(compute.device, compute.dtype);
    const at::Tensor expected = reference.tensor("vae.decode.output");
    report.compare("vae.decode", vae->decode(latents, stop), expected, decode_tolerance);
    StreamDecoder pieces(vae, latents.size(3), latents.size(4), {}, stop);
    std::vector<at::Tensor> frames;
    for (std::int64_t i = 0; i < latents.size(2); ++i) {
        frames.push_back(pieces.push(latents.narrow(2, i, 1)));
    }
    report.compare("vae.decode", at::cat(frames, 2), expected, decode_tolerance);
    if (reference.has("vae.decode_single.output")) {
        report.compare("vae.decode", vae->decode(latents.narrow(2, 0, 1), stop), reference.tensor("vae.decode_single.output"), decode_tolerance);
    }
    report.finish("vae.decode");
}

void verify_image_encoder(const ModelFolder& folder, const ReferenceFile& reference, const ComputeOptions& compute, VerificationReport& report,
                          const std::stop_token& stop) {
    ClipVisionEncoder encoder = load_clip_vision_encoder(folder, compute, stop);
    const at::Tensor pixels = reference.tensor("image_encoder.pixel_values");
    if (reference.has("input.first")) {
        const ClipImageProcessor processor = load_clip_image_processor(folder, encoder->config().image_size);
        report.compare("image_processor", processor.pixel_values(image_from(reference.tensor("input.first"))), pixels, Tolerance::absolute(1e-5));
    }
    report.compare("image_encoder", encoder->forward(pixels.to(compute.device, compute.dtype), stop), reference.tensor("image_encoder.output"),
                   text_tolerance);
    report.finish_all();
}

// The scheduler that the run was made with, where the file says so.
std::optional<SchedulerConfig> read_scheduler(const ReferenceFile& reference, const std::string& run) {
    const json& recorded = reference.metadata(run + ".scheduler");
    if (recorded.is_null()) {
        return std::nullopt;
    }
    return read_scheduler_config(ConfigReader(recorded.at("config"), run + ".scheduler"), recorded.at("class").get<std::string>());
}

// What the reference's call takes where it is told nothing.
GenerationRequest read_request(const RunArguments& arguments) {
    GenerationRequest request;
    GenerationSettings& s = request.settings;
    s.prompt = arguments.get<std::string>("prompt", "");
    s.negative_prompt = arguments.get<std::string>("negative_prompt", "");
    s.width = arguments.get<int>("width", 832);
    s.height = arguments.get<int>("height", 480);
    s.num_frames = arguments.get<std::int64_t>("num_frames", 81);
    s.frame_rate = {16, 1};
    s.num_inference_steps = arguments.get<int>("num_inference_steps", 50);
    s.guidance_scale = arguments.get<double>("guidance_scale", 5.0);
    s.max_sequence_length = arguments.get<int>("max_sequence_length", 0);
    request.wants_float_frames = true;
    return request;
}

// As the reference rounds a number of frames.
std::int64_t whole_latent_frames(std::int64_t num_frames, std::int64_t temporal_ratio) {
    const std::int64_t rounded = num_frames % temporal_ratio == 1 ? num_frames : num_frames / temporal_ratio * temporal_ratio + 1;
    return std::max<std::int64_t>(rounded, 1);
}

// One number for all control layers, or one for each.
std::vector<double> control_scales(const RunArguments& arguments, std::size_t num_layers) {
    const json& scale = arguments.value("conditioning_scale");
    return scale.is_array() ? scale.get<std::vector<double>>() : std::vector(num_layers, scale.is_number() ? scale.get<double>() : 1.0);
}

void verify_run(Pipeline& pipeline, const ModelFolder& folder, const ReferenceFile& reference, const std::string& run,
                VerificationReport& report, const std::stop_token& stop) {
    const RunArguments arguments(reference, run);
    GenerationRequest request = read_request(arguments);
    const TransformerConfig transformer = read_transformer_config(folder);
    const AutoencoderConfig autoencoder = read_autoencoder_config(folder);
    request.settings.num_frames = whole_latent_frames(request.settings.num_frames, autoencoder.temporal_ratio());
    const auto latent_side = static_cast<int>(autoencoder.spatial_ratio());
    const auto whole_patches = [&](int pixels, std::int64_t patch) {
        const int side = latent_side * static_cast<int>(patch);
        return pixels / side * side;
    };
    const int width = whole_patches(request.settings.width, transformer.patch.width);
    const int height = whole_patches(request.settings.height, transformer.patch.height);
    const auto inputs = given_inputs(reference, run);
    RecordedDraws draws(reference, run);
    RunHooks hooks;
    hooks.scheduler = read_scheduler(reference, run);
    hooks.draw = [&](at::IntArrayRef shape) { return draws.draw(shape); };
    if (const double scale = arguments.number("guidance_scale_2", -1.0); scale >= 0.0) {
        hooks.guidance_scale_2 = scale;
    }
    hooks.trace = [&](const std::string& name, const at::Tensor& actual) {
        if (reference.has(run + "." + name)) {
            const TracedStage traced = classify(traced_stages, name);
            report.compare(run + "." + traced.stage, actual, reference.tensor(run + "." + name), traced.tolerance);
        }
    };
    if (transformer.has_control()) {
        hooks.control = read_control(reference, inputs, width, height, request.settings.num_frames, latent_side);
        hooks.control->scales = control_scales(arguments, transformer.vace_layers.size());
        for (std::size_t i = 0; i < hooks.control->references.size(); ++i) {
            hooks.trace("pipeline.reference_image." + std::to_string(i), hooks.control->references[i]);
        }
    } else {
        read_pictures(reference, inputs, request);
    }
    FrameComparison frames;
    pipeline.run(request, frames.observer(), hooks, stop);
    draws.check_used_up(report);
    frames.compare(reference, run, height, width, frames_tolerance, report);
    report.finish_all();
}

void verify_runs(const ModelFolder& folder, const ReferenceFile& reference, const PipelineOptions& options, VerificationReport& report,
                 const std::stop_token& stop) {
    if (!reference.metadata("runs").is_array()) {
        return;
    }
    ModelInfo info;
    info.name = folder.folder().filename().string();
    family.describe(folder, info);
    Pipeline pipeline(folder, info, options);
    for_each_run(reference, report, [&](const std::string& run) { verify_run(pipeline, folder, reference, run, report, stop); });
}

}  // namespace

void verify(const ModelFolder& folder, const ReferenceFile& reference, const PipelineOptions& options, VerificationReport& report,
            const std::stop_token& stop) {
    if (folder.has("vae") && !reference.names_below("vae.").empty()) {
        report.guard("vae", [&] { verify_autoencoder(folder, reference, options.compute, report, stop); });
        report.finish_all();
    }
    if (folder.has("image_encoder") && reference.has("image_encoder.output")) {
        report.guard("image_encoder", [&] { verify_image_encoder(folder, reference, options.compute, report, stop); });
        report.finish_all();
    }
    if (folder.has("transformer")) {
        report.guard("runs", [&] { verify_runs(folder, reference, options, report, stop); });
    }
}

}  // namespace kinora::wan
