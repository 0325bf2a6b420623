// How long a Matroska file says that it is, in bytes. Private to core/media.
#pragma once

#include <filesystem>

namespace kinora::ffmpeg {

// True if the segment, which holds all that there is, names its size and the file has it. What was streamed names none.
bool holds_whole_segment(const std::filesystem::path& path);

}  // namespace kinora::ffmpeg
