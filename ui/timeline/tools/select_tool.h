// Click, Ctrl and Shift select; a drag moves clips, trims their edges (with Ctrl what follows moves along), or draws a rectangle.
#pragma once

#include "ui/timeline/tools/timeline_tool.h"

namespace kinora {

class SelectTool : public TimelineTool {
 public:
    Qt::CursorShape cursor(const ClipHit& hit) const override;
    std::unique_ptr<TimelineDrag> press(TimelineState& state, const ClipHit& hit, const TimelinePointer& pointer) const override;
};

}  // namespace kinora
