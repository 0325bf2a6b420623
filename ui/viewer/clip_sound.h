// What is heard with the pictures on a monitor: the sound of a file, or of the timeline as an export has it.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>

#include "core/base/frame_time.h"
#include "core/media/sound_mix.h"
#include "core/project/project.h"

namespace kinora {

// The sound of frames `range`, which are shown at `rate`; no pieces where there is none. Called on the thread that mixes. Throws
// Error, Cancelled.
using OpenSound = std::function<SoundMix(const FrameRange& range, const FrameRate& rate, const std::stop_token& stop)>;

OpenSound sound_of_file(std::filesystem::path path);

OpenSound sound_of_timeline(std::shared_ptr<const Project> project, std::filesystem::path mediaFolder);

}  // namespace kinora
