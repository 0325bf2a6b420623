#include "ui/timeline/condition_places.h"

namespace kinora {

namespace {

PlacedFrames placeOf(const EditPreview& preview, const GenerationPart& part, const ClipPlace& made, const Condition& condition) {
    const FrameRange inModel = {made.clip().start - part.first_kept + condition.start_frame, condition.num_frames};
    if (condition.part || inModel.overlaps(made.clip().range())) {
        return {made.track_index, inModel};
    }
    for (const ClipId id : {preview.ask->clip, preview.ask->other}) {
        const auto given = find_clip(*preview.project, id);
        const MediaUse* shown = given ? given->clip().shown() : nullptr;
        if (shown != nullptr && shown->media == condition.source.media) {
            const std::int64_t start = given->clip().start + condition.source.source_in - shown->source_in;
            if (start >= given->clip().start && start + condition.num_frames <= given->clip().end()) {
                return {given->track_index, {start, condition.num_frames}};
            }
        }
    }
    return {made.track_index, inModel};
}

}  // namespace

std::vector<PlacedFrames> conditionPlaces(const EditPreview& preview) {
    std::vector<PlacedFrames> places;
    if (!preview.project || !preview.ask || preview.project->generations->empty()) {
        return places;
    }
    for (const GenerationPart& part : preview.project->generations->back()->parts) {
        const auto made = find_clip(*preview.project, part.clip);
        if (!made) {
            continue;
        }
        for (const Condition& condition : part.conditions) {
            places.push_back(placeOf(preview, part, *made, condition));
        }
        if (part.restyled) {
            places.push_back({made->track_index, made->clip().range()});
        }
    }
    return places;
}

}  // namespace kinora
