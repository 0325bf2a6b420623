#include "ui/timeline/tools/select_tool.h"

#include <algorithm>
#include <vector>

#include "ui/timeline/tools/band_drag.h"
#include "ui/timeline/tools/move_drag.h"
#include "ui/timeline/tools/trim_drag.h"

namespace kinora {

namespace {

// Everything of the clip's track from the current clip to `clip`.
void selectUpTo(TimelineState& state, const Clip& clip) {
    const auto from = find_clip(state.project(), state.current());
    const auto to = find_clip(state.project(), clip.id);
    if (!from || !to || from->track != to->track) {
        state.setCurrent(clip.id);
        return;
    }
    std::vector<ClipId> between;
    const auto [first, last] = std::minmax(from->clip_index, to->clip_index);
    for (std::size_t i = first; i <= last; ++i) {
        between.push_back(from->track->clips[i]->id);
    }
    state.select(between);
}

}  // namespace

Qt::CursorShape SelectTool::cursor(const ClipHit& hit) const {
    switch (hit.zone) {
        case ClipZone::startEdge:
        case ClipZone::endEdge:
            return Qt::SizeHorCursor;
        case ClipZone::takes:
            return Qt::PointingHandCursor;
        case ClipZone::body:
        case ClipZone::none:
            break;
    }
    return Qt::ArrowCursor;
}

std::unique_ptr<TimelineDrag> SelectTool::press(TimelineState& state, const ClipHit& hit, const TimelinePointer& pointer) const {
    const bool isCtrl = (pointer.modifiers & Qt::ControlModifier) != 0;
    const bool isShift = (pointer.modifiers & Qt::ShiftModifier) != 0;
    if (hit.clip == nullptr) {
        if (!isCtrl && !isShift) {
            state.select({});
        }
        return std::make_unique<BandDrag>(state, pointer.at, isCtrl || isShift);
    }
    const ClipId clip = hit.clip->id;
    if (hit.zone != ClipZone::body) {
        if (!state.isSelected(clip)) {
            state.setCurrent(clip);
        }
        return std::make_unique<TrimDrag>(state, pointer.at, *hit.clip, hit.zone == ClipZone::startEdge,
                                          isCtrl ? TrimKind::ripple : TrimKind::trim);
    }
    if (isCtrl) {
        state.toggle(clip);
    } else if (isShift && state.current().is_set()) {
        selectUpTo(state, *hit.clip);
    } else if (!state.isSelected(clip)) {
        state.setCurrent(clip);
    }
    return state.isSelected(clip) ? std::make_unique<MoveDrag>(state, pointer.at, *hit.track) : nullptr;
}

}  // namespace kinora
