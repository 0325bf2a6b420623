#include "core/media/sound_mix.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/media/ffmpeg/input_file.h"

namespace kinora {

std::int64_t sample_of_frame(std::int64_t frame, const FrameRate& rate) {
    const FrameRate samples = {mix_sample_rate, 1};
    return frame < 0 ? -convert_frame(-frame, rate, samples) : convert_frame(frame, rate, samples);
}

double fade_in_gain(double part) {
    return std::sin(std::clamp(part, 0.0, 1.0) * std::numbers::pi / 2.0);
}

double fade_out_gain(double part) {
    return fade_in_gain(1.0 - part);
}

SoundMix sound_of_frames(const std::filesystem::path& path, const FrameRange& range, const FrameRate& rate,
                         const std::stop_token& stop) {
    const std::int64_t first = sample_of_frame(range.start, rate);
    SoundMix mix = {.pieces = {}, .num_samples = sample_of_frame(range.end(), rate) - first, .stop = stop};
    if (ffmpeg::InputFile(path, stop).choose_sound_stream() != nullptr) {
        mix.pieces.push_back({.path = path, .source_sample = first, .start_sample = 0, .num_samples = mix.num_samples});
    }
    return mix;
}

}  // namespace kinora
