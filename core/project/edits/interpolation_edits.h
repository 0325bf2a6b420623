// What was interpolated comes back to its clip.
#pragma once

#include <cstdint>

#include "core/project/edits/edit_mode.h"
#include "core/project/project.h"

namespace kinora {

// How interpolated media stands to what it was made of.
struct InterpolatedVersion {
    MediaRef base;
    std::int64_t first = 0;       // where it begins in the base, in frames of the project
    FrameRate slowness = {1, 1};  // how many times as long it takes; a ratio of two rates
};

// One rate divided by another, in lowest terms.
FrameRate ratio(const FrameRate& a, const FrameRate& b);

// Adds the media as a version of the clip and shows it. What takes longer brings its sound along and, with `makes_room`, makes the clip
// longer and moves what follows; without, the clip shows as much as fits. The clip may have been moved, trimmed or split since; what it
// shows of the base now is what it shows of the new version. Throws EditError where it does not have the base any more, or shows
// more of it than was interpolated.
//
//     same duration   |--A--|--B--|   →   |--A'-|--B--|
//     slow motion     |--A--|--B--|   →   |----A'----|--B--|
//     without room    |--A--|--B--|   →   |--A'-|--B--|
Project show_interpolated(const Project& project, ClipId clip, const MediaRef& made, const InterpolatedVersion& version, bool makes_room,
                          const Ripple& ripple = {});

}  // namespace kinora
