// Ripple trim, or roll: whichever half of a clip is pressed, its edge moves.
#pragma once

#include "ui/timeline/tools/timeline_tool.h"
#include "ui/timeline/tools/trim_drag.h"

namespace kinora {

class TrimTool : public TimelineTool {
 public:
    explicit TrimTool(TrimKind kind) : kind_(kind) {}

    Qt::CursorShape cursor(const ClipHit& hit) const override;
    std::unique_ptr<TimelineDrag> press(TimelineState& state, const ClipHit& hit, const TimelinePointer& pointer) const override;

 private:
    TrimKind kind_;
};

}  // namespace kinora
