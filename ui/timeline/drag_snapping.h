// Where what is dragged comes to rest, in the timeline as it is.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/project/snapping.h"
#include "ui/timeline/timeline_state.h"

namespace kinora {

class DragSnapping {
 public:
    // Clips of `without` are dragged, and nothing comes to rest at them; nor at the playhead where that is dragged. `state` outlives this.
    DragSnapping(const TimelineState& state, std::span<const ClipId> without, bool isOfPlayhead = false);

    void addTarget(const SnapTarget& target);
    // Also where a latent frame of the model begins in what the clip shows, ...
    void addGrid(const Clip& clip);
    // ... or in what the clips show that lie there.
    void addGridsOfClips() { isOnClips_ = true; }

    struct Rest {
        std::int64_t offset = 0;  // to be added
        std::optional<SnapTarget> target;
    };
    // Targets come before grids, on which only the first of the dragged frames comes to rest.
    Rest find(std::span<const std::int64_t> dragged, std::int64_t reach) const;

 private:
    std::optional<Snap> onGrids(std::int64_t frame, std::int64_t reach) const;

    const TimelineState& state_;
    std::vector<ClipId> without_;
    std::vector<SnapTarget> targets_;
    std::optional<std::int64_t> gridStart_;
    bool isOnClips_ = false;
};

}  // namespace kinora
