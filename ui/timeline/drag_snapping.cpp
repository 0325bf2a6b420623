#include "ui/timeline/drag_snapping.h"

#include <algorithm>
#include <cstdlib>

namespace kinora {

DragSnapping::DragSnapping(const TimelineState& state, std::span<const ClipId> without, bool isOfPlayhead)
    : state_(state),
      without_(without.begin(), without.end()),
      targets_(snap_targets(state.project(), without, isOfPlayhead ? std::nullopt : std::optional(state.playhead()))) {}

void DragSnapping::addTarget(const SnapTarget& target) {
    targets_.insert(std::ranges::upper_bound(targets_, target.frame, {}, &SnapTarget::frame), target);
}

void DragSnapping::addGrid(const Clip& clip) {
    gridStart_ = grid_start(state_.project(), clip);
}

DragSnapping::Rest DragSnapping::find(std::span<const std::int64_t> dragged, std::int64_t reach) const {
    if (const auto snap = find_snap(targets_, dragged, reach)) {
        return {snap->offset, snap->target};
    }
    if (!dragged.empty()) {
        if (const auto snap = onGrids(dragged.front(), reach)) {
            return {snap->offset, snap->target};
        }
    }
    return {};
}

std::optional<Snap> DragSnapping::onGrids(std::int64_t frame, std::int64_t reach) const {
    const std::int64_t multiple = state_.model() ? state_.model()->frame_multiple : 1;
    // Between two latent frames some frames are in nobody's reach, so that they can still be chosen.
    const std::int64_t gridReach = std::min(reach, multiple / 4);
    if (gridReach < 1) {
        return std::nullopt;
    }
    std::optional<Snap> best;
    const auto consider = [&](std::int64_t start) {
        const auto snap = find_grid_snap(start, multiple, frame, gridReach);
        if (snap && (!best || std::abs(snap->offset) < std::abs(best->offset))) {
            best = snap;
        }
    };
    if (gridStart_) {
        consider(*gridStart_);
    }
    for (const Shared<Track>& track : state_.project().timeline.tracks) {
        const Clip* clip = isOnClips_ ? clip_at(*track, frame) : nullptr;
        if (clip != nullptr && std::ranges::find(without_, clip->id) == without_.end()) {
            if (const auto start = grid_start(state_.project(), *clip)) {
                consider(*start);
            }
        }
    }
    return best;
}

}  // namespace kinora
