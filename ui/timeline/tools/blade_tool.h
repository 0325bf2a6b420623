// Cuts the clip under the pointer, where snapping lets it; with Shift, every track that is not locked.
#pragma once

#include "ui/timeline/tools/timeline_tool.h"

namespace kinora {

class BladeTool : public TimelineTool {
 public:
    Qt::CursorShape cursor(const ClipHit& hit) const override;
    std::unique_ptr<TimelineDrag> press(TimelineState& state, const ClipHit& hit, const TimelinePointer& pointer) const override;
};

}  // namespace kinora
