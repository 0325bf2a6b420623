#include "core/media/image_file.h"

#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/imgcodecs.hpp>

#include <algorithm>
#include <mutex>
#include <vector>

#include "core/base/error.h"
#include "core/base/file_ending.h"
#include "core/base/file_io.h"
#include "core/media/picture_bytes.h"
#include "core/media/picture_header.h"
#include "core/media/png_chunks.h"

namespace kinora {

namespace {

constexpr int jpeg_quality = 95;
constexpr int png_compression = 4;  // of 9; more costs much time for little space

template <typename Sample>
std::uint8_t to_8(std::uint32_t sample) {
    return static_cast<std::uint8_t>(sizeof(Sample) == 1 ? sample : (sample * 255 + 32767) / 65535);
}

// One row of OpenCV's grey, BGR or BGRA samples as RGB over black.
template <typename Sample>
void copy_row(const Sample* source, int width, int channels, std::uint8_t* target) {
    constexpr std::uint64_t opaque = sizeof(Sample) == 1 ? 255 : 65535;
    for (int x = 0; x < width; ++x, source += channels) {
        const std::uint64_t alpha = channels == 2 ? source[1] : channels == 4 ? source[3] : opaque;
        for (int c = 0; c < 3; ++c) {
            const std::uint64_t sample = channels >= 3 ? source[2 - c] : source[0];
            *target++ = to_8<Sample>(static_cast<std::uint32_t>((sample * alpha + opaque / 2) / opaque));
        }
    }
}

Image to_image(const cv::Mat& decoded, const std::filesystem::path& path) {
    const int width = decoded.cols;
    const int height = decoded.rows;
    std::vector<std::uint8_t> rgb(std::size_t{3} * static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    for (int y = 0; y < height; ++y) {
        std::uint8_t* const target = rgb.data() + std::size_t{3} * static_cast<std::size_t>(width) * static_cast<std::size_t>(y);
        if (decoded.depth() == CV_8U) {
            copy_row(decoded.ptr<std::uint8_t>(y), width, decoded.channels(), target);
        } else if (decoded.depth() == CV_16U) {
            copy_row(decoded.ptr<std::uint16_t>(y), width, decoded.channels(), target);
        } else {
            throw MediaError(path, Sentence::of("holds samples that are no integers of 8 or 16 bits; save it as PNG first"));
        }
    }
    return Image(width, height, std::move(rgb));
}

cv::Mat decode(const std::string& file, int flags) {
    static std::once_flag once;
    std::call_once(once, [] { cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT); });
    try {
        const cv::Mat bytes(1, static_cast<int>(file.size()), CV_8U, const_cast<char*>(file.data()));
        return cv::imdecode(bytes, flags);
    } catch (const cv::Exception&) {
        return {};
    }
}

}  // namespace

Image read_image(const std::filesystem::path& path) {
    const std::string file = read_picture_bytes(path);
    const PictureHeader header = read_picture_header(file);
    check_picture_header(path, header);
    const Sentence damaged = Sentence::of("cannot be read as a picture: the content is damaged or incomplete");
    if (!is_picture_whole(file, header)) {
        throw MediaError(path, damaged);
    }
    // OpenCV keeps alpha only where it leaves everything as it is, the direction in Exif data included.
    const cv::Mat decoded =
        decode(file, header.has_alpha ? cv::IMREAD_UNCHANGED : cv::IMREAD_COLOR | cv::IMREAD_ANYDEPTH);
    if (decoded.empty()) {
        throw MediaError(path, damaged);
    }
    return to_image(decoded, path);
}

MediaMetadata read_image_metadata(const std::filesystem::path& path) { return png::read_text(read_picture_bytes(path)); }

ImageFormat image_format_for(const std::filesystem::path& path) {
    const std::string ending = ending_of(path);
    if (ending == ".png") {
        return ImageFormat::png;
    }
    if (ending == ".jpg" || ending == ".jpeg") {
        return ImageFormat::jpeg;
    }
    throw MediaError(path, Sentence::of("has no ending that Kinora writes pictures for; choose .png, .jpg or .jpeg"));
}

std::string encode_image(const Image& image, ImageFormat format, const MediaMetadata& metadata) {
    std::vector<std::uint8_t> bgr(image.rgb().size());
    for (std::size_t i = 0; i < bgr.size(); i += 3) {
        bgr[i] = image.rgb()[i + 2];
        bgr[i + 1] = image.rgb()[i + 1];
        bgr[i + 2] = image.rgb()[i];
    }
    const cv::Mat mat(image.height(), image.width(), CV_8UC3, bgr.data());
    const bool is_png = format == ImageFormat::png;
    const std::vector<int> settings = is_png ? std::vector<int>{cv::IMWRITE_PNG_COMPRESSION, png_compression}
                                             : std::vector<int>{cv::IMWRITE_JPEG_QUALITY, jpeg_quality};
    std::vector<std::uint8_t> encoded;
    if (!cv::imencode(is_png ? ".png" : ".jpg", mat, encoded, settings)) {
        throw Error(Sentence::of("a picture of %1x%2 pixels cannot be encoded", image.width(), image.height()));
    }
    std::string file(encoded.begin(), encoded.end());
    return is_png ? png::with_text(file, metadata) : file;
}

void write_image(const std::filesystem::path& path, const Image& image, bool overwrite, const MediaMetadata& metadata) {
    const ImageFormat format = image_format_for(path);
    check_metadata(path, metadata);
    try {
        PendingFile pending(path, overwrite);
        write_file_atomically(pending.path(), encode_image(image, format, metadata));
        pending.commit();
    } catch (const FileError& error) {
        throw_as_media_error(error, path);
    } catch (const cv::Exception&) {
        throw MediaError(path, Sentence::of("cannot be written: the picture is too large for the format"));
    }
}

}  // namespace kinora
