// Replays what a reference file holds of LTX-Video: the autoencoder alone, and whole runs from their recorded random numbers.
#include "core/model/families/ltx_video/verify.h"

#include <string>

#include "core/base/error.h"
#include "core/model/families/ltx_video/pipeline.h"
#include "core/model/layers/patchify.h"
#include "core/model/pipeline/run_values.h"
#include "core/model/verification/recorded_run.h"
#include "core/model/verification/reference_file.h"
#include "core/model/verification/report.h"
#include "core/model/verification/tolerances.h"

namespace kinora::ltx_video {

namespace {

using nlohmann::json;

constexpr double default_frame_rate = 25.0;

std::optional<at::Tensor> optional_tensor(const ReferenceFile& reference, const std::string& name) {
    return reference.has(name) ? std::optional(reference.tensor(name)) : std::nullopt;
}

void compare_posterior(const ReferenceFile& reference, const std::string& name, const Posterior& posterior,
                       VerificationReport& report) {
    for (const auto& [part, actual] : {std::pair("mean", posterior.mean), std::pair("logvar", posterior.logvar)}) {
        if (const auto expected = optional_tensor(reference, name + "." + part)) {
            report.compare("vae.encode", actual, *expected, encode_tolerance);
        }
    }
}

void verify_autoencoder(const ModelFolder& folder, const ReferenceFile& reference, const ComputeOptions& compute,
                        VerificationReport& report, const std::stop_token& stop) {
    Autoencoder vae = load_autoencoder(folder, read_autoencoder_config(folder), compute, stop);
    for (const std::string name : {"latents_mean", "latents_std"}) {
        if (const auto expected = optional_tensor(reference, "vae." + name)) {
            report.compare("vae.statistics", vae->named_buffers()[name], *expected, Tolerance::absolute(1e-6));
        }
    }
    if (reference.has("vae.encode.input")) {
        const at::Tensor pixels = reference.tensor("vae.encode.input").to(compute.device, compute.dtype);
        // In one piece and frame by frame: both must give the reference's numbers.
        compare_posterior(reference, "vae.encode", vae->encode(pixels, pixels.size(2), stop), report);
        compare_posterior(reference, "vae.encode", vae->encode(pixels, 1, stop), report);
        compare_posterior(reference, "vae.encode_single", vae->encode(pixels.narrow(2, 0, 1), 1, stop), report);
        report.finish("vae.encode");
    }
    if (reference.has("vae.decode.input")) {
        const at::Tensor latents = reference.tensor("vae.decode.input").to(compute.device, compute.dtype);
        const auto timestep = optional_tensor(reference, "vae.decode.timestep");
        const at::Tensor t = timestep ? timestep->to(compute.device, compute.dtype) : at::Tensor();
        const at::Tensor expected = reference.tensor("vae.decode.output");
        const auto recorded_noise = [&] {
            return [&reference, k = 0](at::IntArrayRef) mutable {
                return reference.tensor("vae.decode.inject_noise." + std::to_string(k++));
            };
        };
        report.compare("vae.decode", vae->decode(latents, t, recorded_noise(), stop), expected, decode_tolerance);
        StreamDecoder pieces(vae, t, latents.size(3), latents.size(4), {}, recorded_noise(), stop);
        std::vector<at::Tensor> frames;
        for (std::int64_t i = 0; i < latents.size(2); ++i) {
            frames.push_back(pieces.push(latents.narrow(2, i, 1), i + 1 == latents.size(2)));
        }
        report.compare("vae.decode", at::cat(frames, 2), expected, decode_tolerance);
        if (const auto single = optional_tensor(reference, "vae.decode_single.output")) {
            report.compare("vae.decode", vae->decode(latents.narrow(2, 0, 1), t, recorded_noise(), stop), *single,
                           decode_tolerance);
        }
        report.finish("vae.decode");
    }
}

std::vector<ConditioningFrames> read_conditions(const ReferenceFile& reference, const std::string& run) {
    std::vector<ConditioningFrames> conditions;
    const json& recorded = reference.metadata(run + ".conditions");
    if (!recorded.is_array()) {
        return conditions;
    }
    for (const json& item : recorded) {
        ConditioningFrames frames;
        frames.start_frame = item.value("frame_index", 0);
        frames.strength = item.value("strength", 1.0);
        const bool is_image = item.contains("image") && item["image"].is_string();
        const at::Tensor input = reference.tensor("input." + item.at(is_image ? "image" : "video").get<std::string>());
        for (const at::Tensor& frame : is_image ? std::vector{input} : input.unbind(0)) {
            frames.images.push_back(image_from(frame));
        }
        conditions.push_back(std::move(frames));
    }
    return conditions;
}

// Latents that the call was given; the argument names their tensor. Packed ones are what the run begins with instead of noise.
void read_latents(const ReferenceFile& reference, const std::string& name, const ModelInfo& model, GenerationRequest& request) {
    const at::Tensor latents = reference.tensor(name).to(at::kFloat);
    if (latents.dim() != 3) {
        request.latents = values_from(latents);
        return;
    }
    const GenerationSettings& s = request.settings;
    request.noise = values_from(unpatchify(latents, (s.num_frames - 1) / model.frame_multiple + 1, s.height / model.size_multiple,
                                         s.width / model.size_multiple, token_patch));
}

// The scheduler that the run was made with, where the file says so.
std::optional<FlowMatchEulerConfig> read_scheduler(const ReferenceFile& reference, const std::string& run) {
    const json& recorded = reference.metadata(run + ".scheduler");
    if (recorded.is_null()) {
        return std::nullopt;
    }
    if (const auto name = recorded.at("class").get<std::string>(); name != "FlowMatchEulerDiscreteScheduler") {
        throw UnsupportedModel(Sentence::of("Kinora's LTX-Video does not run the scheduler %1", name));
    }
    return FlowMatchEulerConfig::read(ConfigReader(recorded.at("config"), run + ".scheduler"));
}

// What the reference's call takes where it is told nothing.
GenerationRequest read_request(const ReferenceFile& reference, const std::string& run, const ModelInfo& model, const Conventions& conventions) {
    const RunArguments arguments(reference, run);
    GenerationRequest request;
    GenerationSettings& s = request.settings;
    s.prompt = arguments.get<std::string>("prompt", "");
    s.negative_prompt = arguments.get<std::string>("negative_prompt", "");
    s.width = arguments.get<int>("width", 0);
    s.height = arguments.get<int>("height", 0);
    s.num_frames = arguments.get<std::int64_t>("num_frames", 0);
    s.frame_rate = frame_rate_from_double(arguments.get<double>("frame_rate", default_frame_rate));
    s.num_inference_steps = arguments.get<int>("num_inference_steps", 50);
    s.timesteps = arguments.get<std::vector<double>>("timesteps", {});
    s.guidance_scale = arguments.get<double>("guidance_scale", 3.0);
    s.guidance_rescale = arguments.get<double>("guidance_rescale", 0.0);
    s.image_cond_noise_scale = arguments.number("image_cond_noise_scale", conventions.steps_per_token ? 0.15 : 0.0);
    s.decode_timestep = arguments.number("decode_timestep", 0.0);
    if (const double scale = arguments.number("decode_noise_scale", -1.0); scale >= 0.0) {
        s.decode_noise_scale = scale;
    }
    s.denoise_strength = arguments.get<double>("denoise_strength", 1.0);
    if (const auto latents = arguments.get<std::string>("latents", ""); !latents.empty()) {
        read_latents(reference, latents, model, request);
    }
    s.max_sequence_length = arguments.get<int>("max_sequence_length", 0);
    request.wants_float_frames = true;
    request.conditioning = read_conditions(reference, run);
    return request;
}

// Integer coordinates and masks are exact.
const TracedStages traced_stages = {
    {"pipeline.noise", {"draws", Tolerance::exact()}},
    {"pipeline.decode_noise", {"draws", Tolerance::exact()}},
    {"pipeline.image_cond_noise", {"draws", Tolerance::exact()}},
    {"pipeline.sigmas", {"schedule", sigma_tolerance}},
    {"pipeline.timesteps", {"schedule", timestep_tolerance}},
    {"pipeline.vae_encode", {"vae_encode", encode_tolerance}},
    {"pipeline.prepared_latents", {"prepared_latents", trajectory_tolerance}},
    {"pipeline.conditioning_mask", {"conditioning", Tolerance::absolute(1e-6)}},
    {"pipeline.video_ids", {"conditioning", Tolerance::exact()}},
    {"transformer.input.encoder_hidden_states", {"text_encoder", text_tolerance}},
    {"transformer.input.encoder_attention_mask", {"text_encoder", Tolerance::exact()}},
    {"transformer.input.video_coords", {"conditioning", Tolerance::relative(1e-6)}},
    {"transformer.input.timestep", {"conditioning", Tolerance::absolute(1e-3)}},
    {"transformer.input.hidden_states", {"transformer", trajectory_tolerance}},
    {"transformer.rope", {"rope", Tolerance::absolute(1e-4)}},
    {"transformer.output", {"transformer", transformer_tolerance}},
    {"pipeline.model_output", {"latents", trajectory_tolerance}},
    {"pipeline.latents", {"latents", trajectory_tolerance}},
    {"pipeline.decode_timestep", {"decode_input", Tolerance::absolute(1e-6)}},
    {"pipeline.decode_input", {"decode_input", trajectory_tolerance}},
};

// LTXImageToVideoPipeline steps with the unpacked velocity of all latent frames but the first, which is given.
at::Tensor as_recorded(const at::Tensor& actual, const at::Tensor& expected) {
    if (actual.dim() != 3 || expected.dim() != 5) {
        return actual;
    }
    const at::Tensor whole = unpatchify(actual, expected.size(2) + 1, expected.size(3), expected.size(4), token_patch);
    return whole.narrow(2, 1, expected.size(2));
}

// The call's own class, then that of the whole file where it is the name of one, then the folder's: one folder can serve several pipelines.
Conventions conventions_of(const ModelFolder& folder, const ReferenceFile& reference, const std::string& run) {
    if (const json& own = reference.metadata(run + ".pipeline"); own.is_string()) {
        return Conventions::for_class(own.get<std::string>());
    }
    const json& all = reference.metadata("pipeline");
    const auto of_all = all.is_string() ? Conventions::find(all.get<std::string>()) : std::nullopt;
    return of_all ? *of_all : Conventions::for_class(folder.pipeline_class());
}

void verify_run(Pipeline& pipeline, const ModelInfo& model, const Conventions& conventions, const ReferenceFile& reference,
                const std::string& run, VerificationReport& report, const std::stop_token& stop) {
    const GenerationRequest request = read_request(reference, run, model, conventions);
    RecordedDraws draws(reference, run);
    RunHooks hooks;
    hooks.follows_reference = true;
    hooks.scheduler = read_scheduler(reference, run);
    hooks.conventions = conventions;
    hooks.frame_rate = RunArguments(reference, run).get<double>("frame_rate", default_frame_rate);
    hooks.draw = [&](at::IntArrayRef shape) { return draws.draw(shape); };
    hooks.trace = [&](const std::string& name, const at::Tensor& actual) {
        const std::string full = run + "." + name;
        if (reference.has(full)) {
            const TracedStage traced = classify(traced_stages, name);
            const at::Tensor expected = reference.tensor(full);
            report.compare(run + "." + traced.stage, as_recorded(actual, expected), expected, traced.tolerance);
        }
    };
    FrameComparison frames;
    pipeline.run(request, frames.observer(), hooks, stop);
    draws.check_used_up(report);
    // What is left of a size that is no multiple of a latent's is not made.
    const int multiple = model.size_multiple;
    frames.compare(reference, run, request.settings.height / multiple * multiple, request.settings.width / multiple * multiple, frames_tolerance, report);
    report.finish_all();
}

void verify_runs(const ModelFolder& folder, const ReferenceFile& reference, const PipelineOptions& options,
                 VerificationReport& report, const std::stop_token& stop) {
    if (!reference.metadata("runs").is_array()) {
        return;
    }
    ModelInfo info;
    info.name = folder.folder().filename().string();
    family.describe(folder, info);
    Pipeline pipeline(folder, info, options);
    for_each_run(reference, report, [&](const std::string& run) {
        verify_run(pipeline, info, conventions_of(folder, reference, run), reference, run, report, stop);
    });
}

}  // namespace

void verify(const ModelFolder& folder, const ReferenceFile& reference, const PipelineOptions& options,
            VerificationReport& report, const std::stop_token& stop) {
    if (folder.has("vae") && !reference.names_below("vae.").empty()) {
        report.guard("vae", [&] { verify_autoencoder(folder, reference, options.compute, report, stop); });
        report.finish_all();
    }
    if (folder.has("transformer")) {
        report.guard("runs", [&] { verify_runs(folder, reference, options, report, stop); });
    }
}

}  // namespace kinora::ltx_video
