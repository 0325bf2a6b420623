#include "ui/timeline/drag_snapping.h"

namespace kinora {

DragSnapping::DragSnapping(const TimelineState& state, std::span<const ClipId> without)
    : targets_(snap_targets(state.project(), without, state.playhead())) {}

void DragSnapping::addGrid(std::int64_t start, std::int64_t frameMultiple) {
    gridStart_ = start;
    frameMultiple_ = frameMultiple;
}

DragSnapping::Rest DragSnapping::find(std::span<const std::int64_t> dragged, std::int64_t reach) const {
    if (const auto snap = find_snap(targets_, dragged, reach)) {
        return {snap->offset, snap->target};
    }
    if (gridStart_ && frameMultiple_ > 1 && !dragged.empty()) {
        if (const auto snap = find_grid_snap(*gridStart_, frameMultiple_, dragged.front(), reach)) {
            return {snap->offset, snap->target};
        }
    }
    return {};
}

}  // namespace kinora
