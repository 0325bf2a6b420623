#include "core/project/edits/generation_edits.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "core/base/error.h"
#include "core/generation/continuation.h"
#include "core/project/edits/blend_sound.h"
#include "core/project/edits/carried_groups.h"
#include "core/project/edits/generation_parts.h"
#include "core/project/edits/track_contents.h"

namespace kinora {

namespace {

Generation start_generation(Project& project, GenerationKind kind, const GenerationWish& wish) {
    Generation generation;
    generation.id = new_id<GenerationId>(project);
    generation.kind = kind;
    generation.model = wish.model;
    generation.num_variations = std::max(wish.num_variations, 1);
    return generation;
}

void add_generation(Project& project, Generation generation) {
    for (const GenerationPart& part : generation.parts) {
        const auto lies_too_far = [](const Condition& condition) { return condition.source.source_in > last_possible_frame; };
        if (std::ranges::any_of(part.conditions, lies_too_far) || (part.restyled && lies_too_far(*part.restyled))) {
            throw EditError(Sentence::of("the frames that it is to be made from lie too far from the beginning of their media"));
        }
    }
    change_list(project.generations,
                [&](std::vector<Shared<Generation>>& all) { all.emplace_back(std::move(generation)); });
}

Clip waiting_clip(Project& project, const Generation& generation, std::int64_t start, std::int64_t length,
                  const std::string& prompt) {
    Clip clip;
    clip.id = new_id<ClipId>(project);
    clip.name = prompt;
    clip.start = start;
    clip.length = length;
    clip.generation = generation.id;
    return clip;
}

// A generation of one part whose takes go into a new clip.
Project add_waiting_clip(Project project, GenerationKind kind, GenerationPart part, TrackId track_id, std::int64_t start,
                         EditMode mode, const Ripple& ripple, const GenerationWish& wish) {
    const Project before = project;
    Generation generation = start_generation(project, kind, wish);
    Clip clip = waiting_clip(project, generation, start, part.num_kept, part.settings.prompt);
    part.clip = clip.id;
    Track track = editable_track(project, track_id);
    place_clip(project, track, clip, mode);
    put_track(project, std::move(track));
    if (mode == EditMode::insert) {
        ripple_open(project, track_id, start, part.num_kept, ripple);
        project = with_groups_carried(before, std::move(project));
    }
    generation.parts.push_back(std::move(part));
    add_generation(project, std::move(generation));
    return without_abandoned(before, std::move(project));
}

// A generation of one part whose takes go into a clip that there is.
Project add_waiting_version(Project project, GenerationKind kind, GenerationPart part, ClipId clip_id, const GenerationWish& wish) {
    const ClipPlace place = clip_place(project, clip_id);
    require_finished(place.clip(), Sentence::of("made again"));
    Track track = editable_track(project, place.track->id);
    Generation generation = start_generation(project, kind, wish);
    Clip clip = place.clip();
    clip.generation = generation.id;
    track.clips[place.clip_index] = std::move(clip);
    put_track(project, std::move(track));
    part.clip = clip_id;
    generation.parts.push_back(std::move(part));
    add_generation(project, std::move(generation));
    return project;
}

// The frames of `clip` from `start` to `end` on the timeline, as far as there are any.
std::optional<GivenFrames> frames_between(const Clip* clip, std::int64_t start, std::int64_t end) {
    if (clip == nullptr || end <= start || clip->shown() == nullptr) {
        return std::nullopt;
    }
    GivenFrames frames = frames_of(*clip);
    frames.source.source_in += start - clip->start;
    frames.count = end - start;
    return frames;
}

std::optional<GivenFrames> whole(const Clip* clip) {
    return clip == nullptr ? std::nullopt : frames_between(clip, clip->start, clip->end());
}

struct Gap {
    const Clip* before = nullptr;
    const Clip* after = nullptr;
};

Gap gap_at(const Track& track, std::int64_t frame) {
    Gap gap;
    for (const Shared<Clip>& clip : track.clips) {
        if (clip->range().contains(frame)) {
            break;
        }
        if (clip->start > frame) {
            gap.after = &*clip;
            return gap;
        }
        gap.before = &*clip;
    }
    throw EditError(Sentence::of("there is no gap between two clips at frame %1", frame));
}

}  // namespace

Project generate_clip(const Project& project, const GenerationWish& wish, std::optional<TrackId> track, std::int64_t start,
                      EditMode mode, const Ripple& ripple) {
    GenerationPart part = part_between(project, std::nullopt, std::nullopt, wish.settings.num_frames, wish);
    part.conditions = conditions_of(project.generate->keyframes, 0, part.num_kept);
    if (track) {
        return add_waiting_clip(project, GenerationKind::clip, std::move(part), *track, start, mode, ripple, wish);
    }
    Project result = project;
    Generation generation = start_generation(result, GenerationKind::clip, wish);
    generation.parts.push_back(std::move(part));
    add_generation(result, std::move(generation));
    return result;
}

Project extend_clip(const Project& project, ClipId id, std::int64_t num_new, bool is_before, const GenerationWish& wish,
                    EditMode mode, const Ripple& ripple) {
    const ClipPlace place = clip_place(project, id);
    const Clip& clip = place.clip();
    const GivenFrames frames = frames_of(clip);
    GenerationPart part = is_before ? part_between(project, std::nullopt, frames, num_new, wish)
                                    : part_between(project, frames, std::nullopt, num_new, wish);
    // Where the timeline begins there is no room on the left: what follows makes it.
    const EditMode own_mode = is_before && clip.start < num_new ? EditMode::insert : mode;
    const bool goes_left = is_before && own_mode != EditMode::insert;
    const std::int64_t start = goes_left ? clip.start - num_new : is_before ? clip.start : clip.end();
    return add_waiting_clip(project, GenerationKind::extend, std::move(part), place.track->id, start, own_mode, ripple, wish);
}

Project fill_gap(const Project& project, TrackId track_id, std::int64_t frame, const GenerationWish& wish, const Ripple& ripple) {
    Project result = project;
    Track track = editable_track(result, track_id);
    const Gap gap = gap_at(track, frame);
    if (gap.before == nullptr) {
        throw EditError(Sentence::of("there is no clip before this gap; extend %1 backwards instead", describe(*gap.after)));
    }
    const std::int64_t start = gap.before->end();
    const std::int64_t end = gap.after->start;
    GenerationPart part = part_between(project, frames_of(*gap.before), frames_of(*gap.after), end - start, wish);
    const std::int64_t more = part.num_kept - part.num_wanted;
    shift_clips(track, end, more);
    put_track(result, std::move(track));
    if (more > 0) {
        ripple_open(result, track_id, end, more, ripple);
    } else if (more < 0) {
        ripple_close(result, track_id, {end + more, -more}, ripple);
    }
    result = with_groups_carried(project, std::move(result));
    return add_waiting_clip(std::move(result), GenerationKind::fill, std::move(part), track_id, start, EditMode::normal, {}, wish);
}

Project regenerate_range(const Project& project, ClipId id, const FrameRange& range, const GenerationWish& wish) {
    const ClipPlace place = clip_place(project, id);
    const Clip& clip = place.clip();
    require_finished(clip, Sentence::of("made again"));
    frames_of(clip);
    if (range.is_empty() || range.start < clip.start || range.end() > clip.end()) {
        throw EditError(Sentence::of("the range does not lie inside %1; mark a part of it", describe(clip)));
    }
    const Clip* previous = clip.start > 0 ? clip_at(*place.track, clip.start - 1) : nullptr;
    const Clip* next = clip_at(*place.track, clip.end());
    const bool is_at_start = range.start == clip.start;
    const bool is_at_end = range.end() == clip.end();
    // A side that the clip itself conditions keeps at least one frame.
    const FrameRange inside = {clip.start + (is_at_start ? 0 : 1), clip.length - (is_at_start ? 0 : 1) - (is_at_end ? 0 : 1)};
    FrameRange made = range;
    GenerationPart part;
    const std::int64_t multiple = std::max<std::int64_t>(wish.frame_multiple, 1);
    for (std::int64_t wanted = range.length;; wanted -= multiple) {
        if (wanted < 1) {
            throw EditError(Sentence::of("%1 is too short for the model to make this part between its neighbours again", describe(clip)));
        }
        const auto before = made.start == clip.start ? whole(previous) : frames_between(&clip, clip.start, made.start);
        const auto after = made.end() == clip.end() ? whole(next) : frames_between(&clip, made.end(), clip.end());
        part = part_between(project, before, after, wanted, wish);
        if (part.num_kept == made.length) {
            break;
        }
        if (part.num_kept <= inside.length) {
            made.length = part.num_kept;
            made.start = is_at_start ? clip.start : is_at_end ? clip.end() - made.length
                                                              : std::clamp(range.start, inside.start, inside.end() - made.length);
            wanted += multiple;  // once more, with the frames around the new range
        }
    }
    part.num_wanted = range.length;
    Project result = project;
    Track track = editable_track(result, place.track->id);
    split_at(result, track, made.start);
    split_at(result, track, made.end());
    const ClipId middle = clip_at(track, made.start)->id;
    put_track(result, std::move(track));
    return add_waiting_version(std::move(result), GenerationKind::regenerate, std::move(part), middle, wish);
}

Project lay_out_segments(const Project& project, TrackId track_id, std::int64_t start, std::span<const Segment> segments,
                         const GenerationWish& wish, EditMode mode, const Ripple& ripple) {
    if (segments.empty()) {
        throw EditError(Sentence::of("there are no segments; write at least one prompt"));
    }
    Project result = project;
    Track track = editable_track(result, track_id);
    Generation generation = start_generation(result, GenerationKind::segments, wish);
    const auto group = new_id<GroupId>(result);
    std::int64_t at = start;
    for (const Segment& segment : segments) {
        std::optional<GivenFrames> before;
        if (!generation.parts.empty() && !segment.starts_anew) {
            before = GivenFrames{{}, generation.parts.size() - 1, generation.parts.back().num_kept};
        }
        GenerationPart part = part_between(project, before, std::nullopt, segment.length, wish);
        for (Condition& condition : conditions_of(segment.keyframes, part.first_kept, part.first_kept + part.num_kept)) {
            part.conditions.push_back(std::move(condition));
        }
        part.settings.prompt = segment.prompt.empty() ? wish.settings.prompt : segment.prompt;
        Clip clip = waiting_clip(result, generation, at, part.num_kept, part.settings.prompt);
        clip.group = group;
        part.clip = clip.id;
        place_clip(result, track, std::move(clip), mode);
        at += part.num_kept;
        generation.parts.push_back(std::move(part));
    }
    put_track(result, std::move(track));
    if (mode == EditMode::insert) {
        ripple_open(result, track_id, start, at - start, ripple);
        result = with_groups_carried(project, std::move(result));
    }
    add_generation(result, std::move(generation));
    return without_abandoned(project, std::move(result));
}

std::vector<std::int64_t> segment_lengths(std::int64_t total, std::int64_t longest) {
    if (total < 1 || longest < 1) {
        throw EditError(Sentence::of("there is nothing to make: give at least one frame"));
    }
    const std::int64_t count = (total + longest - 1) / longest;
    std::vector<std::int64_t> lengths;
    for (std::int64_t i = 0; i < count; ++i) {
        lengths.push_back(total / count + (i < total % count ? 1 : 0));
    }
    return lengths;
}

Project loop_clip(const Project& project, ClipId id, std::int64_t num_new, const GenerationWish& wish, const Ripple& ripple) {
    const ClipPlace place = clip_place(project, id);
    const GivenFrames frames = frames_of(place.clip());
    GenerationPart part = part_between(project, frames, frames, num_new, wish);
    return add_waiting_clip(project, GenerationKind::loop, std::move(part), place.track->id, place.clip().end(), EditMode::insert,
                            ripple, wish);
}

namespace {

// Where a transition goes, and which clips it joins.
struct Transition {
    ClipPlace left;
    ClipPlace right;
    FrameRange range;
};

Transition transition_between(const Project& project, ClipId left_id, ClipId right_id, std::int64_t length) {
    Transition t = {clip_place(project, left_id), clip_place(project, right_id), {}};
    if (t.left.clip().start > t.right.clip().start) {
        std::swap(t.left, t.right);
    }
    const Clip& left = t.left.clip();
    const Clip& right = t.right.clip();
    const bool is_overlap = left.end() > right.start && left.start < right.start && left.end() < right.end();
    if (is_overlap) {
        t.range = {right.start, left.end() - right.start};
    } else if (left.end() == right.start && t.left.track == t.right.track) {
        t.range = {right.start - length / 2, length};
    } else {
        throw EditError(Sentence::of("a transition joins two clips that touch on one track, or that overlap on two"));
    }
    return t;
}

}  // namespace

Project blend_clips(const Project& project, ClipId left_id, ClipId right_id, std::int64_t length, const GenerationWish& wish) {
    Transition t = transition_between(project, left_id, right_id, length);
    const Clip left = t.left.clip();
    const Clip right = t.right.clip();
    require_finished(left, Sentence::of("shortened"));
    require_finished(right, Sentence::of("shortened"));
    const bool is_one_track = t.left.track == t.right.track;
    // The frames that are given depend on where the transition begins and ends, and that on the number the model makes.
    GenerationPart part = part_between(project, frames_of(left), frames_of(right), t.range.length, wish);
    t.range = {is_one_track ? right.start - part.num_kept / 2 : t.range.start, part.num_kept};
    if (t.range.start <= left.start || t.range.end() >= right.end()) {
        throw EditError(Sentence::of("the clips are too short for a transition of %1 frames; make it shorter", part.num_kept));
    }
    const std::int64_t wanted = part.num_wanted;
    part = part_between(project, frames_between(&left, left.start, t.range.start), frames_between(&right, t.range.end(), right.end()),
                        t.range.length, wish);
    part.num_wanted = wanted;

    Project result = project;
    Track left_track = editable_track(result, t.left.track->id);
    Clip shorter_left = left;
    shorter_left.length = t.range.start - left.start;
    left_track.clips[t.left.clip_index] = std::move(shorter_left);
    put_track(result, std::move(left_track));
    Track right_track = editable_track(result, t.right.track->id);
    Clip shorter_right = right;
    cut_start(shorter_right, t.range.end() - right.start);
    right_track.clips[t.right.clip_index] = std::move(shorter_right);
    put_track(result, std::move(right_track));
    result = add_waiting_clip(std::move(result), GenerationKind::blend, std::move(part), t.right.track->id, t.range.start,
                              EditMode::normal, {}, wish);
    return with_blended_sound(result, result.generations->back()->parts.front().clip, t.left, t.right);
}

Project restyle_clip(const Project& project, ClipId id, double strength, const GenerationWish& wish) {
    if (!(std::isfinite(strength) && strength >= 0.0 && strength <= 1.0)) {
        throw EditError(Sentence::of("the strength of a restyling is between 0 and 1"));
    }
    const Clip& clip = clip_place(project, id).clip();
    const GivenFrames frames = frames_of(clip);
    GenerationPart part = part_between(project, std::nullopt, std::nullopt, clip.length, wish);
    part.settings.denoise_strength = strength;
    Condition source;
    source.source = frames.source;
    // Frames behind the clip's end serve where the model makes more than are kept, as far as there are any.
    source.num_frames = std::min(part.settings.num_frames, frames_available(project, frames.source));
    part.restyled = std::move(source);
    return add_waiting_version(project, GenerationKind::restyle, std::move(part), id, wish);
}

Project remake_clip(const Project& project, ClipId id, const GenerationWish& wish) {
    const Clip& clip = clip_place(project, id).clip();
    const auto* take_id = clip.shown() == nullptr ? nullptr : std::get_if<TakeId>(&clip.shown()->media);
    const Take* take = take_id == nullptr ? nullptr : find_take(project, *take_id);
    if (take == nullptr || !take->origin) {
        throw EditError(Sentence::of("%1 shows no take that could be made again; restyle it instead", describe(clip)));
    }
    const auto is_gone = [&](const Condition& condition) {
        return frames_available(project, condition.source) < condition.num_frames;
    };
    GenerationPart part = *take->origin;
    if (std::ranges::any_of(part.conditions, is_gone) || (part.restyled && is_gone(*part.restyled))) {
        throw EditError(Sentence::of("what the take of %1 was made of is no longer in the project", describe(clip)));
    }
    const GenerationSettings old = part.settings;
    part.settings = wish.settings;
    part.settings.num_frames = old.num_frames;
    part.settings.frame_rate = old.frame_rate;
    part.settings.denoise_strength = old.denoise_strength;
    return add_waiting_version(project, GenerationKind::clip, std::move(part), id, wish);
}

}  // namespace kinora
