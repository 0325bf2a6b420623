#include "ui/timeline/tools/trim_tool.h"

namespace kinora {

Qt::CursorShape TrimTool::cursor(const ClipHit& hit) const {
    if (hit.clip == nullptr) {
        return Qt::ArrowCursor;
    }
    return kind_ == TrimKind::roll ? Qt::SplitHCursor : Qt::SizeHorCursor;
}

std::unique_ptr<TimelineDrag> TrimTool::press(TimelineState& state, const ClipHit& hit, const TimelinePointer& pointer) const {
    if (hit.clip == nullptr) {
        state.select({});
        return nullptr;
    }
    state.setCurrent(hit.clip->id);
    const bool isStart = hit.zone == ClipZone::startEdge ||
                         (hit.zone != ClipZone::endEdge && hit.frame < hit.clip->start + hit.clip->length / 2);
    return std::make_unique<TrimDrag>(state, pointer.at, *hit.clip, isStart, kind_);
}

}  // namespace kinora
