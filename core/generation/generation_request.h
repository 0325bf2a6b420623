// A generation, complete in itself: no paths, no references to a document.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/generation/conditioning_frames.h"
#include "core/generation/generation_settings.h"

namespace kinora {

// A tensor as plain values, for crossing walls.
struct TensorValues {
    std::vector<std::int64_t> shape;
    std::vector<float> values;
};

struct PreviewOptions {
    bool is_enabled = false;
    double min_interval_seconds = 0.5;  // steps that finish sooner after the last preview bring none
};

struct GenerationRequest {
    GenerationSettings settings;
    std::vector<ConditioningFrames> conditioning;

    // Initial noise (1, C, F, H, W) in place of what the seed gives.
    std::optional<TensorValues> noise;
    // Latents (1, C, F, H, W), normalised as the transformer sees them, to start from; see denoise_strength.
    std::optional<TensorValues> latents;

    PreviewOptions preview;
    bool wants_latents = false;       // the result carries the final latents
    bool wants_float_frames = false;  // frames are delivered unrounded as well
};

}  // namespace kinora
