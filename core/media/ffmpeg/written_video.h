// Looking at a video that was just written, before it gets its name.
#pragma once

#include <cstdint>
#include <filesystem>
#include <stop_token>

#include "core/base/frame_time.h"

namespace kinora::ffmpeg {

// Reads every packet of `file` and throws MediaError, naming `shown_path`, unless it holds just `num_frames` frames whose times
// rise as the rate says (to the unit in which the container counts) and, where it is expected, sound. Throws Cancelled.
void check_written_video(const std::filesystem::path& file, const std::filesystem::path& shown_path, std::int64_t num_frames,
                         const FrameRate& rate, bool has_sound, const std::stop_token& stop);

}  // namespace kinora::ffmpeg
