// Which takes are seen in a part of the timeline, for the file that it becomes.
#pragma once

#include <nlohmann/json.hpp>

#include "core/project/project.h"

namespace kinora {

// {"format": "kinora-takes", "version": 1, "frame_rate": "24",
//  "takes": [{"name", "content_hash", "recipe"}, …],
//  "shown": [{"take": index, "start", "length", "source_in"}, …]}, where start counts from the range's first frame. Null where no
// take is seen.
nlohmann::json shown_takes(const Project& project, const FrameRange& range);

}  // namespace kinora
