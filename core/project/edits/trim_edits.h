// Moving the edges of clips and what they show. Every edit has limits that say how far it can go, for handles that stop
// there; beyond them it throws EditError.
#pragma once

#include <cstdint>

#include "core/project/edits/edit_mode.h"
#include "core/project/project.h"

namespace kinora {

// The least and the greatest value that an edit takes; both allowed.
struct EditLimits {
    std::int64_t least = 0;
    std::int64_t greatest = 0;
};

// Where the clip's first frame and its end (the frame after its last) can go. A ripple trim does not stop at neighbours.
EditLimits trim_start_limits(const Project& project, ClipId clip, bool is_ripple);
EditLimits trim_end_limits(const Project& project, ClipId clip, bool is_ripple);
// Where the cut behind `left` can go.
EditLimits roll_limits(const Project& project, ClipId left);
// By how many frames what a clip shows, or where it stands between its neighbours, can move.
EditLimits slip_limits(const Project& project, ClipId clip);
EditLimits slide_limits(const Project& project, ClipId clip);

// Trim: moves one edge; the other and all other clips stay.
//
//     |--A--|----B----|  →  |--A--|  |--B---|        start of B
//     |--A--|----B----|  →  |--A--|---B--|           end of B
Project trim_clip_start(const Project& project, ClipId clip, std::int64_t start);
Project trim_clip_end(const Project& project, ClipId clip, std::int64_t end);

// Ripple trim: moves one edge, and what follows moves along, so that no gap opens or closes. `start` is given as for a trim.
//
//     |--A--|----B----|--C--|  →  |--A--|--B--|--C--|
Project ripple_trim_clip_start(const Project& project, ClipId clip, std::int64_t start, const Ripple& ripple = {});
Project ripple_trim_clip_end(const Project& project, ClipId clip, std::int64_t end, const Ripple& ripple = {});

// Roll: moves the cut between two clips that touch; one becomes longer, the other shorter.
//
//     |---A---|---B---|  →  |-----A-----|-B-|
Project roll_cut(const Project& project, ClipId left, std::int64_t frame);

// Slip: the clip stays, and shows what is `frames` later in its media.
//
//     |---A---|   media  ....[=======]...  →  ......[=======].
Project slip_clip(const Project& project, ClipId clip, std::int64_t frames);

// Slide: the clip moves between the two that it touches, which become longer and shorter.
//
//     |---A---|--B--|---C---|  →  |-----A-----|--B--|-C-|
Project slide_clip(const Project& project, ClipId clip, std::int64_t frames);

}  // namespace kinora
