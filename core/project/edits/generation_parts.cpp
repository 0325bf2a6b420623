#include "core/project/edits/generation_parts.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/generation/continuation.h"
#include "core/project/edits/track_contents.h"

namespace kinora {

namespace {

constexpr std::int64_t most_frames = 100'000;

Condition first_frames(const GivenFrames& given, std::int64_t skipped, std::int64_t count, std::int64_t start_frame) {
    Condition condition;
    condition.source = given.source;
    condition.source.source_in += skipped;
    condition.part = given.part;
    condition.start_frame = start_frame;
    condition.num_frames = count;
    return condition;
}

}  // namespace

GivenFrames frames_of(const Clip& clip) {
    if (clip.shown() == nullptr) {
        throw EditError(Sentence::of("%1 shows nothing yet, as it is still being made", describe(clip)));
    }
    return {*clip.shown(), std::nullopt, clip.length};
}

GenerationPart part_between(const Project& project, const std::optional<GivenFrames>& before,
                            const std::optional<GivenFrames>& after, std::int64_t wanted, const GenerationWish& wish) {
    if (wanted < 1) {
        throw EditError(Sentence::of("there is nothing to make: give at least one frame"));
    }
    if (wanted > most_frames) {
        throw EditError(Sentence::of("a model makes at most %1 frames at a time; lay out segments instead", most_frames));
    }
    const std::int64_t multiple = std::max<std::int64_t>(wish.frame_multiple, 1);
    ContinuationPlan plan;
    if (before && after) {
        plan = plan_filling(before->count, after->count, wanted, wish.overlap, multiple);
    } else if (before || after) {
        plan = plan_extension(before ? before->count : after->count, wanted, wish.overlap, multiple, after.has_value());
    } else {
        plan = {.num_frames = frames_to_make(wanted, multiple), .num_new = wanted};
    }
    if (plan.num_frames > most_generated_frames) {
        throw EditError(Sentence::of("that many frames of the neighbours cannot condition it; choose a smaller overlap"));
    }
    GenerationPart part;
    part.settings = wish.settings;
    part.settings.num_frames = plan.num_frames;
    part.settings.frame_rate = project.frame_rate;
    part.num_wanted = wanted;
    part.first_kept = plan.first_new;
    part.num_kept = plan.num_new;
    if (before) {
        part.conditions.push_back(first_frames(*before, before->count - plan.num_head, plan.num_head, 0));
    }
    if (after) {
        part.conditions.push_back(first_frames(*after, 0, plan.num_tail, plan.num_frames - plan.num_tail));
    }
    return part;
}

std::int64_t frames_to_make(std::int64_t wanted, std::int64_t frame_multiple) {
    const std::int64_t multiple = std::max<std::int64_t>(frame_multiple, 1);
    return 1 + (wanted - 1 + multiple - 1) / multiple * multiple;
}

std::vector<Condition> conditions_of(const std::vector<Keyframe>& keyframes, std::int64_t offset, std::int64_t num_frames) {
    std::vector<Condition> conditions;
    for (const Keyframe& keyframe : keyframes) {
        const std::int64_t frame = keyframe.frame + offset;
        if (frame >= num_frames) {
            throw EditError(Sentence::of("the keyframe at frame %1 lies behind the last frame, %2; move it or make a longer clip",
                                         keyframe.frame, num_frames - offset - 1));
        }
        Condition condition;
        condition.source = keyframe.source;
        condition.start_frame = frame;
        condition.num_frames = std::min(keyframe.num_frames, num_frames - frame);
        condition.strength = keyframe.strength;
        condition.curve = keyframe.curve;
        conditions.push_back(std::move(condition));
    }
    return conditions;
}

}  // namespace kinora
