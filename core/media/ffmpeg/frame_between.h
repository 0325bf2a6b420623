// A picture that was made between two frames, with transparency, as a frame of their format.
#pragma once

#include <filesystem>
#include <optional>

#include "core/media/ffmpeg/image_to_frame.h"

namespace kinora::ffmpeg {

// True if FrameBetween can make frames of this format: it has alpha, and FFV1 keeps it.
bool has_kept_alpha(const SampleFormat& format);

class FrameBetween {
 public:
    // `path` is what errors name.
    FrameBetween(std::filesystem::path path, const SampleFormat& samples);

    const SampleFormat& format() const { return samples_; }

    // The colours of `image`, which are as VideoReader gives them: transparent parts black. The alpha is the mean of that of both
    // frames, weighted by `fraction`, 0 (first) to 1 (second): it does not move. Throws MediaError.
    StoredFrame make(const Image& image, const StoredFrame& first, const StoredFrame& second, double fraction);

 private:
    SampleFormat samples_;
    ImageToFrame converter_;
};

}  // namespace kinora::ffmpeg
