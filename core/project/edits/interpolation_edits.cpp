#include "core/project/edits/interpolation_edits.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/project/edits/track_contents.h"
#include "core/project/edits/trim_edits.h"

namespace kinora {

namespace {

// Products of frame numbers and rates do not fit into 64 bits.
__extension__ using Wide = __int128;

std::int64_t slowed(std::int64_t frames, const FrameRate& slowness) {
    return static_cast<std::int64_t>(Wide{frames} * slowness.numerator / slowness.denominator);
}

// The sound of a transition stays at its speed: it begins in step with the clip before and ends in step with the one behind.
void stretch(Crossfade& crossfade, const FrameRate& slowness, std::int64_t num_added) {
    const std::int64_t end = slowed(crossfade.start + crossfade.length, slowness);
    crossfade.start = slowed(crossfade.start, slowness);
    crossfade.length = std::max<std::int64_t>(end - crossfade.start, 1);
    if (crossfade.incoming) {
        crossfade.incoming->source_in -= num_added;
    }
}

const MediaUse& base_of(const Clip& clip, const MediaRef& base) {
    const auto found = std::ranges::find(clip.versions, base, &MediaUse::media);
    if (found == clip.versions.end()) {
        throw EditError(Sentence::of("%1 does not show any more what was interpolated", describe(clip)));
    }
    return *found;
}

}  // namespace

FrameRate ratio(const FrameRate& a, const FrameRate& b) {
    const Wide numerator = Wide{a.numerator} * b.denominator;
    const Wide denominator = Wide{a.denominator} * b.numerator;
    Wide divisor = numerator;
    for (Wide rest = denominator; rest != 0;) {
        const Wide next = divisor % rest;
        divisor = rest;
        rest = next;
    }
    return {static_cast<std::int64_t>(numerator / divisor), static_cast<std::int64_t>(denominator / divisor)};
}

Project show_interpolated(const Project& project, ClipId id, const MediaRef& made, const InterpolatedVersion& version, bool makes_room,
                          const Ripple& ripple) {
    const ClipPlace place = clip_place(project, id);
    const bool is_slow = version.slowness.numerator > version.slowness.denominator;
    const std::int64_t behind_first = base_of(place.clip(), version.base).source_in - version.first;
    Project result = project;
    Track track = editable_track(result, place.track->id);
    Clip clip = place.clip();
    const MediaUse use = {.media = made, .source_in = slowed(behind_first, version.slowness)};
    const std::int64_t available = behind_first < 0 ? 0 : frames_available(project, use);
    const std::int64_t length = slowed(clip.length, version.slowness);
    if (available < std::max(clip.length, length - 1)) {
        throw EditError(Sentence::of("%1 shows more than was interpolated; interpolate it again", describe(clip)));
    }
    clip.versions.push_back(use);
    clip.chosen = clip.versions.size() - 1;
    if (is_slow && makes_room && clip.crossfade) {
        stretch(*clip.crossfade, version.slowness, std::min(length, available) - clip.length);
    } else if (is_slow && clip.sound && !clip.crossfade && media_facts(project, made)->has_sound) {
        clip.sound->media = made;
        clip.sound->source_in = use.source_in;
    }
    track.clips[place.clip_index] = clip;
    put_track(result, std::move(track));
    if (!is_slow || !makes_room) {
        return result;
    }
    return ripple_trim_clip_end(result, id, clip.start + std::min(length, available), ripple);
}

}  // namespace kinora
