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
    // Clips of `without` are dragged, and nothing comes to rest at them.
    DragSnapping(const TimelineState& state, std::span<const ClipId> without);

    // Also where a latent frame of the model begins in media that begins at `start`.
    void addGrid(std::int64_t start, std::int64_t frameMultiple);

    struct Rest {
        std::int64_t offset = 0;  // to be added
        std::optional<SnapTarget> target;
    };
    Rest find(std::span<const std::int64_t> dragged, std::int64_t reach) const;

 private:
    std::vector<SnapTarget> targets_;
    std::optional<std::int64_t> gridStart_;
    std::int64_t frameMultiple_ = 1;
};

}  // namespace kinora
