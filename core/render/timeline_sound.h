// What is heard of the timeline.
#pragma once

#include <filesystem>
#include <stop_token>

#include "core/media/sound_mix.h"
#include "core/project/project.h"

namespace kinora {

// The sound of all clips in `range`, cut with their pictures, without that of muted clips and tracks. Sound that goes on over a
// cut just as it does in its file is one piece, also into and out of a transition, where sounds fade.
SoundMix timeline_sound(const Project& project, const std::filesystem::path& media_folder, const FrameRange& range,
                        const std::stop_token& stop = {});

}  // namespace kinora
