// Work on a long clip that outlives a stop or a crash: finished stretches of frames, lossless, in a folder beside the output.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "core/base/frame_time.h"
#include "core/media/video_reader.h"

namespace kinora::cli {

class InterpolationParts {
 public:
    static constexpr std::int64_t frames_a_part = 240;

    // `identity` says in full what is made of what; parts are only taken up again for the same. Originals keep their samples
    // where they have the format `samples`, and what is made takes it; without it, all frames are kept as RGB. Throws FileError
    // where the folder holds parts of something else.
    InterpolationParts(const std::filesystem::path& output, const std::string& identity, const FrameRate& frame_rate,
                       const std::optional<SampleFormat>& samples);

    // Frames that are finished already: the first of the result.
    std::int64_t num_frames() const { return num_parts_ * frames_a_part; }

    // Makes and keeps the frames from num_frames() on: `next` gives them in order, nothing after the last. Throws what it
    // throws; parts that were finished stay.
    void make(const std::function<std::optional<VideoFrame>()>& next);

    // All frames in order.
    void read(const std::function<void(const VideoFrame&)>& use, const std::stop_token& stop) const;

    // The result is complete: nothing of this is needed any more.
    void remove();

 private:
    std::filesystem::path part_path(std::int64_t index) const;

    std::filesystem::path folder_;
    FrameRate frame_rate_;
    std::optional<SampleFormat> samples_;
    std::int64_t num_parts_ = 0;      // whole ones
    bool has_last_part_ = false;      // one that is shorter, after them
};

}  // namespace kinora::cli
