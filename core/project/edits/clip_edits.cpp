#include "core/project/edits/clip_edits.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "core/base/error.h"
#include "core/project/edits/carried_groups.h"
#include "core/project/edits/placing.h"
#include "core/project/edits/track_contents.h"
#include "core/project/edits/track_edits.h"

namespace kinora {

namespace {

// Takes clips out of their tracks. In the order of the tracks, then of time.
PlacedClips take_out(Project& project, std::span<const ClipId> ids) {
    const std::set<ClipId> wanted(ids.begin(), ids.end());
    for (const ClipId id : wanted) {
        clip_place(project, id);
    }
    PlacedClips taken;
    for (std::size_t t = 0; t < project.timeline.tracks.size(); ++t) {
        const Track& old = *project.timeline.tracks[t];
        if (std::ranges::none_of(old.clips, [&](const Shared<Clip>& clip) { return wanted.count(clip->id) > 0; })) {
            continue;
        }
        Track track = editable_track(project, old.id);
        for (const Shared<Clip>& clip : track.clips) {
            if (wanted.count(clip->id) > 0) {
                taken.emplace_back(t, *clip);
            }
        }
        std::erase_if(track.clips, [&](const Shared<Clip>& clip) { return wanted.count(clip->id) > 0; });
        put_track(project, std::move(track));
    }
    return taken;
}

std::size_t shifted_track(const Project& project, std::size_t track, int by) {
    const auto target = static_cast<std::int64_t>(track) + by;
    if (target < 0 || target >= static_cast<std::int64_t>(project.timeline.tracks.size())) {
        throw EditError(Sentence::of("there is no track there; add one first"));
    }
    return static_cast<std::size_t>(target);
}

std::vector<TrackId> all_or_given(std::span<const TrackId> tracks) {
    if (tracks.empty()) {
        throw EditError(Sentence::of("no track is selected"));
    }
    return {tracks.begin(), tracks.end()};
}

void require_some(std::span<const ClipId> ids) {
    if (ids.empty()) {
        throw EditError(Sentence::of("no clip is selected"));
    }
}

// Joins ranges that touch or overlap; the result is in order.
std::vector<FrameRange> joined(std::vector<FrameRange> ranges) {
    std::ranges::sort(ranges, {}, &FrameRange::start);
    std::vector<FrameRange> result;
    for (const FrameRange& range : ranges) {
        if (!result.empty() && range.start <= result.back().end()) {
            result.back().length = std::max(result.back().end(), range.end()) - result.back().start;
        } else {
            result.push_back(range);
        }
    }
    return result;
}

}  // namespace

Clip clip_of(const Project& project, const MediaRef& media, std::int64_t length) {
    const auto facts = media_facts(project, media);
    if (!facts) {
        throw EditError(Sentence::of("the media is no longer in the project"));
    }
    Clip clip;
    clip.name = facts->name;
    clip.length = facts->length.value_or(length);
    clip.versions = {{media, 0}};
    if (facts->has_sound) {
        clip.sound = ClipSound{.media = media};
    }
    return clip;
}

Project insert_clip(const Project& project, TrackId track_id, Clip clip, EditMode mode, const Ripple& ripple) {
    if (clip.length < 1) {
        throw EditError(Sentence::of("a clip has at least one frame"));
    }
    Project result = project;
    Track track = editable_track(result, track_id);
    clip.id = new_id<ClipId>(result);
    const FrameRange range = clip.range();
    place_clip(result, track, std::move(clip), mode);
    put_track(result, std::move(track));
    if (mode != EditMode::insert) {
        return without_abandoned(project, std::move(result));
    }
    ripple_open(result, track_id, range.start, range.length, ripple);
    return without_abandoned(project, with_groups_carried(project, std::move(result)));
}

Project split_clip(const Project& project, ClipId id, std::int64_t frame) {
    const ClipPlace place = clip_place(project, id);
    if (frame <= place.clip().start || frame >= place.clip().end()) {
        throw EditError(Sentence::of("there is nothing to cut at frame %1 of %2", frame, describe(place.clip())));
    }
    Project result = project;
    Track track = editable_track(result, place.track->id);
    split_at(result, track, frame);
    put_track(result, std::move(track));
    return result;
}

Project split_tracks(const Project& project, std::span<const TrackId> tracks, std::int64_t frame) {
    Project result = project;
    bool is_cut = false;
    for (const TrackId id : all_or_given(tracks)) {
        Track track = editable_track(result, id);
        const std::size_t before = track.clips.size();
        split_at(result, track, frame);
        is_cut = is_cut || track.clips.size() != before;
        put_track(result, std::move(track));
    }
    if (!is_cut) {
        throw EditError(Sentence::of("there is nothing to cut at frame %1", frame));
    }
    return result;
}

std::vector<ClipId> with_groups(const Project& project, std::span<const ClipId> ids) {
    const std::set<ClipId> wanted(ids.begin(), ids.end());
    std::set<GroupId> groups;
    for (const Shared<Track>& track : project.timeline.tracks) {
        for (const Shared<Clip>& clip : track->clips) {
            if (clip->group.is_set() && wanted.count(clip->id) > 0) {
                groups.insert(clip->group);
            }
        }
    }
    std::vector<ClipId> result;
    for (const Shared<Track>& track : project.timeline.tracks) {
        for (const Shared<Clip>& clip : track->clips) {
            if (wanted.count(clip->id) > 0 || groups.count(clip->group) > 0) {
                result.push_back(clip->id);
            }
        }
    }
    return result;
}

Project move_clips(const Project& project, std::span<const ClipId> ids, std::int64_t frames, int tracks, EditMode mode,
                   const Ripple& ripple) {
    require_some(ids);
    Project result = project;
    PlacedClips clips = take_out(result, with_groups(project, ids));
    const FrameRange old = span_of(clips);
    for (auto& [track, clip] : clips) {
        track = shifted_track(result, track, tracks);
        clip.start += frames;
        if (clip.start < 0) {
            throw EditError(Sentence::of("a clip cannot begin before the timeline"));
        }
    }
    if (mode == EditMode::insert) {
        make_room(result, clips, old, tracks == 0, ripple);
    }
    put_in(result, std::move(clips), mode);
    return without_abandoned(project, mode == EditMode::insert ? with_groups_carried(project, std::move(result)) : std::move(result));
}

Project with_room_above(const Project& project, std::span<const ClipId> ids, int tracks) {
    const auto num_tracks = static_cast<std::int64_t>(project.timeline.tracks.size());
    const std::vector<ClipId> moved = with_groups(project, ids);
    std::int64_t lowest = num_tracks;
    std::int64_t highest = -1;
    for (const ClipId id : moved) {
        const auto index = static_cast<std::int64_t>(clip_place(project, id).track_index);
        lowest = std::min(lowest, index);
        highest = std::max(highest, index);
    }
    if (moved.empty() || tracks <= 0 || highest + tracks < num_tracks) {
        return project;
    }
    const auto is_moved = [&](const Shared<Clip>& clip) { return std::ranges::find(moved, clip->id) != moved.end(); };
    if (std::ranges::all_of(project.timeline.tracks.back()->clips, is_moved)) {
        throw EditError(Sentence::of("nothing else lies on the topmost track, so that a new one above it would change nothing"));
    }
    if (lowest + tracks > num_tracks) {
        throw EditError(Sentence::of("there is no track there; add one first"));
    }
    return with_tracks(project, static_cast<std::size_t>(highest + tracks + 1));
}

Clipboard copy_clips(const Project& project, std::span<const ClipId> ids) {
    require_some(ids);
    Project scratch = project;
    for (Shared<Track>& track : scratch.timeline.tracks) {  // a locked track can be copied from
        Track unlocked = *track;
        unlocked.is_locked = false;
        track = std::move(unlocked);
    }
    const auto clips = take_out(scratch, with_groups(project, ids));
    const FrameRange span = span_of(clips);
    Clipboard clipboard;
    for (const auto& [track, clip] : clips) {
        Clip copy = clip;
        copy.start -= span.start;
        clipboard.items.push_back({static_cast<int>(track) - static_cast<int>(clips.front().first), std::move(copy)});
    }
    return clipboard;
}

Project paste_clips(const Project& project, const Clipboard& clipboard, TrackId track_id, std::int64_t frame, EditMode mode,
                    const Ripple& ripple) {
    if (clipboard.items.empty()) {
        throw EditError(Sentence::of("nothing was copied"));
    }
    if (frame < 0) {
        throw EditError(Sentence::of("a clip cannot begin before the timeline"));
    }
    Project result = project;
    const auto& tracks = result.timeline.tracks;
    const auto lowest = std::ranges::find_if(tracks, [&](const Shared<Track>& track) { return track->id == track_id; });
    if (lowest == tracks.end()) {
        throw EditError(Sentence::of("the track is no longer in the project"));
    }
    std::map<GroupId, GroupId> groups;
    PlacedClips clips;
    for (const Clipboard::Item& item : clipboard.items) {
        Clip clip = item.clip;
        // What was copied may have been removed since; then it is in no state that could be pasted.
        for (const MediaUse& version : clip.versions) {
            if (!media_facts(project, version.media)) {
                throw EditError(Sentence::of("the media of %1 is no longer in the project", describe(clip)));
            }
        }
        if (clip.versions.empty()) {
            throw EditError(Sentence::of("%1 shows nothing yet, as it is still being made", describe(clip)));
        }
        if (frames_available(project, *clip.shown()) < clip.length) {
            throw EditError(Sentence::of("the media of %1 has become too short for what was copied", describe(clip)));
        }
        const auto is_gone = [&](const std::optional<ClipSound>& sound) { return sound && !media_facts(project, sound->media); };
        if (is_gone(clip.sound)) {
            clip.sound.reset();
        }
        if (clip.crossfade && is_gone(clip.crossfade->incoming)) {
            clip.crossfade->incoming.reset();
        }
        if (sounds_of(clip).empty()) {
            clip.crossfade.reset();
        }
        clip.generation = {};
        clip.id = new_id<ClipId>(result);
        clip.start += frame;
        if (clip.group.is_set()) {
            const auto [entry, is_new] = groups.try_emplace(clip.group);
            if (is_new) {
                entry->second = new_id<GroupId>(result);
            }
            clip.group = entry->second;
        }
        clips.emplace_back(shifted_track(result, static_cast<std::size_t>(lowest - tracks.begin()), item.track), std::move(clip));
    }
    if (mode == EditMode::insert) {
        open_room(result, clips, span_of(clips), ripple);
    }
    put_in(result, std::move(clips), mode);
    return without_abandoned(project, mode == EditMode::insert ? with_groups_carried(project, std::move(result)) : std::move(result));
}

Project lift_clips(const Project& project, std::span<const ClipId> ids) {
    require_some(ids);
    Project result = project;
    take_out(result, with_groups(project, ids));
    return without_abandoned(project, std::move(result));
}

Project cut_clips(const Project& project, std::span<const ClipId> ids) {
    for (const ClipId id : with_groups(project, ids)) {
        require_finished(clip_place(project, id).clip(), Sentence::of("moved over the clipboard"));
    }
    return lift_clips(project, ids);
}

Project ripple_delete_clips(const Project& project, std::span<const ClipId> ids, const Ripple& ripple) {
    require_some(ids);
    Project result = project;
    const auto removed = take_out(result, with_groups(project, ids));
    if (!ripple.all_tracks) {
        for (auto item = removed.rbegin(); item != removed.rend(); ++item) {
            Track track = *result.timeline.tracks[item->first];
            shift_clips(track, item->second.end(), -item->second.length);
            put_track(result, std::move(track));
        }
    }
    std::vector<FrameRange> ranges;
    for (const auto& [track, clip] : removed) {
        ranges.push_back(clip.range());
    }
    ranges = joined(std::move(ranges));
    for (auto range = ranges.rbegin(); range != ranges.rend(); ++range) {
        ripple_close(result, {}, *range, ripple);
    }
    return without_abandoned(project, with_groups_carried(project, std::move(result)));
}

Project lift_range(const Project& project, std::span<const TrackId> tracks, const FrameRange& range) {
    if (range.is_empty() || range.start < 0) {
        throw EditError(Sentence::of("no range is marked; set an in and an out point first"));
    }
    Project result = project;
    for (const TrackId id : all_or_given(tracks)) {
        Track track = editable_track(result, id);
        clear_range(result, track, range);
        put_track(result, std::move(track));
    }
    return without_abandoned(project, std::move(result));
}

Project ripple_delete_range(const Project& project, std::span<const TrackId> tracks, const FrameRange& range,
                            const Ripple& ripple) {
    Project result = lift_range(project, tracks, range);
    if (!ripple.all_tracks) {
        for (const TrackId id : std::set<TrackId>(tracks.begin(), tracks.end())) {
            Track track = editable_track(result, id);
            shift_clips(track, range.end(), -range.length);
            put_track(result, std::move(track));
        }
    }
    ripple_close(result, {}, range, ripple);
    return with_groups_carried(project, std::move(result));
}

Project close_gap(const Project& project, TrackId track_id, std::int64_t frame, const Ripple& ripple) {
    Project result = project;
    Track track = editable_track(result, track_id);
    std::int64_t start = 0;
    for (const Shared<Clip>& clip : track.clips) {
        if (clip->range().contains(frame)) {
            break;
        }
        if (clip->start > frame) {
            const FrameRange gap = {start, clip->start - start};
            shift_clips(track, gap.end(), -gap.length);
            put_track(result, std::move(track));
            ripple_close(result, track_id, gap, ripple);
            return with_groups_carried(project, std::move(result));
        }
        start = clip->end();
    }
    throw EditError(Sentence::of("there is no gap between clips at frame %1", frame));
}

}  // namespace kinora
