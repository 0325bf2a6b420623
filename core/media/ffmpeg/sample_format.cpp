#include "core/media/ffmpeg/sample_format.h"

#include <algorithm>
#include <vector>

#include "core/media/ffmpeg/av_error.h"
#include "core/media/ffmpeg/container_source.h"
#include "core/media/ffmpeg/frame_decoder.h"
#include "core/media/ffmpeg/input_file.h"
#include "core/media/picture_source.h"

namespace kinora {

namespace ffmpeg {

namespace {

// FFmpeg's encoder corrupts frames of one or two rows or columns without a word.
constexpr int min_ffv1_side = 4;

AVPixelFormat without_jpeg_name(int format) {
    switch (format) {
        case AV_PIX_FMT_YUVJ420P:
            return AV_PIX_FMT_YUV420P;
        case AV_PIX_FMT_YUVJ422P:
            return AV_PIX_FMT_YUV422P;
        case AV_PIX_FMT_YUVJ444P:
            return AV_PIX_FMT_YUV444P;
        case AV_PIX_FMT_YUVJ440P:
            return AV_PIX_FMT_YUV440P;
        case AV_PIX_FMT_YUVJ411P:
            return AV_PIX_FMT_YUV411P;
        default:
            return static_cast<AVPixelFormat>(format);
    }
}

int known_or(int value, int limit, int fallback) { return value >= 0 && value < limit ? value : fallback; }

}  // namespace

SampleFormat sample_format_of(const AVFrame& frame) {
    SampleFormat format;
    format.width = frame.width;
    format.height = frame.height;
    format.pixel_format = without_jpeg_name(frame.format);
    const bool is_jpeg = format.pixel_format != frame.format;
    format.range = is_jpeg ? AVCOL_RANGE_JPEG : known_or(raw_value(frame.color_range), AVCOL_RANGE_NB, AVCOL_RANGE_UNSPECIFIED);
    format.matrix = known_or(raw_value(frame.colorspace), AVCOL_SPC_NB, AVCOL_SPC_UNSPECIFIED);
    format.primaries = known_or(raw_value(frame.color_primaries), AVCOL_PRI_NB, AVCOL_PRI_UNSPECIFIED);
    format.transfer = known_or(raw_value(frame.color_trc), AVCOL_TRC_NB, AVCOL_TRC_UNSPECIFIED);
    format.chroma_location = known_or(raw_value(frame.chroma_location), AVCHROMA_LOC_NB, AVCHROMA_LOC_UNSPECIFIED);
    return format;
}

SampleFormat own_samples(AVPixelFormat format, FrameSize size) {
    const AVPixFmtDescriptor& description = *av_pix_fmt_desc_get(format);
    const bool is_rgb = (description.flags & (AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL)) != 0;
    SampleFormat samples;
    samples.width = size.width;
    samples.height = size.height;
    samples.pixel_format = format;
    samples.primaries = AVCOL_PRI_BT709;
    samples.transfer = is_rgb ? AVCOL_TRC_IEC61966_2_1 : AVCOL_TRC_BT709;
    samples.matrix = is_rgb ? AVCOL_SPC_RGB : AVCOL_SPC_BT709;
    samples.range = is_rgb ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG;
    samples.chroma_location = description.log2_chroma_w > 0 ? AVCHROMA_LOC_LEFT : AVCHROMA_LOC_UNSPECIFIED;
    return samples;
}

SampleFormat own_samples(AVPixelFormat format, FrameSize size, const Colours& colours) {
    SampleFormat samples = own_samples(format, size);
    samples.primaries = colours.primaries;
    samples.transfer = colours.transfer;
    samples.matrix = samples.matrix == AVCOL_SPC_RGB ? AVCOL_SPC_RGB : colours.matrix;
    return samples;
}

FramePtr make_frame(AVPixelFormat format, FrameSize size, const std::filesystem::path& path, const Sentence& doing) {
    FramePtr frame = make_frame();
    frame->format = format;
    frame->width = size.width;
    frame->height = size.height;
    check_av(av_frame_get_buffer(frame.get(), 64), path, doing);
    return frame;
}

FramePtr make_frame(const SampleFormat& format, const std::filesystem::path& path, const Sentence& doing) {
    FramePtr frame = make_frame(static_cast<AVPixelFormat>(format.pixel_format), {format.width, format.height}, path, doing);
    set_colour_tags(*frame, format);
    frame->chroma_location = static_cast<AVChromaLocation>(format.chroma_location);
    return frame;
}

bool can_store_losslessly(const SampleFormat& format) {
    const AVCodec* const encoder = avcodec_find_encoder(AV_CODEC_ID_FFV1);
    if (encoder == nullptr || encoder->pix_fmts == nullptr || std::min(format.width, format.height) < min_ffv1_side) {
        return false;
    }
    for (const AVPixelFormat* known = encoder->pix_fmts; *known != AV_PIX_FMT_NONE; ++known) {
        if (*known == format.pixel_format) {
            return true;
        }
    }
    return false;
}

int assumed_matrix(int height) { return height >= 720 ? AVCOL_SPC_BT709 : AVCOL_SPC_SMPTE170M; }

ChromaPosition chroma_position(int location, const AVPixFmtDescriptor& format) {
    // Only 4:2:0 leaves a choice; 4:2:2 is always sited left, and 4:4:4 has nothing to site.
    if (format.log2_chroma_w == 0) {
        return {};
    }
    if (format.log2_chroma_h == 0) {
        return {0, -513};
    }
    switch (location) {
        case AVCHROMA_LOC_CENTER:
            return {128, 128};
        case AVCHROMA_LOC_TOPLEFT:
            return {0, 0};
        case AVCHROMA_LOC_TOP:
            return {128, 0};
        case AVCHROMA_LOC_BOTTOMLEFT:
            return {0, 256};
        case AVCHROMA_LOC_BOTTOM:
            return {128, 256};
        default:
            return {0, 128};
    }
}

}  // namespace ffmpeg

StoredFrame::StoredFrame(const AVFrame& frame)
    : frame_(ffmpeg::or_bad_alloc(av_frame_clone(&frame)), ffmpeg::AvDeleter()), format_(ffmpeg::sample_format_of(frame)) {}

namespace {

std::vector<std::uint8_t> packed_samples(const AVFrame& frame) {
    const auto format = static_cast<AVPixelFormat>(frame.format);
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(av_image_get_buffer_size(format, frame.width, frame.height, 1)));
    av_image_copy_to_buffer(bytes.data(), static_cast<int>(bytes.size()), frame.data, frame.linesize, format, frame.width, frame.height, 1);
    return bytes;
}

}  // namespace

