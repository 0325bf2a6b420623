// RGB pictures as the samples that an encoder takes.
#pragma once

#include <filesystem>

#include "core/base/image.h"
#include "core/media/ffmpeg/av_handles.h"
#include "core/media/ffmpeg/sample_format.h"

namespace kinora::ffmpeg {

class ImageToFrame {
 public:
    // The size of `samples` may be one pixel larger than the pictures in each direction; their edge is then repeated.
    ImageToFrame(std::filesystem::path path, const SampleFormat& samples);

    // Valid until the next call. Times are not set.
    AVFrame& convert(const Image& image);

 private:
    void copy_padded(const Image& image);

    std::filesystem::path path_;
    FrameSize size_;
    SwsContextPtr scaler_;
    FramePtr rgb_;
    FramePtr converted_;
};

}  // namespace kinora::ffmpeg
