// Metadata in GIF files: one comment extension per entry, "name=value" in UTF-8, in front of the pictures: FFmpeg 6 takes what
// follows the last one for one more. FFmpeg neither writes comments nor keeps more than one. Private to core/media.
#pragma once

#include <filesystem>

#include "core/media/media_metadata.h"

namespace kinora {

// Comments that other programs wrote come under "comment". What is readable of a damaged file is returned. Throws
// MediaError if the file cannot be read.
MediaMetadata read_gif_comments(const std::filesystem::path& path);

// Puts `metadata` in front of the pictures of the complete GIF at `path`. Throws MediaError naming `shown_path`.
void insert_gif_comments(const std::filesystem::path& path, const std::filesystem::path& shown_path,
                         const MediaMetadata& metadata);

}  // namespace kinora
