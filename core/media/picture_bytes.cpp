#include "core/media/picture_bytes.h"

#include <fstream>

#include "core/base/file_io.h"
#include "core/media/png_chunks.h"

namespace kinora {

namespace {

constexpr std::size_t max_file_bytes = std::size_t{1} << 29;
constexpr std::int64_t max_pixels = std::int64_t{1} << 28;  // 268 million; the largest phone sensors have 200 million
constexpr std::int64_t max_side = 65535;
constexpr std::size_t peeked_bytes = 256 * 1024;

}  // namespace

void throw_as_media_error(const FileError& error, const std::filesystem::path& path) {
    throw MediaError(path, error.sentence());
}

std::string read_picture_bytes(const std::filesystem::path& path) {
    try {
        return read_file(path, max_file_bytes);
    } catch (const FileError& error) {
        throw_as_media_error(error, path);
    }
}

PictureHeader peek_picture_header(const std::filesystem::path& path) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(path, ignored)) {
        return {};
    }
    std::string start(peeked_bytes, '\0');
    std::ifstream file(path, std::ios::binary);
    file.read(start.data(), static_cast<std::streamsize>(start.size()));
    start.resize(static_cast<std::size_t>(file.gcount()));
    return read_picture_header(start);
}

void check_picture_header(const std::filesystem::path& path, const PictureHeader& header) {
    if (header.format == PictureFormat::unset) {
        throw MediaError(path, Sentence::of("is no picture that Kinora reads; choose a PNG, JPEG, WebP, BMP or TIFF file"));
    }
    if (header.width <= 0 || header.height <= 0) {
        throw MediaError(path, Sentence::of("is a damaged %1 file: it has no size", to_string(header.format)));
    }
    if (header.width > max_side || header.height > max_side || header.width * header.height > max_pixels) {
        throw MediaError(path, Sentence::of("has %1x%2 pixels, which is more than Kinora reads; make a smaller copy of it",
                                            header.width, header.height));
    }
}

bool is_picture_whole(const std::string& file, const PictureHeader& header) {
    if (header.format == PictureFormat::png) {
        return png::is_whole(file);
    }
    if (header.format != PictureFormat::jpeg) {
        return is_picture_long_enough(file, header);
    }
    // Previews inside the Exif data have ends of their own; only one behind the last start of a scan counts.
    const auto scan = file.rfind("\xFF\xDA");
    const auto end = file.rfind("\xFF\xD9");
    return scan != std::string::npos && end != std::string::npos && end > scan;
}

}  // namespace kinora
