// What the observer of a generation is told after each denoising step.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "core/generation/generation_event.h"
#include "core/generation/generation_request.h"
#include "core/model/pipeline/latent_preview.h"
#include "core/model/pipeline/stage_report.h"

namespace kinora {

// Of one run.
struct StepReportSettings {
    const GenerationRequest& request;
    const GenerationObserver& observer;
    const LatentPreview* preview = nullptr;  // none where the request wants none
    std::vector<float> sigmas;               // one more than the schedule has steps
    std::size_t end_step = 0;                // of the schedule, not done any more
    std::int64_t frames_per_latent = 1;
    at::Tensor start;  // the clip's latents before the first step, on the device
};

class StepReports {
 public:
    explicit StepReports(StepReportSettings settings) : settings_(std::move(settings)), earlier_(settings_.start) {}

    struct Step {
        std::size_t index = 0;
        at::Tensor latents;                     // the clip's, in any layout, as they are after the step
        std::function<at::Tensor()> predicted;  // the clean latents (1, C, F, H, W) that it predicts
        std::function<std::shared_ptr<const StepState>()> state;
    };
    // Asks for predictions and states only where they are wanted.
    void report(const Step& step);

 private:
    StepReportSettings settings_;
    at::Tensor earlier_;
    Stopwatch since_step_;
    std::optional<Stopwatch> since_preview_;
};

}  // namespace kinora
