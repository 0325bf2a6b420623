#include "core/model/pipeline/step_reports.h"

#include "core/model/device/device.h"
#include "core/model/pipeline/run_values.h"

namespace kinora {

void StepReports::report(const Step& step) {
    const GenerationRequest& request = settings_.request;
    StepFinished event;
    event.step = static_cast<int>(step.index) + 1;
    event.num_steps = static_cast<int>(settings_.sigmas.size()) - 1;
    event.sigma = settings_.sigmas[step.index];
    const bool is_due = !since_preview_ || since_preview_->seconds() >= request.preview.min_interval_seconds || step.index + 1 == settings_.end_step;
    if (settings_.preview != nullptr && is_due) {
        FrameRate rate = request.settings.frame_rate;
        rate.denominator *= settings_.frames_per_latent;
        event.preview = std::make_shared<const VideoFrames>(
            VideoFrames{settings_.preview->pictures(step.predicted(), request.preview.pixels_per_latent), rate});
        since_preview_.emplace();
    }
    event.latents = statistics_of(step.latents, earlier_);
    earlier_ = step.latents;
    event.device_bytes = used_memory_bytes(step.latents.device());
    if (request.wants_step_states) {
        event.state = step.state();
    }
    event.seconds = since_step_.restart();
    settings_.observer(event);
}

}  // namespace kinora
