// Where the pictures on a monitor come from: a media file, or frames in memory. A reader belongs to one thread at a time and
// is made on the thread that uses it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>

#include "core/base/frame_time.h"
#include "core/base/image.h"

namespace kinora {

struct ClipFormat {
    std::int64_t num_frames = 0;
    FrameRate frame_rate;
    int width = 0;   // pixels
    int height = 0;  // pixels

    friend bool operator==(const ClipFormat&, const ClipFormat&) = default;
};

class FrameReader {
 public:
    FrameReader() = default;
    virtual ~FrameReader() = default;
    FrameReader(const FrameReader&) = delete;
    FrameReader& operator=(const FrameReader&) = delete;

    virtual const ClipFormat& format() const = 0;
    // `index` is from 0 to num_frames - 1. Consecutive frames are cheapest in ascending order. Throws Error, Cancelled.
    virtual Image frame(std::int64_t index, const std::stop_token& stop) = 0;
};

// Called on the thread that will read. Throws Error, Cancelled.
using OpenFrames = std::function<std::unique_ptr<FrameReader>(const std::stop_token& stop)>;

// Anything that VideoReader reads.
OpenFrames frames_of_file(std::filesystem::path path);

// `frames` may be empty; without a valid rate they are shown at 24 a second.
OpenFrames frames_in_memory(std::shared_ptr<const VideoFrames> frames);

}  // namespace kinora
