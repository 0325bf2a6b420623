// Stretches of the sound of other files, laid out along a video and added up where they overlap.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <vector>

#include "core/base/frame_time.h"

namespace kinora {

inline constexpr int mix_sample_rate = 48000;  // what "sample" counts below

// Some of the video's samples.
struct SampleRange {
    std::int64_t start_sample = 0;
    std::int64_t num_samples = 0;

    friend bool operator==(const SampleRange&, const SampleRange&) = default;
};

// How loud a sound is after `part`, 0 to 1, of a fade. One that comes and one that goes are together as loud as each of them, as long
// as they have nothing in common.
double fade_in_gain(double part);
double fade_out_gain(double part);

struct SoundPiece {
    std::filesystem::path path;
    std::int64_t source_sample = 0;  // counted from when the file's first picture appears; outside the file there is silence
    std::int64_t start_sample = 0;   // in the video
    std::int64_t num_samples = 0;
    std::optional<SampleRange> fade_in = {};   // silent before it
    std::optional<SampleRange> fade_out = {};  // silent behind it

    friend bool operator==(const SoundPiece&, const SoundPiece&) = default;
};

struct SoundMix {
    std::vector<SoundPiece> pieces;
    std::int64_t num_samples = 0;  // how long the video is
    std::stop_token stop;          // ends reading with Cancelled
};

// The sample that is heard when a frame appears. Frames before 0 are those before a file begins.
std::int64_t sample_of_frame(std::int64_t frame, const FrameRate& rate);

// All of a file's sound that is heard with frames `range` of its pictures, at `rate`. No pieces where the file has no sound. Throws
// MediaError for what is no media, FileError, Cancelled.
SoundMix sound_of_frames(const std::filesystem::path& path, const FrameRange& range, const FrameRate& rate, const std::stop_token& stop);

}  // namespace kinora
