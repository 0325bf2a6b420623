// What a clip would show of one of its versions, frame by frame, whether it shows that version now or another one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "core/project/project.h"
#include "ui/viewer/frame_reader.h"

namespace kinora {

struct ClipVersion {
    std::shared_ptr<const Project> project;
    std::filesystem::path mediaFolder;
    MediaUse use;
    std::int64_t length = 0;      // of the clip
    bool isAsOnTimeline = false;  // at the timeline's size, fitted as there; otherwise as large as in the file
};

// As many frames as the clip has, at the project's rate; black where the version has not begun or has ended already. A file that cannot be
// read is an error when the frames are opened.
OpenFrames frames_of_version(ClipVersion version);

}  // namespace kinora
