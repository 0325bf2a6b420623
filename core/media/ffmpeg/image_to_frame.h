// RGB pictures as the samples that an encoder takes.
#pragma once

#include <filesystem>

#include "core/base/image.h"
#include "core/media/ffmpeg/av_handles.h"
#include "core/media/output_format.h"

namespace kinora::ffmpeg {

class ImageToFrame {
 public:
    // YUV formats get BT.709 in limited range, with chroma sited left as decoders assume. `size` may be one pixel larger than
    // the pictures in each direction; their edge is then repeated.
    ImageToFrame(std::filesystem::path path, AVPixelFormat format, FrameSize size);

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

// The colour tags that go with these samples, for frames and encoders alike.
template <typename T>
void set_colour_tags(T& target, AVPixelFormat format) {
    const bool is_rgb = (av_pix_fmt_desc_get(format)->flags & (AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL)) != 0;
    target.color_primaries = AVCOL_PRI_BT709;
    target.color_trc = is_rgb ? AVCOL_TRC_IEC61966_2_1 : AVCOL_TRC_BT709;
    target.colorspace = is_rgb ? AVCOL_SPC_RGB : AVCOL_SPC_BT709;
    target.color_range = is_rgb ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG;
}

}  // namespace kinora::ffmpeg
