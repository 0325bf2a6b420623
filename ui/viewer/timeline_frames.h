// The timeline's pictures for a viewer: what its tracks show together at each frame.
#pragma once

#include <filesystem>
#include <memory>

#include "core/project/project.h"
#include "ui/viewer/frame_reader.h"

namespace kinora {

OpenFrames frames_of_timeline(std::shared_ptr<const Project> project, std::filesystem::path mediaFolder);

}  // namespace kinora
