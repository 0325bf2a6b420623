// Decoded frames as RGB pictures: the stream's own colour matrix, range and chroma position, full chroma interpolation, exact
// rounding to 8 bits. What is transparent shows black.
#pragma once

#include <filesystem>

#include "core/base/image.h"
#include "core/media/ffmpeg/av_handles.h"
#include "core/media/ffmpeg/frame_shape.h"
#include "core/media/ffmpeg/sample_format.h"

namespace kinora::ffmpeg {

class FrameToImage {
 public:
    // `path` is what errors name.
    FrameToImage(std::filesystem::path path, FrameShape shape) : path_(std::move(path)), shape_(shape) {}

    // A frame of another size than the stream's (some streams change it on the way) is scaled to that of the stream.
    // Throws MediaError for samples in a form that cannot be converted.
    Image convert(const AVFrame& frame);

 private:
    void prepare(const SampleFormat& source);

    std::filesystem::path path_;
    FrameShape shape_;
    SampleFormat prepared_for_;
    SwsContextPtr scaler_;
    FramePtr scaled_;
};

}  // namespace kinora::ffmpeg
