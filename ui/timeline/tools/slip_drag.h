// Slip moves what a clip shows; slide moves a clip between the two that it touches.
#pragma once

#include "ui/timeline/tools/timeline_drag.h"

namespace kinora {

class SlipDrag : public EditDrag {
 public:
    SlipDrag(TimelineState& state, const QPointF& origin, ClipId clip, bool isSlide)
        : EditDrag(state, origin), clip_(clip), isSlide_(isSlide) {}

    void moveTo(const TimelineGeometry& geometry, const TimelinePointer& pointer) override;

 private:
    ClipId clip_;
    bool isSlide_;
};

}  // namespace kinora
