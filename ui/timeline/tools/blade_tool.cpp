#include "ui/timeline/tools/blade_tool.h"

#include <QCoreApplication>

#include <span>
#include <vector>

namespace kinora {

namespace {

// Where the cut comes to rest, inside the clip.
std::int64_t cutAt(const TimelineState& state, const ClipHit& hit) {
    if (!state.snaps()) {
        return hit.frame;
    }
    DragSnapping snapping(state, {});
    snapping.addGrid(*hit.clip);
    const std::int64_t snapped = hit.frame + snapping.find(std::span(&hit.frame, 1), hit.reach).offset;
    return snapped > hit.clip->start && snapped < hit.clip->end() ? snapped : hit.frame;
}

}  // namespace

Qt::CursorShape BladeTool::cursor(const ClipHit& hit) const {
    return hit.clip != nullptr ? Qt::SplitHCursor : Qt::ForbiddenCursor;
}

std::unique_ptr<TimelineDrag> BladeTool::press(TimelineState& state, const ClipHit& hit, const TimelinePointer& pointer) const {
    if (hit.clip == nullptr) {
        return nullptr;
    }
    const QString text = QCoreApplication::translate("kinora::BladeTool", "Split");
    const std::int64_t frame = cutAt(state, hit);
    if ((pointer.modifiers & Qt::ShiftModifier) == 0) {
        state.apply(text, [clip = hit.clip->id, frame](const Project& before) { return split_clip(before, clip, frame); });
        return nullptr;
    }
    std::vector<TrackId> tracks;
    for (const Shared<Track>& track : state.project().timeline.tracks) {
        if (!track->is_locked) {
            tracks.push_back(track->id);
        }
    }
    state.apply(text, [&](const Project& before) { return split_tracks(before, tracks, frame); });
    return nullptr;
}

}  // namespace kinora
