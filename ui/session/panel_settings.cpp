#include "ui/session/panel_settings.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/generation/validate.h"

namespace kinora {

GenerateState withModel(GenerateState state, const std::string& model) {
    if (state.model == model) {
        return state;
    }
    state.model = model;
    GenerationSettings settings;
    settings.prompt = state.settings.prompt;
    settings.negative_prompt = state.settings.negative_prompt;
    settings.seed = state.settings.seed;
    state.settings = std::move(settings);
    return state;
}

GenerationSettings panelSettings(const GenerateState& state, const ModelInfo& model) {
    GenerationSettings settings = state.settings;
    const GenerationSettings& defaults = model.defaults;
    if (settings.num_inference_steps < 1) {
        // Nothing was chosen yet.
        settings = defaults;
        settings.prompt = state.settings.prompt;
        settings.negative_prompt = state.settings.negative_prompt.empty() ? defaults.negative_prompt : state.settings.negative_prompt;
        settings.seed = state.settings.seed;
    }
    if (settings.width < 1 || settings.height < 1) {
        settings.width = defaults.width;
        settings.height = defaults.height;
    }
    if (settings.num_frames < 1) {
        settings.num_frames = defaults.num_frames;
    }
    if (!settings.frame_rate.is_valid()) {
        settings.frame_rate = defaults.frame_rate.is_valid() ? defaults.frame_rate : FrameRate{24, 1};
    }
    if (std::ranges::count(model.schedulers, settings.scheduler) == 0) {
        settings.scheduler.clear();
    }
    settings.num_inference_steps = std::clamp(settings.num_inference_steps, static_cast<int>(model.steps.least), static_cast<int>(model.steps.most));
    settings.guidance_scale = std::clamp(settings.guidance_scale, model.guidance_scale.least, model.guidance_scale.most);
    round_to_model(settings, model, false);
    return settings;
}

std::int64_t framesFor(double seconds, const FrameRate& rate, const ModelInfo& model) {
    GenerationSettings settings;
    settings.width = settings.height = std::max(model.size_multiple, 1);
    settings.num_frames = std::max<std::int64_t>(std::llround(seconds * rate.per_second()), 1);
    round_to_model(settings, model, false);
    return settings.num_frames;
}

}  // namespace kinora
