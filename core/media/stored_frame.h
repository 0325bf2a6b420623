// Frames as their file holds them, samples in their own format and depth: for copying from file to file with no conversion on
// the way. Outside core/media they are opaque.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>

struct AVFrame;

namespace kinora {

// What samples mean; the numbers are FFmpeg's. Frames of one format can stand in one stream.
struct SampleFormat {
    int width = 0;  // pixels
    int height = 0;
    int pixel_format = -1;
    int range = 0;
    int matrix = 0;
    int primaries = 0;
    int transfer = 0;
    int chroma_location = 0;

    friend bool operator==(const SampleFormat&, const SampleFormat&) = default;
};

// The colours of pictures that are not BT.709's; the numbers are FFmpeg's. Kinora converts neither primaries nor transfer.
struct Colours {
    int primaries = 0;
    int transfer = 0;
    int matrix = 0;  // of their YUV samples

    friend bool operator==(const Colours&, const Colours&) = default;
};

class StoredFrame {
 public:
    // Shares the samples of `frame`. Throws std::bad_alloc.
    explicit StoredFrame(const AVFrame& frame);

    const AVFrame& av_frame() const { return *frame_; }
    const SampleFormat& format() const { return format_; }

    // True if the format and every sample are the same.
    friend bool operator==(const StoredFrame& a, const StoredFrame& b);

 private:
    std::shared_ptr<const AVFrame> frame_;
    SampleFormat format_;
};

// True if frames between others in such a format can be made in its planes, with all its bits (core/base/planar_image.h).
bool has_planes(const SampleFormat& format);

// The format of a file's frames, if a lossless video (VideoCodec::ffv1) can hold them just as they are; nothing for pictures, for
// frames that have to be turned or stretched to be seen, and for formats that FFV1 does not know. Throws MediaError, Cancelled.
std::optional<SampleFormat> copyable_samples(const std::filesystem::path& path, const std::stop_token& stop = {});

// The colours of a video that names other primaries than BT.709's, or a transfer for high dynamic range or the like; nothing for others, which
// are taken as BT.709, and for pictures. Throws MediaError, Cancelled.
std::optional<Colours> foreign_colours(const std::filesystem::path& path, const std::stop_token& stop = {});

}  // namespace kinora
