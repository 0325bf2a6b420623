// Stretches of the sound of other files, laid out along a video and added up where they overlap.
#pragma once

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <vector>

namespace kinora {

inline constexpr int mix_sample_rate = 48000;  // what "sample" counts below

struct SoundPiece {
    std::filesystem::path path;
    std::int64_t source_sample = 0;  // counted from when the file's first picture appears; outside the file there is silence
    std::int64_t start_sample = 0;   // in the video
    std::int64_t num_samples = 0;

    friend bool operator==(const SoundPiece&, const SoundPiece&) = default;
};

struct SoundMix {
    std::vector<SoundPiece> pieces;
    std::int64_t num_samples = 0;  // how long the video is
    std::stop_token stop;          // ends reading with Cancelled
};

}  // namespace kinora
