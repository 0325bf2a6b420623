// Moving pictures in: any video that FFmpeg reads, animated GIF and PNG, and numbered pictures.
//
// What lives in core/media: FFmpeg and OpenCV, and every conversion between files and Images. What never does: the project,
// tensors, Qt, threads of its own (FFmpeg's codecs use some; results do not depend on their number). Each object belongs to
// one thread at a time. Errors are MediaError with one line that names the file; a stop that was asked for is Cancelled.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>

#include "core/base/frame_time.h"
#include "core/base/image.h"
#include "core/media/media_time.h"
#include "core/media/stored_frame.h"

namespace kinora {

class FrameSource;

struct VideoFrame {
    Image image;
    MediaTime time;  // on the file's own clock, which need not begin at 0
    // The same frame as the file holds it; null for pictures, and where frames have to be turned or stretched to be seen.
    std::shared_ptr<const StoredFrame> stored;
};

// What is known of a frame of which no picture was made.
struct SkippedFrame {
    bool comes_as_stored = false;  // VideoFrame::stored would not be null
};

// Frames come as they are meant to be seen: turned upright, with square pixels (anamorphic frames are stretched, never
// shrunk), all of one size. Transparent parts are black; alpha itself is not kept. Interlaced frames are delivered whole,
// both fields in one picture. High dynamic range is not tone-mapped.
class VideoReader {
 public:
    // `path` is a media file, a picture, a folder of pictures (in the order of the numbers in their names), or numbered
    // pictures as FOLDER/frame_%04d.png. Throws MediaError, Cancelled.
    explicit VideoReader(const std::filesystem::path& path, const std::stop_token& stop = {});
    ~VideoReader();
    VideoReader(VideoReader&&) noexcept;
    VideoReader& operator=(VideoReader&&) noexcept;

    int width() const;   // pixels
    int height() const;  // pixels

    // The next frame; nothing after the last. A file that breaks off or is damaged delivers what can be read, and then
    // ended_early() is true; one from which no frame can be read throws MediaError.
    std::optional<VideoFrame> read_next(const std::stop_token& stop = {});
    bool ended_early() const;

    // Goes past the next frame as read_next() would, damage and ended_early() included, but makes no picture of it.
    std::optional<SkippedFrame> skip_next(const std::stop_token& stop = {});

    // Frame `index`, counted from 0 in the order shown: the same picture as reading from the start would bring. Reading
    // goes on behind it. The first call reads through the file to number its frames (in containers without reliable times
    // it decodes them all); later ones decode from the nearest key frame. Throws MediaError if there is no such frame.
    VideoFrame frame(std::int64_t index, const std::stop_token& stop = {});

    // Makes `index` the frame that read_next() brings.
    void seek(std::int64_t index, const std::stop_token& stop = {});

    // Exact. Numbers the frames as frame() does.
    std::int64_t num_frames(const std::stop_token& stop = {});

    // The frame that is seen `since_first` after the first one appears; the last where that is beyond the end. This is how
    // footage with a variable rate is put on a timeline with a constant one.
    std::int64_t index_at(MediaTime since_first, const std::stop_token& stop = {});

    // The rate if it is constant, otherwise the exact average. Numbers the frames as frame() does.
    FrameRate frame_rate(const std::stop_token& stop = {});

 private:
    std::filesystem::path path_;
    std::unique_ptr<FrameSource> source_;
};

}  // namespace kinora
