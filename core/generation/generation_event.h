// What a running generation reports, in order, on the thread that runs it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/image.h"
#include "core/base/sentence.h"
#include "core/generation/step_state.h"

namespace kinora {

enum class Stage : std::uint8_t { unset, load, encode_text, denoise, decode, write };

std::string_view to_string(Stage stage);  // "load", "encode_text", …

struct StageStarted {
    Stage stage = Stage::unset;
    std::vector<double> sigmas;  // of the denoising: the noise level that each step starts from, then that of the end
};

struct StageFinished {
    Stage stage = Stage::unset;
    double seconds = 0.0;
};

// Something the user should see but that stops nothing: a prompt that was cut, a size that was rounded.
struct Notice {
    Sentence message;
};

// Of the latents after a step.
struct LatentStatistics {
    double mean = 0.0;
    double deviation = 0.0;  // standard deviation
    double change = 0.0;     // root mean square of what the step changed

    friend bool operator==(const LatentStatistics&, const LatentStatistics&) = default;
};

struct StepFinished {
    int step = 0;  // 1 … num_steps
    int num_steps = 0;
    double sigma = 0.0;    // the noise level that the step started from
    double seconds = 0.0;  // duration of this step
    std::shared_ptr<const VideoFrames> preview;  // small; the predicted clean clip; may be null
    LatentStatistics latents;
    std::int64_t device_bytes = 0;  // taken of the device's own memory after this step, by all programs; 0 on a CPU
    std::shared_ptr<const StepState> state;  // where the request wants it; otherwise null
};

// Decoded frames, in order; together they are the whole clip.
struct FramesReady {
    std::int64_t first_frame = 0;
    std::int64_t num_frames_total = 0;
    std::vector<Image> images;
    // The same frames unrounded: [images.size(), height, width, 3] in 0 … 1, where the request wants them; otherwise empty.
    std::shared_ptr<const std::vector<float>> samples;
};

using GenerationEvent = std::variant<StageStarted, StageFinished, Notice, StepFinished, FramesReady>;
using GenerationObserver = std::function<void(const GenerationEvent&)>;

}  // namespace kinora
