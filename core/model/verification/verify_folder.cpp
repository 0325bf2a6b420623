#include "core/model/verification/verify_folder.h"

#include <ATen/ops/tensor.h>

#include <string>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/base/resample.h"
#include "core/model/diffusion/flow_match_euler.h"
#include "core/model/families/family.h"
#include "core/model/pipeline/frames.h"
#include "core/model/verification/reference_file.h"
#include "core/model/weights/model_folder.h"

namespace kinora {

namespace {

using nlohmann::json;

const Tolerance sigma_tolerance = Tolerance::absolute(1e-6);
const Tolerance timestep_tolerance = Tolerance::absolute(1e-3);
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

void replay_schedule(const ReferenceFile& reference, const std::string& name, const json& setting, VerificationReport& report) {
    const std::string prefix = "scheduler." + name;
    if (setting.value("class", "") != "FlowMatchEulerDiscreteScheduler") {
        report.fail(prefix, "Kinora does not have the scheduler " + setting.value("class", "(unnamed)"));
        return;
    }
    FlowMatchEuler scheduler(FlowMatchEulerConfig::read(ConfigReader(setting["config"], prefix)));
    const json& call = setting["set_timesteps"];
    ScheduleRequest request;
    request.num_inference_steps = call.value("num_inference_steps", 0);
    request.sigmas = call.value("sigmas", std::vector<double>());
    request.timesteps = call.value("timesteps", std::vector<double>());
    if (call.contains("mu") && call["mu"].is_number()) {
        request.mu = call["mu"].get<double>();
    }
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
            stepped = scheduler.step_per_token(-velocity, sample, reference.tensor(step + ".per_token_timesteps"), noise);
        } else {
            stepped = scheduler.step(velocity, sample, i, noise);
        }
        report.compare(prefix, stepped, reference.tensor(step + ".prev_sample"), step_tolerance);
    }
}

void verify_schedulers(const ReferenceFile& reference, VerificationReport& report) {
    const json& settings = reference.metadata("scheduler.settings");
    if (!settings.is_object()) {
        return;
    }
    for (const auto& [name, setting] : settings.items()) {
        try {
            replay_schedule(reference, name, setting, report);
        } catch (const Error& error) {
            report.fail("scheduler." + name, error.what());
        } catch (const json::exception& error) {
            report.fail("scheduler." + name, error.what());
        }
        report.finish("scheduler." + name);
    }
}

// Everything that the file holds and nothing has looked at is a stage that was not replayed.
void fail_unused(const ReferenceFile& reference, const std::vector<std::string>& other_folders, VerificationReport& report) {
    for (const std::string& name : reference.unused_names()) {
        const bool is_for_other_folder = std::ranges::any_of(other_folders, [&](const auto& prefix) { return name.starts_with(prefix); });
        // SentencePiece's own ids stand in the file for comparison only.
        if (!is_for_other_folder && !name.ends_with(".spm_ids")) {
            report.fail("not replayed", name);
        }
    }
}

}  // namespace

void verify_folder(const std::filesystem::path& path, const std::filesystem::path& reference_file,
                   const PipelineOptions& options, VerificationReport& report, const std::stop_token& stop) {
    const ReferenceFile reference(reference_file);
    const ModelFolder folder(path);
    verify_preprocessing(reference, report);
    verify_schedulers(reference, report);
    if (const ModelFamily* family = find_family(folder)) {
        family->verify(folder, reference, options, report, stop);
    }
    fail_unused(reference, {}, report);
    report.finish_all();
}

}  // namespace kinora
