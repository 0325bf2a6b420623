// A generation, complete in itself: no paths, no references to a document.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/generation/conditioning_frames.h"
#include "core/generation/generation_settings.h"
#include "core/generation/step_state.h"

namespace kinora {

// A tensor as plain values, for crossing walls.
struct TensorValues {
    std::vector<std::int64_t> shape;
    std::vector<float> values;
};

struct PreviewOptions {
    bool is_enabled = false;
    double min_interval_seconds = 0.5;  // steps that finish sooner after the last preview bring none
    int pixels_per_latent = 1;          // on each side; more are interpolated
};

struct GenerationRequest {
    GenerationSettings settings;
    std::vector<ConditioningFrames> conditioning;

    // Initial noise (1, C, F, H, W) in place of what the seed gives.
    std::optional<TensorValues> noise;
    // Latents (1, C, F, H, W), normalised as the transformer sees them, to start from; see denoise_strength.
    std::optional<TensorValues> latents;

    // Goes on from here instead of starting anew. With the settings that the state was made with, the rest of the run is the same as
    // without the interruption, bit for bit on a CPU. Prompt, guidance, conditions and schedule may differ: a schedule is joined where it
    // reaches the noise level of the state. Size, length and model may not.
    std::shared_ptr<const StepState> resume_from;
    // Makes no more steps: what the last step of resume_from predicted is decoded.
    bool finishes_now = false;
    // Ends after this step of the schedule, with what it predicted, as a take does that was ended early there. 0: makes them all.
    int last_step = 0;
    // Decodes in the smallest tiles, whatever memory seems to be free: for a generation whose decoding ran out of it.
    bool tiles_decode = false;
    bool wants_step_states = false;  // every step's event carries the state after it

    PreviewOptions preview;
    bool wants_latents = false;       // the result carries the final latents
    bool wants_float_frames = false;  // frames are delivered unrounded as well
};

}  // namespace kinora
