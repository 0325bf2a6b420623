// A video whose encoded frames are kept in a file of their own until it is complete: work that is interrupted, by whatever, goes on behind
// the last segment that was finished, and the result is the same as without the interruption.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stop_token>

#include "core/base/image.h"
#include "core/media/video_writer.h"

namespace kinora {

class ResumableVideo {
 public:
    // Goes on with what `kept` holds, as far as it is sound and was made with the same settings; makes it otherwise. The settings need
    // segment_frames. Throws MediaError.
    ResumableVideo(const std::filesystem::path& kept, const VideoWriterSettings& settings);
    ~ResumableVideo();  // `kept` stays
    ResumableVideo(const ResumableVideo&) = delete;
    ResumableVideo& operator=(const ResumableVideo&) = delete;

    std::int64_t num_frames() const;

    // The frame behind the last. Throws MediaError, Cancelled; nothing can be written after that.
    void write(const Image& image);
    // Its stored samples, unconverted, where the file will hold such (with ffv1 they come back bit for bit); otherwise its picture.
    void write(const VideoFrame& frame);

    // Makes the file `path`: joins what is kept, with its sound. May be tried again where it throws MediaError or Cancelled.
    void finish(const std::filesystem::path& path, const std::stop_token& stop);

    void remove();  // what is kept

 private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace kinora
