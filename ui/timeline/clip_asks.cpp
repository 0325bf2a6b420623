#include "ui/timeline/clip_asks.h"

#include <algorithm>
#include <cmath>

namespace kinora {

namespace {

std::int64_t framesInASecond(const Project& project) {
    return std::max<std::int64_t>(std::llround(project.frame_rate.per_second()), 1);
}

GenerationAsk askOf(GenerationKind kind, const Clip& clip, const FrameRange& range) {
    GenerationAsk ask;
    ask.kind = kind;
    ask.clip = clip.id;
    ask.range = range;
    return ask;
}

}  // namespace

GenerationAsk extendAsk(const Project& project, const Clip& clip, bool isBefore) {
    const std::int64_t second = framesInASecond(project);
    const std::int64_t start = isBefore ? std::max<std::int64_t>(clip.start - second, 0) : clip.end();
    GenerationAsk ask = askOf(GenerationKind::extend, clip, {start, second});
    ask.isBefore = isBefore;
    return ask;
}

GenerationAsk loopAsk(const Project& project, const Clip& clip) {
    return askOf(GenerationKind::loop, clip, {clip.end(), framesInASecond(project)});
}

GenerationAsk restyleAsk(const Clip& clip) {
    return askOf(GenerationKind::restyle, clip, clip.range());
}

std::optional<GenerationAsk> regenerateAsk(const Project& project, const Clip& clip) {
    const auto& marked = project.timeline.range;
    if (!marked || !marked->overlaps(clip.range())) {
        return std::nullopt;
    }
    const std::int64_t start = std::max(marked->start, clip.start);
    return askOf(GenerationKind::regenerate, clip, {start, std::min(marked->end(), clip.end()) - start});
}

bool canBlendOverlap(const Clip& one, const Clip& other) {
    const Clip& left = one.start < other.start ? one : other;
    const Clip& right = one.start < other.start ? other : one;
    return left.start < right.start && left.end() > right.start && left.end() < right.end();
}

GenerationAsk blendAsk(const Project& project, const Clip& one, const Clip& other) {
    const Clip& left = one.start < other.start ? one : other;
    const Clip& right = one.start < other.start ? other : one;
    const std::int64_t overlap = left.end() - right.start;
    const std::int64_t length = overlap > 0 ? overlap : std::min({framesInASecond(project), left.length, right.length});
    GenerationAsk ask = askOf(GenerationKind::blend, left, {overlap > 0 ? right.start : right.start - length / 2, length});
    ask.other = right.id;
    return ask;
}

}  // namespace kinora
