// What VideoReader reads from: a media file or numbered pictures. Private to core/media.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>

#include "core/media/video_reader.h"

namespace kinora {

class FrameSource {
 public:
    FrameSource() = default;
    virtual ~FrameSource() = default;
    FrameSource(const FrameSource&) = delete;
    FrameSource& operator=(const FrameSource&) = delete;

    virtual int width() const = 0;
    virtual int height() const = 0;
    virtual bool ended_early() const = 0;
    virtual std::optional<VideoFrame> next(const std::stop_token& stop) = 0;
    virtual std::optional<SkippedFrame> skip_next(const std::stop_token& stop) = 0;
    virtual void seek(std::int64_t index, const std::stop_token& stop) = 0;
    virtual std::int64_t num_frames(const std::stop_token& stop) = 0;
    virtual FrameRate frame_rate(const std::stop_token& stop) = 0;
    // When frame `index`, which exists, is shown, counted from the first frame.
    virtual MediaTime since_first(std::int64_t index, const std::stop_token& stop) = 0;
};

}  // namespace kinora
