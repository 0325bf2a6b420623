// Putting clips onto tracks, cutting, moving and removing them. Every edit takes a project and returns another, or throws
// EditError. Clips of one group are moved, copied and removed together. New clips get ids of their own; which these are
// shows diff() (core/project/change.h).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/project/edits/edit_mode.h"
#include "core/project/project.h"

namespace kinora {

// A clip that shows a media file from its beginning, with the sound that the file has. `length` is for still pictures; a
// video is shown whole. Its start is 0.
Clip clip_of(const Project& project, const MediaRef& media, std::int64_t length);

// Puts a clip onto a track at clip.start.
//
//     normal      |--A--|     .....     |--B--|  →  |--A--|clip |     |--B--|      only into free room
//     overwrite   |-----A-----|                  →  |--A--|clip |
//     insert      |-----A-----|                  →  |--A--|clip |--A--|            what follows moves right
Project insert_clip(const Project& project, TrackId track, Clip clip, EditMode mode, const Ripple& ripple = {});

// Blade: two clips that together show what the one did.
//
//     |------A------|  →  |---A---|--A--|
//             ^frame
Project split_clip(const Project& project, ClipId clip, std::int64_t frame);

// The same on every given track that has something at `frame`; throws where none has.
Project split_tracks(const Project& project, std::span<const TrackId> tracks, std::int64_t frame);

// `ids` and all clips that share a group with one of them, each once.
std::vector<ClipId> with_groups(const Project& project, std::span<const ClipId> ids);

// Moves clips in time and across tracks, above 0 upwards. insert makes room for all of them at the place of the first, but only what they lack
// there; where they go to the left, what lies between comes to where they were.
//
//     |--A--|     |--B--|  →        |--A--||--B--|                A by 6 frames
//     |--A--|--B--|--C--|  →   |--A--|--B--|--C--|                A by 1 frame, insert
//     |--A--|--B--|--C--|  →  |--B--|--A--|--C--|                 B to where A begins, insert
Project move_clips(const Project& project, std::span<const ClipId> ids, std::int64_t frames, int tracks, EditMode mode,
                   const Ripple& ripple = {});

// The project in which move_clips() by `tracks` has somewhere to go: where the clips come above the topmost track, there are empty ones.
// Throws EditError where not one of the clips would stay on a track that there is or come onto the first new one, and where the topmost
// track would be left empty, so that nothing would be won.
//
//                             3
//     2 |-C-| |-D-|      →    2 |-C-| |-D-|        D by 1 track
Project with_room_above(const Project& project, std::span<const ClipId> ids, int tracks);

// Clips to be pasted: their starts count from that of the first, their tracks from the lowest.
struct Clipboard {
    struct Item {
        int track = 0;
        Clip clip;
    };
    std::vector<Item> items;
};

Clipboard copy_clips(const Project& project, std::span<const ClipId> ids);

// Copies of what was copied, from `frame` on, the lowest track on `track`. Groups become new groups of the copies.
Project paste_clips(const Project& project, const Clipboard& clipboard, TrackId track, std::int64_t frame, EditMode mode,
                    const Ripple& ripple = {});

// Removes clips and leaves gaps.
//
//     |--A--|--B--|--C--|  →  |--A--|     |--C--|
Project lift_clips(const Project& project, std::span<const ClipId> ids);

// The same for clips that are copied to be pasted elsewhere. Throws EditError for one that waits for a take, which would find it gone.
Project cut_clips(const Project& project, std::span<const ClipId> ids);

// Removes clips and closes the gaps.
//
//     |--A--|--B--|--C--|  →  |--A--|--C--|
Project ripple_delete_clips(const Project& project, std::span<const ClipId> ids, const Ripple& ripple = {});

// Removes a stretch of the given tracks, cutting clips at its ends.
//
//     |---A---|---B---|  →  |-A-|       |-B-|
//         ^^^^^^^^^
Project lift_range(const Project& project, std::span<const TrackId> tracks, const FrameRange& range);

// The same, and closes the gap.
//
//     |---A---|---B---|  →  |-A-|-B-|
//         ^^^^^^^^^
Project ripple_delete_range(const Project& project, std::span<const TrackId> tracks, const FrameRange& range,
                            const Ripple& ripple = {});

// Closes the gap at `frame` of a track.
//
//     |--A--|     |--B--|  →  |--A--|--B--|
//              ^frame
Project close_gap(const Project& project, TrackId track, std::int64_t frame, const Ripple& ripple = {});

// Makes one group of at least two clips, or no group of what was one.
//
//     |--A--|   |--B--|  |--C--|   →   |==A==|   |==B==|  |--C--|        A and B
Project group_clips(const Project& project, std::span<const ClipId> ids);
Project ungroup_clips(const Project& project, std::span<const ClipId> ids);

// |--A--|  →  |--B--|
Project rename_clip(const Project& project, ClipId clip, const std::string& name);
// |--A--|  →  |--A--|
// |~~~~~|     |     |        the sound is not heard, and stays with the picture
Project set_clip_muted(const Project& project, ClipId clip, bool is_muted);

}  // namespace kinora
