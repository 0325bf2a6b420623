#include "ui/timeline/generating_commands.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

#include "ui/timeline/timeline_geometry.h"

namespace kinora {

bool GeneratingCommands::findGapOn(const Track& track, GenerationAsk& ask) const {
    const auto& clips = track.clips;
    for (std::size_t i = 1; i < clips.size(); ++i) {
        const FrameRange gap = {clips[i - 1]->end(), clips[i]->start - clips[i - 1]->end()};
        const bool isBehindCurrent = clips[i - 1]->id == state_.current();
        if (gap.length > 0 && (gap.contains(state_.playhead()) || isBehindCurrent)) {
            ask.track = track.id;
            ask.range = gap;
            return true;
        }
    }
    return false;
}

bool GeneratingCommands::findGap(GenerationAsk& ask) const {
    const Track* current = find_track(state_.project(), state_.currentTrack());
    if (current != nullptr && findGapOn(*current, ask)) {
        return true;
    }
    const auto& tracks = state_.project().timeline.tracks;
    return !find_clip(state_.project(), state_.current()) &&
           std::ranges::any_of(tracks, [&](const Shared<Track>& track) { return findGapOn(*track, ask); });
}

bool GeneratingCommands::findBlend(const ClipPlace& place, GenerationAsk& ask) const {
    const Clip& clip = place.clip();
    const auto take = [&](const Clip& other) {
        ask.other = other.id;
        const std::int64_t start = std::max(clip.start, other.start);
        ask.range = {start, std::min(clip.end(), other.end()) - start};
        return true;
    };
    // As a transition needs it: each of the two is alone for a while.
    const auto overlaps = [&](const Clip& other) {
        const Clip& left = clip.start < other.start ? clip : other;
        const Clip& right = clip.start < other.start ? other : clip;
        return left.start < right.start && left.end() > right.start && left.end() < right.end();
    };
    if (const auto& chosen = state_.selection(); chosen.size() == 2) {
        const auto other = find_clip(state_.project(), chosen[0] == clip.id ? chosen[1] : chosen[0]);
        if (other && overlaps(other->clip())) {
            return take(other->clip());
        }
    }
    for (const Shared<Track>& track : state_.project().timeline.tracks) {
        const ClipSpan span = clipsIn(*track, clip.range());
        for (std::size_t i = span.first; i < span.last && !track->is_hidden && !track->is_locked; ++i) {
            if (overlaps(*track->clips[i])) {
                return take(*track->clips[i]);
            }
        }
    }
    const Clip* next = clip_at(*place.track, clip.end());
    if (next == nullptr) {
        return false;
    }
    const auto second = std::max<std::int64_t>(std::llround(state_.project().frame_rate.per_second()), 1);
    ask.other = next->id;
    const std::int64_t length = std::min({second, clip.length, next->length});
    ask.range = {clip.end() - length / 2, length};
    return true;
}

GenerationAsk GeneratingCommands::askFor(GenerationKind kind, bool isBefore, QString& why) const {
    GenerationAsk ask;
    ask.kind = kind;
    ask.isBefore = isBefore;
    why = state_.whyNoGeneration();
    if (!why.isEmpty()) {
        return ask;
    }
    if (kind == GenerationKind::fill) {
        if (!findGap(ask)) {
            why = QCoreApplication::translate("kinora::GeneratingCommands", "Put the playhead into a gap between two clips");
        }
        return ask;
    }
    const auto place = find_clip(state_.project(), state_.current());
    if (!place) {
        why = QCoreApplication::translate("kinora::GeneratingCommands", "Select a clip first");
        return ask;
    }
    const Clip& clip = place->clip();
    if (clip.shown() == nullptr) {
        why = QCoreApplication::translate("kinora::GeneratingCommands", "This clip is still being made");
        return ask;
    }
    const auto second = std::max<std::int64_t>(std::llround(state_.project().frame_rate.per_second()), 1);
    ask.clip = clip.id;
    ask.range = clip.range();
    switch (kind) {
        case GenerationKind::extend:
            ask.range = {isBefore ? std::max<std::int64_t>(clip.start - second, 0) : clip.end(), second};
            break;
        case GenerationKind::loop:
            ask.range = {clip.end(), second};
            break;
        case GenerationKind::regenerate: {
            const auto& marked = state_.project().timeline.range;
            if (!marked || !marked->overlaps(clip.range())) {
                why = QCoreApplication::translate("kinora::GeneratingCommands", "Mark a range inside the clip with the in and the out point");
                break;
            }
            const std::int64_t start = std::max(marked->start, clip.start);
            ask.range = {start, std::min(marked->end(), clip.end()) - start};
            break;
        }
        case GenerationKind::blend:
            if (!findBlend(*place, ask)) {
                why = QCoreApplication::translate("kinora::GeneratingCommands",
                                                  "No clip touches the end of this one, and none on another track overlaps it");
            }
            break;
        case GenerationKind::clip: {
            const auto* id = std::get_if<TakeId>(&clip.shown()->media);
            const Take* take = id == nullptr ? nullptr : find_take(state_.project(), *id);
            if (take == nullptr || !take->origin) {
                why = QCoreApplication::translate("kinora::GeneratingCommands", "This clip shows no take; restyle it instead");
            }
            break;
        }
        default:
            break;
    }
    return ask;
}

QString GeneratingCommands::whyNot(GenerationKind kind, bool isBefore) const {
    QString why;
    askFor(kind, isBefore, why);
    return why;
}

void GeneratingCommands::run(GenerationKind kind, bool isBefore) {
    QString why;
    const GenerationAsk ask = askFor(kind, isBefore, why);
    if (!why.isEmpty()) {
        state_.refuse(why);
        return;
    }
    state_.ask(ask);
}

}  // namespace kinora
