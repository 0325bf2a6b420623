// The chunks of a PNG file: to find its text, its size and whether it moves, and to add text. Private to core/media.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "core/media/media_metadata.h"

namespace kinora::png {

bool is_png(std::string_view file);

// Calls `visit` with type and content of each whole chunk until it returns false. Stops at the first broken chunk. Check sums
// are not looked at.
void for_each_chunk(std::string_view file, const std::function<bool(std::string_view type, std::string_view content)>& visit);

// True if every chunk that a picture needs is there and unchanged.
bool is_whole(std::string_view file);

// The uncompressed text chunks (tEXt, which is Latin-1, and iTXt).
MediaMetadata read_text(std::string_view file);

// `file`, which must be a PNG, with `metadata` behind its header as iTXt chunks.
std::string with_text(std::string_view file, const MediaMetadata& metadata);

}  // namespace kinora::png
