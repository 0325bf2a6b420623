#include "ui/timeline/tools/slip_tool.h"

#include "ui/timeline/tools/slip_drag.h"

namespace kinora {

Qt::CursorShape SlipTool::cursor(const ClipHit& hit) const {
    return hit.clip == nullptr ? Qt::ArrowCursor : isSlide_ ? Qt::SizeAllCursor : Qt::OpenHandCursor;
}

std::unique_ptr<TimelineDrag> SlipTool::press(TimelineState& state, const ClipHit& hit, const TimelinePointer& pointer) const {
    if (hit.clip == nullptr) {
        state.select({});
        return nullptr;
    }
    state.setCurrent(hit.clip->id);
    return std::make_unique<SlipDrag>(state, pointer.at, hit.clip->id, isSlide_);
}

}  // namespace kinora
