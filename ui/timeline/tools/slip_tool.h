// Slip, or slide, of the clip that is pressed.
#pragma once

#include "ui/timeline/tools/timeline_tool.h"

namespace kinora {

class SlipTool : public TimelineTool {
 public:
    explicit SlipTool(bool isSlide) : isSlide_(isSlide) {}

    Qt::CursorShape cursor(const ClipHit& hit) const override;
    std::unique_ptr<TimelineDrag> press(TimelineState& state, const ClipHit& hit, const TimelinePointer& pointer) const override;

 private:
    bool isSlide_;
};

}  // namespace kinora
