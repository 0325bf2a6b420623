// What the first bytes of a still picture say, read before any decoder sees it. Private to core/media.
#pragma once

#include <cstdint>
#include <string_view>

namespace kinora {

enum class PictureFormat { unset, png, jpeg, webp, bmp, tiff };

struct PictureHeader {
    PictureFormat format = PictureFormat::unset;
    std::int64_t width = 0;   // 0 where the header is broken
    std::int64_t height = 0;
    int bit_depth = 8;
    bool has_alpha = false;
    bool is_animated = false;
};

// `file` is the whole file or enough of its beginning. The format is unset where it is none of the above.
PictureHeader read_picture_header(std::string_view file);

// False for a BMP or WebP that is shorter than its header says.
bool is_picture_long_enough(std::string_view file, const PictureHeader& header);

const char* to_string(PictureFormat format);

}  // namespace kinora
