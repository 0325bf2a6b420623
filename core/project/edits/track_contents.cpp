#include "core/project/edits/track_contents.h"

#include <algorithm>
#include <set>
#include <utility>

#include "core/base/error.h"

namespace kinora {

namespace {

bool is_at_or_after(const Shared<Clip>& clip, std::int64_t frame) {
    return clip->start >= frame;
}

// What no reader would take back must not get into a project.
void require_within_timeline(const Clip& clip) {
    const auto is_within = [](std::int64_t frame) { return frame >= -last_possible_frame && frame <= last_possible_frame; };
    const bool are_sources_within =
        std::ranges::all_of(clip.versions, is_within, &MediaUse::source_in) &&
        std::ranges::all_of(sounds_of(clip), [&](const ClipSound* sound) { return is_within(sound->source_in); }) &&
        (!clip.crossfade || is_within(clip.crossfade->start));
    if (clip.start < 0 || !is_within(clip.start) || !is_within(clip.length) || !are_sources_within) {
        throw EditError(Sentence::of("%1 cannot lie so far from the beginning of the timeline", describe(clip)));
    }
}

// A stretch of the timeline after `frames` were put in at `frame`, or taken out behind it where they are negative.
FrameRange rippled(const FrameRange& range, std::int64_t frame, std::int64_t frames) {
    const std::int64_t start = range.start >= frame ? std::max(frame, range.start + frames) : range.start;
    const std::int64_t end = range.is_empty() ? start : range.end() > frame ? std::max(frame, range.end() + frames) : range.end();
    return {std::min(start, last_possible_frame), std::min(end - start, last_possible_frame)};
}

void ripple_markers(Project& project, std::int64_t frame, std::int64_t frames) {
    change_list(project.timeline.markers, [&](std::vector<Shared<Marker>>& markers) {
        for (Shared<Marker>& shared : markers) {
            const FrameRange range = rippled({shared->start, shared->length}, frame, frames);
            if (range != FrameRange{shared->start, shared->length}) {
                Marker marker = *shared;
                marker.start = range.start;
                marker.length = range.length;
                shared = std::move(marker);
            }
        }
    });
    if (auto& range = project.timeline.range) {
        range = rippled(*range, frame, frames);
        if (range->is_empty()) {
            range.reset();
        }
    }
}

std::set<GenerationId> waited_for(const Project& project) {
    std::set<GenerationId> generations;
    for (const Shared<Track>& track : project.timeline.tracks) {
        for (const Shared<Clip>& clip : track->clips) {
            if (clip->generation.is_set()) {
                generations.insert(clip->generation);
            }
        }
    }
    return generations;
}

}  // namespace

ClipPlace clip_place(const Project& project, ClipId id) {
    const auto place = find_clip(project, id);
    if (!place) {
        throw EditError(Sentence::of("the clip is no longer in the project"));
    }
    return *place;
}

Track editable_track(const Project& project, TrackId id) {
    const Track* track = find_track(project, id);
    if (track == nullptr) {
        throw EditError(Sentence::of("the track is no longer in the project"));
    }
    if (track->is_locked) {
        throw EditError(Sentence::of("track \"%1\" is locked; unlock it first", track->name));
    }
    return *track;
}

void sort_clips(Track& track) {
    std::ranges::stable_sort(track.clips, {}, [](const Shared<Clip>& clip) { return clip->start; });
}

void put_track(Project& project, Track track) {
    sort_clips(track);
    for (const Shared<Clip>& clip : track.clips) {
        require_within_timeline(*clip);
    }
    for (Shared<Track>& shared : project.timeline.tracks) {
        if (shared->id == track.id) {
            shared = std::move(track);
            return;
        }
    }
}

Sentence describe(const Clip& clip) {
    return clip.name.empty() ? Sentence::of("the clip at frame %1", clip.start) : Sentence::of("clip \"%1\"", clip.name);
}

void require_finished(const Clip& clip, const Sentence& action) {
    if (clip.generation.is_set()) {
        throw EditError(Sentence::of("%1 cannot be %2 while a take for it is being made; wait or stop that first",
                                     describe(clip), action));
    }
}

void shift_source(Clip& clip, std::int64_t frames) {
    for (MediaUse& version : clip.versions) {
        version.source_in += frames;
    }
    for (ClipSound* sound : sounds_of(clip)) {
        sound->source_in += frames;
    }
    if (clip.crossfade) {
        clip.crossfade->start -= frames;
    }
}

void cut_start(Clip& clip, std::int64_t frames) {
    clip.start += frames;
    clip.length -= frames;
    shift_source(clip, frames);
}

void split_at(Project& project, Track& track, std::int64_t frame) {
    for (std::size_t i = 0; i < track.clips.size(); ++i) {
        const Clip& whole = *track.clips[i];
        if (frame <= whole.start || frame >= whole.end()) {
            continue;
        }
        require_finished(whole, Sentence::of("cut"));
        Clip left = whole;
        Clip right = whole;
        left.length = frame - whole.start;
        cut_start(right, left.length);
        right.id = new_id<ClipId>(project);
        track.clips[i] = std::move(left);
        track.clips.insert(track.clips.begin() + static_cast<std::ptrdiff_t>(i) + 1, Shared<Clip>(std::move(right)));
        return;
    }
}

void clear_range(Project& project, Track& track, const FrameRange& range) {
    split_at(project, track, range.start);
    split_at(project, track, range.end());
    std::erase_if(track.clips, [&](const Shared<Clip>& clip) { return range.contains(clip->start); });
}

void shift_clips(Track& track, std::int64_t frame, std::int64_t frames) {
    for (Shared<Clip>& shared : track.clips) {
        if (frames != 0 && is_at_or_after(shared, frame)) {
            Clip clip = *shared;
            clip.start += frames;
            shared = std::move(clip);
        }
    }
}

void open_gap(Project& project, Track& track, std::int64_t frame, std::int64_t length) {
    split_at(project, track, frame);
    shift_clips(track, frame, length);
}

void require_free(const Track& track, const FrameRange& range) {
    for (const Shared<Clip>& clip : track.clips) {
        if (clip->range().overlaps(range)) {
            throw EditError(Sentence::of("%1 on track \"%2\" is in the way; make room, or insert or overwrite",
                                         describe(*clip), track.name));
        }
    }
}

void place_clip(Project& project, Track& track, Clip clip, EditMode mode) {
    if (clip.start < 0) {
        throw EditError(Sentence::of("a clip cannot begin before the timeline"));
    }
    switch (mode) {
        case EditMode::normal:
            require_free(track, clip.range());
            break;
        case EditMode::overwrite:
            clear_range(project, track, clip.range());
            break;
        case EditMode::insert:
            open_gap(project, track, clip.start, clip.length);
            break;
    }
    const auto after = std::ranges::find_if(track.clips, [&](const Shared<Clip>& other) { return other->start > clip.start; });
    track.clips.insert(after, Shared<Clip>(std::move(clip)));
}

Project without_abandoned(const Project& before, Project after) {
    if (after.generations->empty()) {
        return after;
    }
    const std::set<GenerationId> earlier = waited_for(before);
    const std::set<GenerationId> left = waited_for(after);
    const auto is_abandoned = [&](const Shared<Generation>& generation) {
        return earlier.contains(generation->id) && !left.contains(generation->id);
    };
    if (std::ranges::any_of(*after.generations, is_abandoned)) {
        change_list(after.generations, [&](std::vector<Shared<Generation>>& all) { std::erase_if(all, is_abandoned); });
    }
    return after;
}

void ripple_open(Project& project, TrackId edited, std::int64_t frame, std::int64_t length, const Ripple& ripple) {
    if (ripple.all_tracks) {
        for (const Shared<Track>& shared : std::vector(project.timeline.tracks)) {
            if (shared->id != edited && !shared->is_locked) {
                Track track = *shared;
                open_gap(project, track, frame, length);
                put_track(project, std::move(track));
            }
        }
    }
    if (ripple.markers) {
        ripple_markers(project, frame, length);
    }
}

void ripple_close(Project& project, TrackId edited, const FrameRange& range, const Ripple& ripple) {
    if (ripple.all_tracks) {
        for (const Shared<Track>& shared : std::vector(project.timeline.tracks)) {
            if (shared->id != edited && !shared->is_locked) {
                Track track = *shared;
                require_free(track, range);
                shift_clips(track, range.end(), -range.length);
                put_track(project, std::move(track));
            }
        }
    }
    if (ripple.markers) {
        ripple_markers(project, range.start, -range.length);
    }
}

}  // namespace kinora
