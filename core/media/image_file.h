// Still pictures in and out.
#pragma once

#include <filesystem>
#include <string>

#include "core/base/image.h"
#include "core/media/media_metadata.h"

namespace kinora {

// Reads PNG, JPEG, WebP, BMP or TIFF, whatever the name says. JPEG and PNG are turned upright as their Exif data says, 16 bits
// are rounded to 8, grey becomes RGB, transparent parts become black, embedded colour profiles are not applied; of several
// pages the first is read. The size is checked before anything is decoded. Throws MediaError, also where the end is missing.
Image read_image(const std::filesystem::path& path);

// The text in a PNG; empty for every other format and for text in a form that only other programs write (compressed).
// Throws MediaError.
MediaMetadata read_image_metadata(const std::filesystem::path& path);

enum class ImageFormat { unset, png, jpeg };

// By the ending: .png, .jpg or .jpeg. Throws MediaError for another, naming these.
ImageFormat image_format_for(const std::filesystem::path& path);

// The bytes of a file. PNG is lossless and carries `metadata`; JPEG has quality 95 and carries none. The same picture gives
// the same bytes.
std::string encode_image(const Image& image, ImageFormat format, const MediaMetadata& metadata = {});

// Writes the format of the ending under that name: complete, or not at all. Throws MediaError.
void write_image(const std::filesystem::path& path, const Image& image, bool overwrite, const MediaMetadata& metadata = {});

}  // namespace kinora
