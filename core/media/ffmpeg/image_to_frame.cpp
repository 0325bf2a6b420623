#include "core/media/ffmpeg/image_to_frame.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/media/ffmpeg/av_error.h"

namespace kinora::ffmpeg {

ImageToFrame::ImageToFrame(std::filesystem::path path, const SampleFormat& samples)
    : path_(std::move(path)), size_{samples.width, samples.height} {
    forget_log_line();
    const auto format = static_cast<AVPixelFormat>(samples.pixel_format);
    rgb_ = make_frame(AV_PIX_FMT_RGB24, size_, path_, Sentence::of("cannot be written"));
    converted_ = make_frame(samples, path_, Sentence::of("cannot be written"));
    const ChromaPosition chroma = chroma_position(samples.chroma_location, *av_pix_fmt_desc_get(format));
    const int range = samples.range == AVCOL_RANGE_JPEG ? 1 : 0;
    scaler_.reset(or_bad_alloc(sws_alloc_context()));
    SwsContext* const scaler = scaler_.get();
    const auto set = [scaler](const char* name, int value) { av_opt_set_int(scaler, name, value, 0); };
    set("srcw", size_.width);
    set("srch", size_.height);
    set("src_format", AV_PIX_FMT_RGB24);
    set("dstw", size_.width);
    set("dsth", size_.height);
    set("dst_format", format);
    set("src_range", 1);
    set("dst_range", range);
    set("dst_h_chr_pos", chroma.horizontal);
    set("dst_v_chr_pos", chroma.vertical);
    set("sws_flags", SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INP | SWS_FULL_CHR_H_INT | SWS_BITEXACT);
    check_av(sws_init_context(scaler, nullptr, nullptr), path_, Sentence::of("cannot be converted from RGB"));
    const bool is_matrix_named = samples.matrix != AVCOL_SPC_UNSPECIFIED && samples.matrix != AVCOL_SPC_RGB;
    const int* matrix = sws_getCoefficients(is_matrix_named ? samples.matrix : assumed_matrix(samples.height));
    sws_setColorspaceDetails(scaler, matrix, 1, matrix, range, 0, 1 << 16, 1 << 16);
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
    check_av(av_frame_make_writable(converted_.get()), path_, Sentence::of("cannot be written"));
    check_av(sws_scale(scaler_.get(), rgb_->data, rgb_->linesize, 0, size_.height, converted_->data, converted_->linesize),
             path_, Sentence::of("cannot be converted from RGB"));
    return *converted_;
}

}  // namespace kinora::ffmpeg
