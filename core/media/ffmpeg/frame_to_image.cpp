#include "core/media/ffmpeg/frame_to_image.h"

#include <algorithm>
#include <vector>

#include "core/base/error.h"
#include "core/media/ffmpeg/av_error.h"

namespace kinora::ffmpeg {

namespace {

// 8 bits a sample keep their alpha in RGBA; more go through 16 bits, so that the rounding is ours and exact.
AVPixelFormat target_format(const AVPixFmtDescriptor& source) {
    const bool has_alpha = (source.flags & AV_PIX_FMT_FLAG_ALPHA) != 0;
    if (source.comp[0].depth > 8) {
        return has_alpha ? AV_PIX_FMT_RGBA64LE : AV_PIX_FMT_RGB48LE;
    }
    return has_alpha ? AV_PIX_FMT_RGBA : AV_PIX_FMT_RGB24;
}

std::uint32_t round_to_8(std::uint32_t sample_16) { return (sample_16 * 255 + 32767) / 65535; }

void copy_row(const std::uint8_t* source, int pixel_format, int width, std::uint8_t* target) {
    const auto sample_16 = [source](int index) {
        return static_cast<std::uint32_t>(source[2 * index]) | static_cast<std::uint32_t>(source[2 * index + 1]) << 8;
    };
    switch (pixel_format) {
        case AV_PIX_FMT_RGB24:
            std::copy(source, source + std::ptrdiff_t{3} * width, target);
            return;
        case AV_PIX_FMT_RGBA:
            for (int x = 0; x < width; ++x, source += 4) {
                for (int c = 0; c < 3; ++c) {
                    *target++ = static_cast<std::uint8_t>((source[c] * source[3] + 127) / 255);
                }
            }
            return;
        case AV_PIX_FMT_RGB48LE:
            for (int i = 0; i < 3 * width; ++i) {
                *target++ = static_cast<std::uint8_t>(round_to_8(sample_16(i)));
            }
            return;
        default:  // RGBA64LE
            for (int x = 0; x < width; ++x) {
                for (int c = 0; c < 3; ++c) {
                    const std::uint64_t product = std::uint64_t{sample_16(4 * x + c)} * sample_16(4 * x + 3);
                    *target++ = static_cast<std::uint8_t>(round_to_8(static_cast<std::uint32_t>((product + 32767) / 65535)));
                }
            }
            return;
    }
}

}  // namespace

void FrameToImage::prepare(const SampleFormat& source) {
    const auto format = static_cast<AVPixelFormat>(source.pixel_format);
    const bool is_matrix_named = source.matrix != AVCOL_SPC_UNSPECIFIED;
    const bool is_full_range = source.range == AVCOL_RANGE_JPEG;
    const AVPixFmtDescriptor* description = av_pix_fmt_desc_get(format);
    if (description == nullptr || sws_isSupportedInput(format) == 0) {
        throw MediaError(path_, Sentence::of("holds samples in a form that Kinora does not read; convert it to H.264 first"));
    }
    forget_log_line();
    const AVPixelFormat target = target_format(*description);
    scaled_ = make_frame(target, {shape_.scaled_width, shape_.scaled_height}, path_, Sentence::of("cannot be read"));

    scaler_.reset(or_bad_alloc(sws_alloc_context()));
    SwsContext* const scaler = scaler_.get();
    const auto set = [scaler](const char* name, int value) { av_opt_set_int(scaler, name, value, 0); };
    const ChromaPosition chroma = chroma_position(source.chroma_location, *description);
    set("srcw", source.width);
    set("srch", source.height);
    set("src_format", format);
    set("dstw", shape_.scaled_width);
    set("dsth", shape_.scaled_height);
    set("dst_format", target);
    set("src_range", is_full_range ? 1 : 0);
    set("dst_range", 1);
    set("src_h_chr_pos", chroma.horizontal);
    set("src_v_chr_pos", chroma.vertical);
    set("sws_flags", SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP | SWS_BITEXACT);
    const int* matrix = sws_getCoefficients(is_matrix_named ? source.matrix : assumed_matrix(source.height));
    check_av(sws_init_context(scaler, nullptr, nullptr), path_, Sentence::of("cannot be converted to RGB"));
    sws_setColorspaceDetails(scaler, matrix, is_full_range ? 1 : 0, matrix, 1, 0, 1 << 16, 1 << 16);
    prepared_for_ = source;
}

Image FrameToImage::convert(const AVFrame& frame) {
    const SampleFormat source = sample_format_of(frame);
    if (!scaler_ || source != prepared_for_) {
        prepare(source);
    }
    check_av(sws_scale(scaler_.get(), frame.data, frame.linesize, 0, frame.height, scaled_->data, scaled_->linesize), path_,
             Sentence::of("cannot be converted to RGB"));
    const int width = shape_.scaled_width;
    const int height = shape_.scaled_height;
    std::vector<std::uint8_t> rgb(std::size_t{3} * static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    for (int y = 0; y < height; ++y) {
        copy_row(scaled_->data[0] + std::ptrdiff_t{scaled_->linesize[0]} * y, scaled_->format, width,
                 rgb.data() + std::size_t{3} * static_cast<std::size_t>(width) * static_cast<std::size_t>(y));
    }
    return turned(Image(width, height, std::move(rgb)), shape_.orientation);
}

}  // namespace kinora::ffmpeg
