#include "ui/timeline/generation_ask.h"

#include <QCoreApplication>

#include <utility>

#include "core/base/error.h"
#include "core/project/edits/trim_edits.h"

namespace kinora {

namespace {

Project with_edge(const Project& project, const GenerationAsk& ask) {
    return ask.isBefore ? trim_clip_start(project, ask.clip, *ask.edge) : trim_clip_end(project, ask.clip, *ask.edge);
}

}  // namespace

Project with_generation(const Project& project, const GenerationAsk& ask, GenerationWish wish) {
    wish.settings.prompt = ask.prompt;
    wish.overlap = ask.overlap;
    switch (ask.kind) {
        case GenerationKind::extend:
            return extend_clip(ask.edge ? with_edge(project, ask) : project, ask.clip, ask.range.length, ask.isBefore, wish, ask.mode, ask.ripple);
        case GenerationKind::fill:
            return fill_gap(project, ask.track, ask.range.start, wish, ask.ripple);
        case GenerationKind::regenerate:
            return regenerate_range(project, ask.clip, ask.range, wish);
        case GenerationKind::loop:
            return loop_clip(project, ask.clip, ask.range.length, wish, ask.ripple);
        case GenerationKind::blend:
            return blend_clips(project, ask.clip, ask.other, ask.range.length, wish);
        case GenerationKind::restyle:
            return restyle_clip(project, ask.clip, ask.strength, wish);
        case GenerationKind::clip:
            return remake_clip(project, ask.clip, wish);
        case GenerationKind::segments:
            return lay_out_segments(project, ask.track, ask.range.start, ask.segments, wish, ask.mode, ask.ripple);
        case GenerationKind::unset:
            break;
    }
    throw EditError(Sentence::of("there is nothing to make: choose what to do with a clip or a gap"));
}

AskedFrames asked_frames(const Project& project) {
    AskedFrames frames;
    if (project.generations->empty() || project.generations->back()->parts.empty()) {
        return frames;
    }
    frames.firstKept = project.generations->back()->parts.front().first_kept;
    for (const GenerationPart& part : project.generations->back()->parts) {
        frames.made += part.settings.num_frames;
        frames.wanted += part.num_wanted;
        frames.kept += part.num_kept;
        ++frames.parts;
        for (const Condition& condition : part.conditions) {
            frames.given += condition.num_frames;
        }
        frames.given += part.restyled ? part.restyled->num_frames : 0;
    }
    return frames;
}

QString describe(const AskedFrames& frames) {
    QStringList parts;
    if (frames.kept != frames.wanted && frames.wanted > 0) {
        parts << QCoreApplication::translate("kinora::GenerationAsk", "%1 frames instead of %2").arg(frames.kept).arg(frames.wanted);
    } else {
        parts << QCoreApplication::translate("kinora::GenerationAsk", "New frames: %1").arg(frames.kept);
    }
    if (frames.given > 0) {
        parts << QCoreApplication::translate("kinora::GenerationAsk", "conditioning frames: %1").arg(frames.given);
    }
    parts << QCoreApplication::translate("kinora::GenerationAsk", "the model makes %1").arg(frames.made);
    if (frames.parts > 1) {
        parts << QCoreApplication::translate("kinora::GenerationAsk", "runs: %1").arg(frames.parts);
    }
    return parts.join(QStringLiteral(" · "));
}

QString titleOf(const GenerationAsk& ask) {
    switch (ask.kind) {
        case GenerationKind::extend:
            return ask.isBefore ? QCoreApplication::translate("kinora::GenerationAsk", "Extend backwards") : QCoreApplication::translate("kinora::GenerationAsk", "Extend forwards");
        case GenerationKind::fill:
            return QCoreApplication::translate("kinora::GenerationAsk", "Fill the gap");
        case GenerationKind::regenerate:
            return QCoreApplication::translate("kinora::GenerationAsk", "Make the range again");
        case GenerationKind::loop:
            return QCoreApplication::translate("kinora::GenerationAsk", "Loop");
        case GenerationKind::blend:
            return QCoreApplication::translate("kinora::GenerationAsk", "Blend");
        case GenerationKind::restyle:
            return QCoreApplication::translate("kinora::GenerationAsk", "Restyle");
        case GenerationKind::clip:
            return QCoreApplication::translate("kinora::GenerationAsk", "Make again with other words");
        case GenerationKind::segments:
            return QCoreApplication::translate("kinora::GenerationAsk", "Prompts one after the other");
        case GenerationKind::unset:
            break;
    }
    return {};
}

std::string first_prompt(const Project& project, const GenerationAsk& ask) {
    const std::int64_t at = ask.range.start;
    for (const Shared<Marker>& marker : *project.timeline.markers) {
        const FrameRange place = {marker->start, std::max<std::int64_t>(marker->length, 1)};
        if (!marker->prompt.empty() && (place.contains(at) || ask.range.contains(marker->start))) {
            return marker->prompt;
        }
    }
    if (const auto place = find_clip(project, ask.clip); place && place->clip().shown() != nullptr) {
        if (const auto* take_id = std::get_if<TakeId>(&place->clip().shown()->media)) {
            const Take* take = find_take(project, *take_id);
            if (take != nullptr && take->origin && !take->origin->settings.prompt.empty()) {
                return take->origin->settings.prompt;
            }
        }
    }
    return project.generate->settings.prompt;
}

}  // namespace kinora
