#include "core/project/edits/blend_sound.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/project/edits/track_contents.h"

namespace kinora {

namespace {

// What is heard of a clip at one of its ends, from `frame` of the timeline on.
std::optional<ClipSound> sound_at(const ClipPlace& place, bool is_end, std::int64_t frame) {
    const Clip& clip = place.clip();
    const auto& crossfade = clip.crossfade;  // the clip may be a transition itself
    const bool is_incoming = crossfade && (is_end ? clip.length : 0) > crossfade->start + crossfade->length / 2;
    std::optional<ClipSound> sound = is_incoming ? crossfade->incoming : clip.sound;
    if (sound) {
        sound->source_in += frame - clip.start;
        sound->is_muted = sound->is_muted || place.track->is_muted;
    }
    return sound;
}

// The frames of a clip over which both are there: where one of them has no media to fade with, it would be fainter without need. One frame
// where they only meet.
Crossfade crossfade_of(const Project& project, const Clip& clip, const std::optional<ClipSound>& incoming) {
    Crossfade fade = {.start = 0, .length = clip.length, .incoming = incoming, .unknown_fields = {}};
    if (clip.sound && incoming) {
        fade.start = std::clamp<std::int64_t>(-incoming->source_in, 0, clip.length - 1);
        const std::int64_t end = std::min(clip.length, frames_available(project, {clip.sound->media, clip.sound->source_in, {}}));
        fade.length = std::max<std::int64_t>(end - fade.start, 1);
    }
    return fade;
}

}  // namespace

Project with_blended_sound(const Project& project, ClipId made, const ClipPlace& left, const ClipPlace& right) {
    const ClipPlace place = clip_place(project, made);
    Clip clip = place.clip();
    clip.sound = sound_at(left, true, clip.start);
    const std::optional<ClipSound> incoming = sound_at(right, false, clip.start);
    // The sound of clips that were cut from one goes on, and has nothing to fade into.
    if (clip.sound != incoming) {
        clip.crossfade = crossfade_of(project, clip, incoming);
    }
    Project result = project;
    Track track = *place.track;
    track.clips[place.clip_index] = std::move(clip);
    put_track(result, std::move(track));
    return result;
}

}  // namespace kinora
