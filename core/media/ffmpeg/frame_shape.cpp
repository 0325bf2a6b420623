#include "core/media/ffmpeg/frame_shape.h"

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "core/media/ffmpeg/input_file.h"

namespace kinora::ffmpeg {

namespace {

const std::int32_t* display_matrix_of(const AVStream& stream) {
    constexpr std::size_t matrix_bytes = 9 * sizeof(std::int32_t);
#if LIBAVCODEC_VERSION_INT >= AV_VERSION_INT(60, 31, 102)
    const AVPacketSideData* found = av_packet_side_data_get(
        stream.codecpar->coded_side_data, stream.codecpar->nb_coded_side_data, AV_PKT_DATA_DISPLAYMATRIX);
    const std::uint8_t* data = found == nullptr ? nullptr : found->data;
    const std::size_t size = found == nullptr ? 0 : found->size;
#else
    std::size_t size = 0;
    const std::uint8_t* data = av_stream_get_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, &size);
#endif
    return data != nullptr && size >= matrix_bytes ? reinterpret_cast<const std::int32_t*>(data) : nullptr;
}

void stretch(FrameShape& shape) {
    const double aspect = av_q2d(shape.sample_aspect);
    if (!(aspect >= 0.125 && aspect <= 8.0)) {
        shape.sample_aspect = {1, 1};
        return;
    }
    const double width = aspect > 1.0 ? std::round(shape.scaled_width * aspect) : shape.scaled_width;
    const double height = aspect < 1.0 ? std::round(shape.scaled_height / aspect) : shape.scaled_height;
    if (width > max_frame_side || height > max_frame_side || width * height > static_cast<double>(max_frame_pixels)) {
        shape.sample_aspect = {1, 1};
        return;
    }
    shape.scaled_width = static_cast<int>(width);
    shape.scaled_height = static_cast<int>(height);
}

}  // namespace

int Orientation::clockwise_degrees() const {
    if (is_transposed) {
        return is_mirrored_x ? 90 : 270;
    }
    return is_mirrored_y ? 180 : 0;
}

Orientation orientation_of(const std::int32_t* display_matrix) {
    // x' = a x + c y and y' = b x + d y.
    const std::int64_t a = display_matrix[0];
    const std::int64_t b = display_matrix[1];
    const std::int64_t c = display_matrix[3];
    const std::int64_t d = display_matrix[4];
    if (std::abs(a) + std::abs(d) >= std::abs(b) + std::abs(c)) {
        return {false, a < 0, d < 0};
    }
    return {true, c < 0, b < 0};
}

Image turned(const Image& image, Orientation orientation) {
    const bool is_unchanged = !orientation.is_transposed && !orientation.is_mirrored_x && !orientation.is_mirrored_y;
    if (is_unchanged || image.is_empty()) {
        return image;
    }
    const int width = orientation.is_transposed ? image.height() : image.width();
    const int height = orientation.is_transposed ? image.width() : image.height();
    std::vector<std::uint8_t> rgb(image.rgb().size());
    std::uint8_t* target = rgb.data();
    for (int y = 0; y < height; ++y) {
        const int source_y = orientation.is_mirrored_y ? height - 1 - y : y;
        for (int x = 0; x < width; ++x) {
            const int source_x = orientation.is_mirrored_x ? width - 1 - x : x;
            const std::uint8_t* source = orientation.is_transposed ? image.row(source_x) + std::size_t{3} * source_y
                                                                   : image.row(source_y) + std::size_t{3} * source_x;
            std::memcpy(target, source, 3);
            target += 3;
        }
    }
    return Image(width, height, std::move(rgb));
}

FrameShape shape_of(AVFormatContext& format, AVStream& stream) {
    FrameShape shape;
    shape.scaled_width = stream.codecpar->width;
    shape.scaled_height = stream.codecpar->height;
    const AVRational aspect = av_guess_sample_aspect_ratio(&format, &stream, nullptr);
    if (aspect.num > 0 && aspect.den > 0 && aspect.num != aspect.den) {
        shape.sample_aspect = aspect;
        stretch(shape);
    }
    if (const std::int32_t* matrix = display_matrix_of(stream)) {
        shape.orientation = orientation_of(matrix);
    }
    return shape;
}

}  // namespace kinora::ffmpeg
