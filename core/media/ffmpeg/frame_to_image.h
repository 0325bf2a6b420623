// Decoded frames as RGB pictures: the stream's own colour matrix, range and chroma position, full chroma interpolation, exact
// rounding to 8 bits. What is transparent shows black.
#pragma once

#include <filesystem>

#include "core/base/image.h"
#include "core/media/ffmpeg/av_handles.h"
#include "core/media/ffmpeg/frame_shape.h"

namespace kinora::ffmpeg {

class FrameToImage {
 public:
    // `path` is what errors name.
    FrameToImage(std::filesystem::path path, FrameShape shape) : path_(std::move(path)), shape_(shape) {}

    // A frame of another size than the stream's (some streams change it on the way) is scaled to that of the stream.
    // Throws MediaError for samples in a form that cannot be converted.
    Image convert(const AVFrame& frame);

 private:
    struct Source {
        int width = 0;
        int height = 0;
        int pixel_format = -1;
        int matrix = 0;
        bool is_full_range = false;
        int chroma_location = 0;
        friend bool operator==(const Source&, const Source&) = default;
    };

    static Source source_of(const AVFrame& frame);
    void prepare(const Source& source);

    std::filesystem::path path_;
    FrameShape shape_;
    Source prepared_for_;
    SwsContextPtr scaler_;
    FramePtr scaled_;
};

// The matrix that players assume where the stream names none: BT.709 from 720 lines on, BT.601 below.
int assumed_matrix(int height);

}  // namespace kinora::ffmpeg
