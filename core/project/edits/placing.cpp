#include "core/project/edits/placing.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "core/project/edits/track_contents.h"

namespace kinora {

namespace {

std::set<std::size_t> tracks_of(const PlacedClips& clips) {
    std::set<std::size_t> tracks;
    for (const auto& [track, clip] : clips) {
        tracks.insert(track);
    }
    return tracks;
}

bool is_free(const Track& track, const FrameRange& range) {
    return std::ranges::none_of(track.clips, [&](const Shared<Clip>& clip) { return clip->range().overlaps(range); });
}

// By how much the first thing in the way of the clips has to move.
std::int64_t missing_room(const Project& project, const PlacedClips& clips) {
    const auto has_room = [&](const PlacedClip& placed) {
        return is_free(*project.timeline.tracks[placed.first], placed.second.range());
    };
    std::int64_t missing = 0;
    if (std::ranges::all_of(clips, has_room)) {
        return missing;
    }
    const FrameRange span = span_of(clips);
    for (const std::size_t track : tracks_of(clips)) {
        for (const Shared<Clip>& clip : project.timeline.tracks[track]->clips) {
            if (clip->range().overlaps(span)) {
                missing = std::max(missing, span.end() - std::max(clip->start, span.start));
            }
        }
    }
    return missing;
}

}  // namespace

FrameRange span_of(const PlacedClips& clips) {
    std::int64_t start = std::numeric_limits<std::int64_t>::max();
    std::int64_t end = 0;
    for (const auto& [track, clip] : clips) {
        start = std::min(start, clip.start);
        end = std::max(end, clip.end());
    }
    return {start, end - start};
}

void put_in(Project& project, PlacedClips clips, EditMode mode) {
    std::map<std::size_t, std::vector<Clip>> by_track;
    for (auto& [t, clip] : clips) {
        by_track[t].push_back(std::move(clip));
    }
    for (auto& [t, track_clips] : by_track) {
        Track track = editable_track(project, project.timeline.tracks[t]->id);
        for (Clip& clip : track_clips) {
            place_clip(project, track, std::move(clip), mode == EditMode::insert ? EditMode::normal : mode);
        }
        put_track(project, std::move(track));
    }
}

void open_room(Project& project, const PlacedClips& clips, const FrameRange& room, const Ripple& ripple) {
    const std::set<std::size_t> targets = tracks_of(clips);
    for (std::size_t t = 0; t < project.timeline.tracks.size(); ++t) {
        const bool is_target = targets.count(t) > 0;
        const Track& old = *project.timeline.tracks[t];
        if (is_target || (ripple.all_tracks && !old.is_locked)) {
            Track track = editable_track(project, old.id);
            open_gap(project, track, room.start, room.length);
            put_track(project, std::move(track));
        }
    }
    ripple_open(project, {}, room.start, room.length, {.all_tracks = false, .markers = ripple.markers});
}

void make_room(Project& project, const PlacedClips& clips, const FrameRange& old, bool stays_on_tracks, const Ripple& ripple) {
    const FrameRange room = {span_of(clips).start, missing_room(project, clips)};
    if (room.is_empty()) {
        return;
    }
    const std::set<std::size_t> targets = tracks_of(clips);
    const auto is_left_free = [&](std::size_t track) { return is_free(*project.timeline.tracks[track], old); };
    if (!stays_on_tracks || room.start >= old.start || !std::ranges::all_of(targets, is_left_free)) {
        open_room(project, clips, room, ripple);
        return;
    }
    open_room(project, clips, room, {});
    for (const std::size_t t : targets) {
        Track track = *project.timeline.tracks[t];
        shift_clips(track, old.end() + room.length, -room.length);
        put_track(project, std::move(track));
    }
}

}  // namespace kinora
