// Picture files as bytes, with the limits that hold before anything is decoded. Private to core/media.
#pragma once

#include <filesystem>
#include <string>

#include "core/base/error.h"
#include "core/media/picture_header.h"

namespace kinora {

// Throws the same sentence as a MediaError about `path`.
[[noreturn]] void throw_as_media_error(const FileError& error, const std::filesystem::path& path);

// The whole file. Throws MediaError.
std::string read_picture_bytes(const std::filesystem::path& path);

// The header alone, from the beginning of the file; its format is unset where the file is no picture or cannot be read.
PictureHeader peek_picture_header(const std::filesystem::path& path);

// Throws MediaError for what is no picture, claims an impossible size or is larger than Kinora reads.
void check_picture_header(const std::filesystem::path& path, const PictureHeader& header);

// False for a JPEG without its end, where OpenCV would fill what is missing with grey and say nothing, and for a damaged PNG
// or a short BMP or WebP, about which the libraries behind OpenCV would write to the terminal.
bool is_picture_whole(const std::string& file, const PictureHeader& header);

}  // namespace kinora
