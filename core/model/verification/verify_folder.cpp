#include "core/model/verification/verify_folder.h"

#include <ATen/ops/arange.h>
#include <ATen/ops/tensor.h>

#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/base/resample.h"
#include "core/model/diffusion/flow_match_euler.h"
#include "core/model/diffusion/unipc_multistep.h"
#include "core/model/families/family.h"
#include "core/model/pipeline/frames.h"
#include "core/model/text/sentencepiece_tokenizer.h"
#include "core/model/text/t5_encoder.h"
#include "core/model/verification/reference_file.h"
#include "core/model/verification/tolerances.h"
#include "core/model/weights/model_folder.h"

namespace kinora {

namespace {

using nlohmann::json;

const Tolerance step_tolerance = Tolerance::relative(2e-5);

// Pictures as the reference prepares them for the autoencoder.
void verify_preprocessing(const ReferenceFile& reference, VerificationReport& report) {
    if (!reference.has("preprocess.input")) {
        return;
    }
    const at::Tensor rgb = reference.tensor("preprocess.input").contiguous();
    const at::Tensor expected = reference.tensor("preprocess.output");
    const auto* data = rgb.const_data_ptr<std::uint8_t>();
    const Image image(static_cast<int>(rgb.size(1)), static_cast<int>(rgb.size(0)), {data, data + rgb.numel()});
    const Image resized = resample_lanczos(image, static_cast<int>(expected.size(3)), static_cast<int>(expected.size(2)));
    report.compare("preprocess", pixels_from_images({&resized, 1}).select(2, 0), expected, Tolerance::absolute(1e-6));
    report.finish("preprocess");
}

// An argument of a recorded call; `fallback` where it was not given.
template <class Value>
Value argument_of(const json& call, const char* key, Value fallback) {
    return call.contains(key) && !call[key].is_null() ? call[key].get<Value>() : fallback;
}

std::optional<double> mu_of(const json& call) {
    const double mu = argument_of(call, "mu", std::nan(""));
    return std::isnan(mu) ? std::nullopt : std::optional(mu);
}

void replay_flow_match_euler(const ReferenceFile& reference, const std::string& prefix, const json& setting, VerificationReport& report) {
    FlowMatchEuler scheduler(FlowMatchEulerConfig::read(ConfigReader(setting.at("config"), prefix)));
    const json& call = setting.at("set_timesteps");
    ScheduleRequest request;
    request.num_inference_steps = argument_of(call, "num_inference_steps", 0);
    request.sigmas = argument_of(call, "sigmas", std::vector<double>());
    request.timesteps = argument_of(call, "timesteps", std::vector<double>());
    request.mu = mu_of(call);
    scheduler.set_timesteps(request);
    report.compare(prefix, at::tensor(scheduler.sigmas()), reference.tensor(prefix + ".sigmas"), sigma_tolerance);
    report.compare(prefix, at::tensor(scheduler.timesteps()), reference.tensor(prefix + ".timesteps").to(at::kFloat), timestep_tolerance);
    for (std::size_t i = 0; i < scheduler.num_steps(); ++i) {
        const std::string step = prefix + ".step." + std::to_string(i);
        if (!reference.has(step + ".sample")) {
            continue;
        }
        const at::Tensor velocity = reference.tensor(step + ".model_output");
        const at::Tensor sample = reference.tensor(step + ".sample");
        const at::Tensor noise = reference.has(step + ".noise") ? reference.tensor(step + ".noise") : at::Tensor();
        at::Tensor stepped;
        if (reference.has(step + ".per_token_timesteps")) {
            // There the reference is given the velocity with the other sign.
            stepped = scheduler.step_per_token(-velocity, sample, reference.tensor(step + ".per_token_timesteps"), noise,
                                               StochasticStep::as_reference);
        } else {
            stepped = scheduler.step(velocity, sample, i, noise);
        }
        report.compare(prefix, stepped, reference.tensor(step + ".prev_sample"), step_tolerance);
    }
}

// Its steps remember those before them, so that one that is missing ends the replay: what comes after it counts as not replayed.
void replay_unipc(const ReferenceFile& reference, const std::string& prefix, const json& setting, VerificationReport& report) {
    UniPCMultistep scheduler(UniPCMultistepConfig::read(ConfigReader(setting.at("config"), prefix)));
    const json& call = setting.at("set_timesteps");
    scheduler.set_timesteps(argument_of(call, "num_inference_steps", 0), argument_of(call, "sigmas", std::vector<double>()), mu_of(call));
    report.compare(prefix, at::tensor(scheduler.sigmas()), reference.tensor(prefix + ".sigmas"), sigma_tolerance);
    report.compare(prefix, at::tensor(scheduler.timesteps()), reference.tensor(prefix + ".timesteps"), Tolerance::exact());
    for (std::size_t i = 0; i < scheduler.num_steps(); ++i) {
        const std::string step = prefix + ".step." + std::to_string(i);
        if (!reference.has(step + ".sample")) {
            break;
        }
        const at::Tensor stepped = scheduler.step(reference.tensor(step + ".model_output"), reference.tensor(step + ".sample"));
        report.compare(prefix, stepped, reference.tensor(step + ".prev_sample"), step_tolerance);
    }
}

void replay_schedule(const ReferenceFile& reference, const std::string& name, const json& setting, VerificationReport& report) {
    const std::string prefix = "scheduler." + name;
    const std::string scheduler = setting.value("class", "");
    if (scheduler == "FlowMatchEulerDiscreteScheduler") {
        replay_flow_match_euler(reference, prefix, setting, report);
    } else if (scheduler == "UniPCMultistepScheduler") {
        replay_unipc(reference, prefix, setting, report);
    } else {
        report.fail(prefix, Sentence::of("Kinora does not have the scheduler %1", setting.value("class", "(unnamed)")));
    }
}

void verify_schedulers(const ReferenceFile& reference, VerificationReport& report) {
    const json& settings = reference.metadata("scheduler.settings");
    if (!settings.is_object()) {
        return;
    }
    for (const auto& [name, setting] : settings.items()) {
        report.guard("scheduler." + name, [&] { replay_schedule(reference, name, setting, report); });
        report.finish("scheduler." + name);
    }
}

// The prefixes under which a file holds the stages of a text encoder: "" or, where it holds those of several, "t5." and
// "umt5.".
struct TextStages {
    std::string prefix;
    std::vector<std::string> others;  // prefixes of stages for other folders
};

TextStages find_text_stages(const ModelFolder& folder, const ReferenceFile& reference) {
    const bool is_umt5 = folder.component_class("text_encoder") == "UMT5EncoderModel" ||
                         (folder.has("text_encoder") && folder.config("text_encoder").value("model_type", "") == "umt5");
    const std::string own = is_umt5 ? "umt5." : "t5.";
    TextStages stages;
    for (const std::string prefix : {"t5.", "umt5."}) {
        if (!reference.names_below(prefix).empty()) {
            (prefix == own ? stages.prefix = prefix : stages.others.emplace_back(prefix));
        }
    }
    return stages;
}

void verify_tokenizer(const ModelFolder& folder, const ReferenceFile& reference, const std::string& prefix,
                      VerificationReport& report) {
    const json& texts = reference.metadata(prefix + "tokenizer.texts");
    if (!texts.is_array() || !folder.has("tokenizer")) {
        return;
    }
    const std::string stage = prefix + "tokenizer";
    const SentencepieceTokenizer tokenizer(folder.folder() / "tokenizer");
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const std::string name = stage + "." + std::to_string(i);
        const at::Tensor expected = reference.tensor(name + ".input_ids");
        const std::string text = texts[i].value("cleaned", texts[i].value("text", ""));
        const TokenizedText tokens = tokenizer.encode(text, expected.numel());
        report.compare(stage, at::tensor(tokens.ids), expected.flatten(), Tolerance::exact());
        if (reference.has(name + ".attention_mask")) {
            const at::Tensor mask = at::arange(expected.numel()).lt(tokens.num_tokens).to(at::kLong);
            report.compare(stage, mask, reference.tensor(name + ".attention_mask").flatten(), Tolerance::exact());
        }
    }
    report.finish(stage);
}

void verify_text_encoder(const ModelFolder& folder, const ReferenceFile& reference, const std::string& prefix,
                         const ComputeOptions& compute, VerificationReport& report, const std::stop_token& stop) {
    const std::string stage = prefix + "text_encoder";
    if (!reference.has(stage + ".input_ids") || !folder.has("text_encoder")) {
        return;
    }
    T5Encoder encoder = load_t5_encoder(folder, "text_encoder", compute, stop);
    const at::Tensor ids = reference.tensor(stage + ".input_ids").to(compute.device);
    const at::Tensor mask = reference.tensor(stage + ".attention_mask").to(compute.device);
    const json& says_mask = reference.metadata(stage + ".uses_attention_mask");
    const bool uses_mask = !says_mask.is_boolean() || says_mask.get<bool>();
    std::vector<at::Tensor> hidden_states;
    const at::Tensor output = encoder->forward(ids, uses_mask ? mask : at::Tensor(), stop, [&](std::int64_t, const at::Tensor& hidden) {
        hidden_states.push_back(hidden.clone());
    });
    report.compare(stage, output, reference.tensor(stage + ".output"), text_tolerance);
    for (std::size_t i = 0; i < hidden_states.size(); ++i) {
        const std::string name = stage + ".hidden_states." + std::to_string(i);
        if (reference.has(name)) {
            const at::Tensor expected = reference.tensor(name);
            report.compare(stage + ".hidden_states", hidden_states[i].narrow(0, 0, expected.size(0)), expected, text_tolerance);
        }
    }
    if (reference.has(stage + ".output_without_mask")) {
        const at::Tensor expected = reference.tensor(stage + ".output_without_mask");
        report.compare(stage + ".without_mask", encoder->forward(ids.narrow(0, 0, expected.size(0)), {}, stop), expected, text_tolerance);
    }
    if (reference.has(stage + ".position_bias.block0")) {
        // Stored for every so many queries.
        const at::Tensor expected = reference.tensor(stage + ".position_bias.block0");
        const std::int64_t length = expected.size(3);
        const std::int64_t step = std::max<std::int64_t>((length + expected.size(2) - 1) / expected.size(2), 1);
        constexpr std::int64_t usual_step = 16;
        const bool is_usual = (length + usual_step - 1) / usual_step == expected.size(2);
        const at::Tensor bias = encoder->position_bias(length).slice(2, 0, length, is_usual ? usual_step : step);
        report.compare(stage + ".position_bias", bias, expected, text_tolerance);
    }
    report.finish_all();
}

// Everything that the file holds and nothing has looked at is a stage that was not replayed.
void fail_unused(const ReferenceFile& reference, const std::vector<std::string>& other_folders, VerificationReport& report) {
    for (const std::string& name : reference.unused_names()) {
        const bool is_for_other_folder = std::ranges::any_of(other_folders, [&](const auto& prefix) { return name.starts_with(prefix); });
        // What a run was given is no stage; SentencePiece's own ids stand in the file for comparison only.
        if (!is_for_other_folder && !name.starts_with("input.") && !name.ends_with(".spm_ids")) {
            report.fail("not replayed", name);
        }
    }
}

}  // namespace

void verify_folder(const std::filesystem::path& path, const std::filesystem::path& reference_file,
                   const PipelineOptions& options, VerificationReport& report, const std::stop_token& stop) {
    const ReferenceFile reference(reference_file);
    const ModelFolder folder(path);
    report.guard("preprocess", [&] { verify_preprocessing(reference, report); });
    verify_schedulers(reference, report);
    const TextStages text = find_text_stages(folder, reference);
    report.guard(text.prefix + "tokenizer", [&] { verify_tokenizer(folder, reference, text.prefix, report); });
    report.guard(text.prefix + "text_encoder", [&] {
        verify_text_encoder(folder, reference, text.prefix, options.compute, report, stop);
    });
    if (const ModelFamily* family = find_family(folder)) {
        family->verify(folder, reference, options, report, stop);
    }
    fail_unused(reference, text.others, report);
    report.finish_all();
}

}  // namespace kinora
