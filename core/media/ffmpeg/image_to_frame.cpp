#include "core/media/ffmpeg/image_to_frame.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/media/ffmpeg/av_error.h"

namespace kinora::ffmpeg {

namespace {

FramePtr allocated_frame(const std::filesystem::path& path, AVPixelFormat format, FrameSize size) {
    FramePtr frame = make_frame();
    frame->format = format;
    frame->width = size.width;
    frame->height = size.height;
    check_av(av_frame_get_buffer(frame.get(), 64), path, "cannot be written");
    return frame;
}

}  // namespace

ImageToFrame::ImageToFrame(std::filesystem::path path, AVPixelFormat format, FrameSize size)
    : path_(std::move(path)), size_(size) {
    forget_log_line();
    rgb_ = allocated_frame(path_, AV_PIX_FMT_RGB24, size);
    converted_ = allocated_frame(path_, format, size);
    set_colour_tags(*converted_, format);
    const AVPixFmtDescriptor& description = *av_pix_fmt_desc_get(format);
    scaler_.reset(or_bad_alloc(sws_alloc_context()));
    SwsContext* const scaler = scaler_.get();
    const auto set = [scaler](const char* name, int value) { av_opt_set_int(scaler, name, value, 0); };
    set("srcw", size.width);
    set("srch", size.height);
    set("src_format", AV_PIX_FMT_RGB24);
    set("dstw", size.width);
    set("dsth", size.height);
    set("dst_format", format);
    set("src_range", 1);
    set("dst_range", 0);
    if (description.log2_chroma_w > 0) {
        converted_->chroma_location = AVCHROMA_LOC_LEFT;
        set("dst_h_chr_pos", 0);
    }
    if (description.log2_chroma_h > 0) {
        set("dst_v_chr_pos", 128);
    }
    set("sws_flags", SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INP | SWS_FULL_CHR_H_INT | SWS_BITEXACT);
    check_av(sws_init_context(scaler, nullptr, nullptr), path_, "cannot be converted from RGB");
    const int* matrix = sws_getCoefficients(SWS_CS_ITU709);
    sws_setColorspaceDetails(scaler, matrix, 1, matrix, 0, 0, 1 << 16, 1 << 16);
}

void ImageToFrame::copy_padded(const Image& image) {
    const std::size_t row_bytes = std::size_t{3} * static_cast<std::size_t>(image.width());
    for (int y = 0; y < size_.height; ++y) {
        std::uint8_t* const target = rgb_->data[0] + std::ptrdiff_t{rgb_->linesize[0]} * y;
        const std::uint8_t* const source = image.row(std::min(y, image.height() - 1));
        std::memcpy(target, source, row_bytes);
        if (size_.width > image.width()) {
            std::memcpy(target + row_bytes, source + row_bytes - 3, 3);
        }
    }
}

AVFrame& ImageToFrame::convert(const Image& image) {
    copy_padded(image);
    // An encoder may still hold the samples of the last frame.
    check_av(av_frame_make_writable(converted_.get()), path_, "cannot be written");
    check_av(sws_scale(scaler_.get(), rgb_->data, rgb_->linesize, 0, size_.height, converted_->data, converted_->linesize),
             path_, "cannot be converted from RGB");
    return *converted_;
}

}  // namespace kinora::ffmpeg
