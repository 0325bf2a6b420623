#include "core/project/edits/keyframe_edits.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/project/edits/track_contents.h"

namespace kinora {

namespace {

bool is_strength(double value) {
    return std::isfinite(value) && value >= 0.0 && value <= 1.0;
}

void require_sound(const Project& project, const Keyframe& keyframe) {
    if (!media_facts(project, keyframe.source.media)) {
        throw EditError(Sentence::of("the keyframe's media is no longer in the project"));
    }
    if (keyframe.frame < 0 || keyframe.num_frames < 1) {
        throw EditError(Sentence::of("a keyframe cannot begin before the first frame"));
    }
    if (std::max({keyframe.frame, keyframe.num_frames, keyframe.source.source_in}) > last_possible_frame) {
        throw EditError(Sentence::of("a keyframe cannot lie so far from the first frame"));
    }
    if (keyframe.source.source_in < 0 || frames_available(project, keyframe.source) < keyframe.num_frames) {
        throw EditError(Sentence::of("the keyframe asks for frames that its media does not have"));
    }
    const StrengthCurve& curve = keyframe.curve;
    const bool has_strengths =
        is_strength(keyframe.strength) && std::ranges::all_of(curve, is_strength, &StrengthPoint::strength);
    if (!has_strengths) {
        throw EditError(Sentence::of("the strength of a keyframe is between 0 and 1"));
    }
    const auto is_not_later = [](const StrengthPoint& a, const StrengthPoint& b) { return a.frame >= b.frame; };
    if (std::ranges::adjacent_find(curve, is_not_later) != curve.end()) {
        throw EditError(Sentence::of("two points of a strength curve cannot be at the same frame"));
    }
}

template <typename Change>
Project change_keyframes(const Project& project, Change&& change) {
    Project result = project;
    GenerateState state = *project.generate;
    change(state.keyframes);
    std::ranges::stable_sort(state.keyframes, {}, &Keyframe::frame);
    result.generate = std::move(state);
    return result;
}

std::vector<Keyframe>::iterator find_keyframe(std::vector<Keyframe>& keyframes, KeyframeId id) {
    const auto found = std::ranges::find(keyframes, id, &Keyframe::id);
    if (found == keyframes.end()) {
        throw EditError(Sentence::of("the keyframe is no longer in the project"));
    }
    return found;
}

}  // namespace

Project set_generate_state(const Project& project, GenerateState state) {
    Project result = project;
    state.keyframes = project.generate->keyframes;
    state.num_variations = std::max(state.num_variations, 1);
    result.generate = std::move(state);
    return result;
}

Project add_keyframe(const Project& project, Keyframe keyframe) {
    require_sound(project, keyframe);
    Project numbered = project;
    keyframe.id = new_id<KeyframeId>(numbered);
    return change_keyframes(numbered, [&](std::vector<Keyframe>& keyframes) { keyframes.push_back(std::move(keyframe)); });
}

Project change_keyframe(const Project& project, Keyframe keyframe) {
    require_sound(project, keyframe);
    return change_keyframes(project, [&](std::vector<Keyframe>& keyframes) {
        *find_keyframe(keyframes, keyframe.id) = std::move(keyframe);
    });
}

Project remove_keyframe(const Project& project, KeyframeId id) {
    return change_keyframes(project, [&](std::vector<Keyframe>& keyframes) { keyframes.erase(find_keyframe(keyframes, id)); });
}

std::int64_t next_keyframe_frame(const std::vector<Keyframe>& keyframes, std::int64_t num_frames) {
    const std::int64_t last = std::max<std::int64_t>(num_frames - 1, 0);
    if (keyframes.empty() || keyframes.front().frame > 0) {
        return 0;
    }
    if (keyframes.back().frame + keyframes.back().num_frames <= last) {
        return last;
    }
    std::int64_t frame = 0;
    std::int64_t widest = 1;
    for (std::size_t i = 1; i < keyframes.size(); ++i) {
        const std::int64_t room = keyframes[i].frame - keyframes[i - 1].frame;
        if (room > widest) {
            widest = room;
            frame = keyframes[i - 1].frame + room / 2;
        }
    }
    return frame;
}

Project hold_keyframe(const Project& project, ClipId id, std::int64_t at, std::int64_t frame) {
    const ClipPlace place = clip_place(project, id);
    const Clip& clip = place.clip();
    if (!clip.range().contains(at) || clip.shown() == nullptr) {
        throw EditError(Sentence::of("%1 shows nothing at frame %2", describe(clip), at));
    }
    Keyframe keyframe;
    keyframe.source = *clip.shown();
    keyframe.source.source_in += at - clip.start;
    keyframe.frame = frame;
    return add_keyframe(project, std::move(keyframe));
}

Project set_timeline_size(const Project& project, int width, int height) {
    if (width < 1 || height < 1 || width > longest_side || height > longest_side ||
        std::int64_t{width} * height > most_pixels) {
        throw EditError(Sentence::of("the timeline's pictures have 1 to %1 pixels on each side and at most %2 in all",
                                     longest_side, most_pixels));
    }
    Project result = project;
    result.width = width;
    result.height = height;
    return result;
}

bool is_rate_fixed(const Project& project) {
    return timeline_end(project) > 0 || !project.timeline.markers->empty() || project.timeline.range ||
           !project.generate->keyframes.empty() || !project.generations->empty();
}

Project set_timeline_rate(const Project& project, const FrameRate& rate) {
    if (!rate.is_valid()) {
        throw EditError(Sentence::of("the frame rate must be above 0"));
    }
    if (is_rate_fixed(project) && rate != project.frame_rate) {
        throw EditError(Sentence::of("the frame rate is fixed once there is something on the timeline; start a new project for "
                                     "another rate"));
    }
    Project result = project;
    result.frame_rate = rate;
    return result;
}

}  // namespace kinora
