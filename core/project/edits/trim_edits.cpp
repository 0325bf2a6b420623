#include "core/project/edits/trim_edits.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include "core/base/error.h"
#include "core/project/edits/carried_groups.h"
#include "core/project/edits/track_contents.h"

namespace kinora {

namespace {

constexpr std::int64_t no_limit = last_possible_frame;

const Clip* clip_before(const ClipPlace& place) {
    return place.clip_index == 0 ? nullptr : &*place.track->clips[place.clip_index - 1];
}

const Clip* clip_after(const ClipPlace& place) {
    return place.clip_index + 1 == place.track->clips.size() ? nullptr : &*place.track->clips[place.clip_index + 1];
}

// Frames of the media before the clip's first and after its last.
std::int64_t frames_before(const Clip& clip, const Project& project) {
    if (clip.shown() == nullptr || !media_facts(project, clip.shown()->media)->length) {
        return no_limit;
    }
    return clip.shown()->source_in;
}

std::int64_t frames_after(const Clip& clip, const Project& project) {
    if (clip.shown() == nullptr) {
        return no_limit;
    }
    return std::min(frames_available(project, *clip.shown()) - clip.length, no_limit);
}

void require_inside(std::int64_t value, const EditLimits& limits, const Sentence& what) {
    if (value < limits.least || value > limits.greatest) {
        throw EditError(Sentence::of("%1 can go from %2 to %3 here, not to %4", what, limits.least, limits.greatest, value));
    }
}

// A still picture has no beginning, so its place in the media stays 0.
void shift_shown(const Project& project, Clip& clip, std::int64_t frames) {
    shift_source(clip, frames);
    for (MediaUse& version : clip.versions) {
        if (!media_facts(project, version.media)->length) {
            version.source_in = 0;
        }
    }
}

void move_start(const Project& project, Clip& clip, std::int64_t start) {
    const std::int64_t frames = start - clip.start;
    clip.start = start;
    clip.length -= frames;
    shift_shown(project, clip, frames);
}

// The clip after `left`, which has to touch it.
ClipPlace touching_after(const ClipPlace& left) {
    const Clip* right = clip_after(left);
    if (right == nullptr || right->start != left.clip().end()) {
        throw EditError(Sentence::of("no clip touches the end of %1", describe(left.clip())));
    }
    return {left.track, left.track_index, left.clip_index + 1};
}

struct Neighbours {
    ClipPlace left;
    ClipPlace right;
};

Neighbours touching_both(const ClipPlace& place) {
    const Clip* left = clip_before(place);
    if (left == nullptr || left->end() != place.clip().start) {
        throw EditError(Sentence::of("no clip touches the beginning of %1", describe(place.clip())));
    }
    return {{place.track, place.track_index, place.clip_index - 1}, touching_after(place)};
}

template <typename Change>
Project change_one(const Project& project, const ClipPlace& place, Change&& change) {
    Project result = project;
    Track track = editable_track(result, place.track->id);
    change(track, place.clip_index);
    put_track(result, std::move(track));
    return result;
}

template <typename Change>
void change_clip(Track& track, std::size_t index, Change&& change) {
    Clip clip = *track.clips[index];
    require_finished(clip, Sentence::of("trimmed"));
    change(clip);
    track.clips[index] = std::move(clip);
}

}  // namespace

EditLimits trim_start_limits(const Project& project, ClipId id, bool is_ripple) {
    const ClipPlace place = clip_place(project, id);
    const Clip& clip = place.clip();
    const Clip* before = clip_before(place);
    const std::int64_t first_free = before == nullptr ? 0 : before->end();
    const std::int64_t media_start = clip.start - frames_before(clip, project);
    return {is_ripple ? media_start : std::max(first_free, media_start), clip.end() - 1};
}

EditLimits trim_end_limits(const Project& project, ClipId id, bool is_ripple) {
    const ClipPlace place = clip_place(project, id);
    const Clip& clip = place.clip();
    const Clip* after = clip_after(place);
    const std::int64_t media_end = std::min(clip.end() + frames_after(clip, project), no_limit);
    return {clip.start + 1, is_ripple || after == nullptr ? media_end : std::min(after->start, media_end)};
}

EditLimits roll_limits(const Project& project, ClipId left_id) {
    const ClipPlace left = clip_place(project, left_id);
    const Clip& right = touching_after(left).clip();
    const std::int64_t cut = right.start;
    return {std::max(left.clip().start + 1, cut - frames_before(right, project)),
            std::min(right.end() - 1, cut + frames_after(left.clip(), project))};
}

EditLimits slip_limits(const Project& project, ClipId id) {
    const Clip& clip = clip_place(project, id).clip();
    if (clip.shown() == nullptr || !media_facts(project, clip.shown()->media)->length) {
        return {0, 0};
    }
    return {-frames_before(clip, project), frames_after(clip, project)};
}

EditLimits slide_limits(const Project& project, ClipId id) {
    const ClipPlace place = clip_place(project, id);
    const auto [left, right] = touching_both(place);
    return {std::max(1 - left.clip().length, -frames_before(right.clip(), project)),
            std::min(right.clip().length - 1, frames_after(left.clip(), project))};
}

Project trim_clip_start(const Project& project, ClipId id, std::int64_t start) {
    require_inside(start, trim_start_limits(project, id, false), Sentence::of("the beginning of the clip"));
    return change_one(project, clip_place(project, id), [&](Track& track, std::size_t index) {
        change_clip(track, index, [&](Clip& clip) { move_start(project, clip, start); });
    });
}

Project trim_clip_end(const Project& project, ClipId id, std::int64_t end) {
    require_inside(end, trim_end_limits(project, id, false), Sentence::of("the end of the clip"));
    return change_one(project, clip_place(project, id), [&](Track& track, std::size_t index) {
        change_clip(track, index, [&](Clip& clip) { clip.length = end - clip.start; });
    });
}

namespace {

// What lies behind `frame` elsewhere goes along with a clip of which `length` frames were added there, or taken away where it is negative.
void ripple_at(Project& project, TrackId track_id, std::int64_t frame, std::int64_t length, const Ripple& ripple) {
    if (length > 0) {
        ripple_open(project, track_id, frame, length, ripple);
    } else if (length < 0) {
        ripple_close(project, track_id, {frame, -length}, ripple);
    }
}

}  // namespace

Project ripple_trim_clip_start(const Project& project, ClipId id, std::int64_t start, const Ripple& ripple) {
    require_inside(start, trim_start_limits(project, id, true), Sentence::of("the beginning of the clip"));
    const ClipPlace place = clip_place(project, id);
    const std::int64_t old_start = place.clip().start;
    const std::int64_t old_end = place.clip().end();
    Project result = change_one(project, place, [&](Track& track, std::size_t index) {
        change_clip(track, index, [&](Clip& clip) {
            move_start(project, clip, start);
            clip.start = old_start;
        });
        shift_clips(track, old_end, old_start - start);
    });
    ripple_at(result, place.track->id, old_start, old_start - start, ripple);
    return with_groups_carried(project, std::move(result));
}

Project ripple_trim_clip_end(const Project& project, ClipId id, std::int64_t end, const Ripple& ripple) {
    require_inside(end, trim_end_limits(project, id, true), Sentence::of("the end of the clip"));
    const ClipPlace place = clip_place(project, id);
    const std::int64_t old_end = place.clip().end();
    Project result = change_one(project, place, [&](Track& track, std::size_t index) {
        shift_clips(track, old_end, end - old_end);
        change_clip(track, index, [&](Clip& clip) { clip.length = end - clip.start; });
    });
    ripple_at(result, place.track->id, std::min(end, old_end), end - old_end, ripple);
    return with_groups_carried(project, std::move(result));
}

Project roll_cut(const Project& project, ClipId left_id, std::int64_t frame) {
    require_inside(frame, roll_limits(project, left_id), Sentence::of("the cut"));
    return change_one(project, clip_place(project, left_id), [&](Track& track, std::size_t left) {
        change_clip(track, left, [&](Clip& clip) { clip.length = frame - clip.start; });
        change_clip(track, left + 1, [&](Clip& clip) { move_start(project, clip, frame); });
    });
}

Project slip_clip(const Project& project, ClipId id, std::int64_t frames) {
    require_inside(frames, slip_limits(project, id), Sentence::of("what the clip shows"));
    return change_one(project, clip_place(project, id), [&](Track& track, std::size_t index) {
        change_clip(track, index, [&](Clip& clip) { shift_shown(project, clip, frames); });
    });
}

Project slide_clip(const Project& project, ClipId id, std::int64_t frames) {
    require_inside(frames, slide_limits(project, id), Sentence::of("the clip"));
    return change_one(project, clip_place(project, id), [&](Track& track, std::size_t index) {
        change_clip(track, index - 1, [&](Clip& clip) { clip.length += frames; });
        change_clip(track, index, [&](Clip& clip) { clip.start += frames; });
        change_clip(track, index + 1, [&](Clip& clip) { move_start(project, clip, clip.start + frames); });
    });
}

}  // namespace kinora
