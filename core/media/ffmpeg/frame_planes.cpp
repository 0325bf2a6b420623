#include "core/media/ffmpeg/frame_planes.h"

#include <bit>
#include <utility>

namespace kinora::ffmpeg {

namespace {

int bytes_of_sample(int bits) {
    return bits == 8 ? 1 : 2;
}

bool are_planes(const AVPixFmtDescriptor& format) {
    constexpr std::uint64_t foreign_order = std::endian::native == std::endian::big ? 0 : AV_PIX_FMT_FLAG_BE;
    constexpr std::uint64_t others = foreign_order | AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_ALPHA | AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_BITSTREAM |
                                     AV_PIX_FMT_FLAG_HWACCEL;
    if (format.nb_components != 3 || (format.flags & others) != 0 || format.log2_chroma_w > 1 || format.log2_chroma_h > 1) {
        return false;
    }
    const int depth = format.comp[0].depth;
    if (depth < 8 || depth > 12) {
        return false;
    }
    for (int i = 0; i < format.nb_components; ++i) {
        const AVComponentDescriptor& component = format.comp[i];
        if (component.plane != i || component.depth != depth || component.step != bytes_of_sample(depth) || component.offset != 0 ||
            component.shift != 0) {
            return false;
        }
    }
    return true;
}

FrameShape shape_of_samples(const SampleFormat& samples) {
    FrameShape shape;
    shape.scaled_width = samples.width;
    shape.scaled_height = samples.height;
    return shape;
}

const AVPixFmtDescriptor* descriptor_of(const SampleFormat& samples) {
    return av_pix_fmt_desc_get(static_cast<AVPixelFormat>(samples.pixel_format));
}

}  // namespace

std::optional<PlanarImage> planes_of(const std::shared_ptr<const StoredFrame>& frame) {
    if (!has_planes(frame->format())) {
        return std::nullopt;
    }
    const AVPixFmtDescriptor* const format = descriptor_of(frame->format());
    const AVFrame& samples = frame->av_frame();
    PlanarImage image;
    image.bits = format->comp[0].depth;
    for (std::size_t i = 0; i < image.planes.size(); ++i) {
        const int across = i == 0 ? 0 : format->log2_chroma_w;
        const int down = i == 0 ? 0 : format->log2_chroma_h;
        image.planes[i] = {samples.data[i], samples.linesize[i], AV_CEIL_RSHIFT(samples.width, across), AV_CEIL_RSHIFT(samples.height, down)};
    }
    image.owner = frame;
    return image;
}

FrameOfPlanes::FrameOfPlanes(std::filesystem::path path, const SampleFormat& samples)
    : path_(std::move(path)), samples_(samples), converter_(path_, shape_of_samples(samples)) {}

VideoFrame FrameOfPlanes::make(const PlanarImage& planes, const MediaTime& time) {
    const FramePtr frame = make_frame(samples_, path_, Sentence::of("cannot be read"));
    for (std::size_t i = 0; i < planes.planes.size(); ++i) {
        const PlanarImage::Plane& plane = planes.planes[i];
        av_image_copy_plane(frame->data[i], frame->linesize[i], plane.samples, static_cast<int>(plane.stride), plane.width * bytes_of_sample(planes.bits),
                            plane.height);
    }
    return {converter_.convert(*frame), time, std::make_shared<const StoredFrame>(*frame)};
}

}  // namespace kinora::ffmpeg

namespace kinora {

bool has_planes(const SampleFormat& format) {
    const AVPixFmtDescriptor* const description = ffmpeg::descriptor_of(format);
    return description != nullptr && ffmpeg::are_planes(*description);
}

}  // namespace kinora
