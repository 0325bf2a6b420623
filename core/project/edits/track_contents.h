// What the edits are made of: one track taken out, changed, and put back. Private to the edits.
#pragma once

#include <cstdint>

#include "core/base/sentence.h"
#include "core/project/edits/edit_mode.h"
#include "core/project/project.h"

namespace kinora {

template <typename Id>
Id new_id(Project& project) {
    return Id{project.next_id++};
}

// Throws EditError where there is no such clip.
ClipPlace clip_place(const Project& project, ClipId id);

// A copy to be changed. Throws EditError where there is no such track or where it is locked.
Track editable_track(const Project& project, TrackId id);

void sort_clips(Track& track);

// Puts the changed track in the place of the old one, its clips in order.
void put_track(Project& project, Track track);

// "clip \"name\"" or "the clip at frame 12".
Sentence describe(const Clip& clip);

// Throws EditError while a generation is making a version of the clip, which fixes where it begins and ends.
void require_finished(const Clip& clip, const Sentence& action);

// Moves what the clip shows and sounds by `frames` against its beginning.
void shift_source(Clip& clip, std::int64_t frames);

// Cuts frames off the clip's beginning, or adds them where `frames` is below 0; its end stays.
void cut_start(Clip& clip, std::int64_t frames);

// Cuts the clip that covers `frame`, if any, in two there.
void split_at(Project& project, Track& track, std::int64_t frame);

// Removes what lies in `range`, cutting clips that reach into it.
//
//     before   |---A---|---B---|---C---|
//     range        |-----------|
//     after    |-A-|           |---C---|
void clear_range(Project& project, Track& track, const FrameRange& range);

// Moves everything from `frame` on by `frames`.
void shift_clips(Track& track, std::int64_t frame, std::int64_t frames);

// Makes room: cuts at `frame` and moves what follows to the right.
void open_gap(Project& project, Track& track, std::int64_t frame, std::int64_t length);

// Throws EditError where something is in `range` already.
void require_free(const Track& track, const FrameRange& range);

// Puts a clip onto the track in the given mode.
void place_clip(Project& project, Track& track, Clip clip, EditMode mode);

// Carries a gap that opened at `frame` over to the other tracks and the markers, as `ripple` says.
void ripple_open(Project& project, TrackId edited, std::int64_t frame, std::int64_t length, const Ripple& ripple);

// The same for a range that was closed. Throws EditError where another track has something in the range.
void ripple_close(Project& project, TrackId edited, const FrameRange& range, const Ripple& ripple);

// `after` without the generations that an edit of `before` took the last waiting clip of: nothing on the timeline would tell of them
// any more, or give them up.
Project without_abandoned(const Project& before, Project after);

// Gives a list another content.
template <typename T, typename Change>
void change_list(SharedList<T>& list, Change&& change) {
    std::vector<Shared<T>> items = *list;
    change(items);
    list = SharedList<T>(std::move(items));
}

}  // namespace kinora
