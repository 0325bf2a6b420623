// Moves the selected clips in time and across tracks; with Alt, copies of them. Shift keeps them on their tracks.
#pragma once

#include <cstddef>
#include <vector>

#include "ui/timeline/tools/timeline_drag.h"

namespace kinora {

class MoveDrag : public EditDrag {
 public:
    MoveDrag(TimelineState& state, const QPointF& origin, std::size_t track);

    void moveTo(const TimelineGeometry& geometry, const TimelinePointer& pointer) override;

 private:
    std::vector<ClipId> clips_;
    std::vector<std::int64_t> edges_;
    std::int64_t first_ = 0;        // where the first of them begins
    std::size_t lowest_ = 0;        // the lowest of their tracks
    std::size_t pressed_;
    DragSnapping snapping_;
};

}  // namespace kinora
