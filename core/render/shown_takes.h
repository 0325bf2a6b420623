// What is seen in a part of the timeline, and which takes that are, for the file that it becomes.
#pragma once

#include <vector>

#include <nlohmann/json.hpp>

#include "core/project/project.h"

namespace kinora {

// A stretch of the timeline and the clip that is seen there.
struct SeenClip {
    FrameRange range;
    const Clip* clip = nullptr;
};

// What is seen in `range`, in order; nothing where it is black. A clip may be seen in several stretches.
std::vector<SeenClip> seen_clips(const Project& project, const FrameRange& range);

// {"format": "kinora-takes", "version": 1, "frame_rate": "24",
//  "takes": [{"name", "content_hash", "recipe"}, …],
//  "shown": [{"take": index, "start", "length", "source_in"}, …]}, where start counts from the range's first frame. Null where no
// take is seen. core/generation/listed_takes.h reads it.
nlohmann::json shown_takes(const Project& project, const FrameRange& range);

}  // namespace kinora