bool operator==(const StoredFrame& a, const StoredFrame& b) {
    return a.format_ == b.format_ && packed_samples(*a.frame_) == packed_samples(*b.frame_);
}

namespace {

// Primaries and transfers have the same numbers for what is none.
bool is_named(int tag) { return tag != AVCOL_PRI_RESERVED0 && tag != AVCOL_PRI_UNSPECIFIED && tag != AVCOL_PRI_RESERVED; }

// BT.601 and BT.2020 have the curve of BT.709, and RGB that is sRGB's is taken for it.
bool is_like_bt709(int transfer) {
    switch (transfer) {
        case AVCOL_TRC_BT709:
        case AVCOL_TRC_SMPTE170M:
        case AVCOL_TRC_BT2020_10:
        case AVCOL_TRC_BT2020_12:
        case AVCOL_TRC_IEC61966_2_1:
            return true;
        default:
            return false;
    }
}

// One that swscale converts with.
int matrix_for(const SampleFormat& format) {
    switch (format.matrix) {
        case AVCOL_SPC_FCC:
        case AVCOL_SPC_BT470BG:
        case AVCOL_SPC_SMPTE170M:
        case AVCOL_SPC_SMPTE240M:
        case AVCOL_SPC_BT2020_NCL:
            return format.matrix;
        default:
            return format.primaries == AVCOL_PRI_BT2020 ? AVCOL_SPC_BT2020_NCL : AVCOL_SPC_BT709;
    }
}

}  // namespace

std::optional<Colours> foreign_colours(const std::filesystem::path& path, const std::stop_token& stop) {
    if (PictureSource::accepts(path)) {
        return std::nullopt;
    }
    ffmpeg::InputFile input(path, stop);
    ffmpeg::FrameDecoder decoder(input, input.choose_video_stream());
    const AVFrame* const frame = decoder.next();
    if (frame == nullptr) {
        return std::nullopt;
    }
    const SampleFormat format = ffmpeg::sample_format_of(*frame);
    const int primaries = is_named(format.primaries) ? format.primaries : AVCOL_PRI_BT709;
    const int transfer = is_named(format.transfer) ? format.transfer : AVCOL_TRC_BT709;
    if (primaries == AVCOL_PRI_BT709 && is_like_bt709(transfer)) {
        return std::nullopt;
    }
    return Colours{primaries, transfer, matrix_for(format)};
}

std::optional<SampleFormat> copyable_samples(const std::filesystem::path& path, const std::stop_token& stop) {
    if (PictureSource::accepts(path)) {
        return std::nullopt;
    }
    const std::optional<VideoFrame> frame = ffmpeg::ContainerSource(path, stop).next(stop);
    if (!frame || !frame->stored || !ffmpeg::can_store_losslessly(frame->stored->format())) {
        return std::nullopt;
    }
    return frame->stored->format();
}

}  // namespace kinora
