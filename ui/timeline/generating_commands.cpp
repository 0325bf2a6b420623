#include "ui/timeline/generating_commands.h"

#include <QCoreApplication>

#include <algorithm>

#include "ui/timeline/clip_asks.h"
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
    const auto blendWith = [&](const Clip& other) {
        ask = blendAsk(state_.project(), clip, other);
        return true;
    };
    if (const auto& chosen = state_.selection(); chosen.size() == 2) {
        const auto other = find_clip(state_.project(), chosen[0] == clip.id ? chosen[1] : chosen[0]);
        if (other && canBlendOverlap(clip, other->clip())) {
            return blendWith(other->clip());
        }
    }
    for (const Shared<Track>& track : state_.project().timeline.tracks) {
        const ClipSpan span = clipsIn(*track, clip.range());
        for (std::size_t i = span.first; i < span.last && !track->is_hidden && !track->is_locked; ++i) {
            if (canBlendOverlap(clip, *track->clips[i])) {
                return blendWith(*track->clips[i]);
            }
        }
    }
    const Clip* next = clip_at(*place.track, clip.end());
    return next != nullptr && blendWith(*next);
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
    ask.clip = clip.id;
    ask.range = clip.range();
    switch (kind) {
        case GenerationKind::extend:
            return extendAsk(state_.project(), clip, isBefore);
        case GenerationKind::loop:
            return loopAsk(state_.project(), clip);
        case GenerationKind::restyle:
            return restyleAsk(clip);
        case GenerationKind::regenerate:
            if (const auto marked = regenerateAsk(state_.project(), clip)) {
                return *marked;
            }
            why = QCoreApplication::translate("kinora::GeneratingCommands", "Mark a range inside the clip with the in and the out point");
            break;
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
