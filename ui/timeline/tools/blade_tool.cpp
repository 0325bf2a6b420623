#include "ui/timeline/tools/blade_tool.h"

#include <QCoreApplication>

#include <vector>

namespace kinora {

Qt::CursorShape BladeTool::cursor(const ClipHit& hit) const {
    return hit.clip != nullptr ? Qt::SplitHCursor : Qt::ForbiddenCursor;
}

std::unique_ptr<TimelineDrag> BladeTool::press(TimelineState& state, const ClipHit& hit, const TimelinePointer& pointer) const {
    if (hit.clip == nullptr) {
        return nullptr;
    }
    const QString text = QCoreApplication::translate("kinora::BladeTool", "Split");
    if ((pointer.modifiers & Qt::ShiftModifier) == 0) {
        state.apply(text, [clip = hit.clip->id, frame = hit.frame](const Project& before) { return split_clip(before, clip, frame); });
        return nullptr;
    }
    std::vector<TrackId> tracks;
    for (const Shared<Track>& track : state.project().timeline.tracks) {
        if (!track->is_locked) {
            tracks.push_back(track->id);
        }
    }
    state.apply(text, [&](const Project& before) { return split_tracks(before, tracks, hit.frame); });
    return nullptr;
}

}  // namespace kinora
