// Several clips that come onto their tracks together, and the room for them. Private to the edits.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "core/project/edits/edit_mode.h"
#include "core/project/project.h"

namespace kinora {

using PlacedClip = std::pair<std::size_t, Clip>;  // with the index of its track
using PlacedClips = std::vector<PlacedClip>;

FrameRange span_of(const PlacedClips& clips);

// Puts clips, which carry their final starts, onto their tracks. insert needs no more room than there is: make that first.
void put_in(Project& project, PlacedClips clips, EditMode mode);

// Opens a gap on the tracks that clips are to come to, and where else `ripple` says.
void open_room(Project& project, const PlacedClips& clips, const FrameRange& room, const Ripple& ripple);

// Makes the room that clips lack that are taken out, and were at `old` before. Where they go to the left, the place that they leave is
// room enough for what lies between, unless something else lies there.
//
//     |--A--|--B--|--C--|  →  |--B--|--A--|--C--|             B to where A begins
void make_room(Project& project, const PlacedClips& clips, const FrameRange& old, bool stays_on_tracks, const Ripple& ripple);

}  // namespace kinora
