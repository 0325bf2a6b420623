// What a long clip will cost, from a few of its frames.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>

#include "core/base/image.h"
#include "core/media/video_writer.h"

namespace kinora {

class EncodingTrial {
 public:
    // Sound and metadata do not count. Throws MediaError for what cannot be written.
    explicit EncodingTrial(const VideoWriterSettings& settings);
    ~EncodingTrial();
    EncodingTrial(const EncodingTrial&) = delete;
    EncodingTrial& operator=(const EncodingTrial&) = delete;

    // Frames of one stretch follow each other in the clip. Throws MediaError, Cancelled.
    void begin_stretch();
    void add(const Image& image);
    void finish();

    struct Cost {
        std::int64_t bytes = 0;
        double seconds = 0.0;  // of encoding, as fast as the trial's
    };
    // Of `num_frames` like those that were added. After finish(), which follows one frame at least.
    Cost cost_of(std::int64_t num_frames) const;

 private:
    struct Stretch;
    using Clock = std::chrono::steady_clock;

    void count(bool is_key, std::int64_t bytes);
    void end_stretch();

    VideoWriterSettings settings_;
    std::unique_ptr<Stretch> stretch_;
    std::int64_t key_interval_ = 1;
    std::int64_t key_bytes_ = 0;
    std::int64_t num_keys_ = 0;
    std::int64_t other_bytes_ = 0;
    std::int64_t num_others_ = 0;
    Clock::duration time_ = {};
};

// Of the sound that is mixed for a video; 0 where there is no room for it.
std::int64_t sound_bytes_per_second(Container container);

}  // namespace kinora
