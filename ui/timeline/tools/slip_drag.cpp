#include "ui/timeline/tools/slip_drag.h"

#include <QCoreApplication>

#include <algorithm>

#include "core/project/edits/trim_edits.h"

namespace kinora {

void SlipDrag::moveTo(const TimelineGeometry& geometry, const TimelinePointer& pointer) {
    const std::int64_t moved = draggedFrames(geometry, pointer);
    if (moved == 0) {
        planNothing();
        return;
    }
    // The pictures follow the mouse: to the right, earlier ones come into the clip.
    const std::int64_t frames = isSlide_ ? moved : -moved;
    plan(isSlide_ ? QCoreApplication::translate("kinora::SlipDrag", "Slide") : QCoreApplication::translate("kinora::SlipDrag", "Slip"),
         [clip = clip_, frames, isSlide = isSlide_](const Project& before) {
             const EditLimits limits = isSlide ? slide_limits(before, clip) : slip_limits(before, clip);
             const std::int64_t allowed = std::clamp(frames, limits.least, limits.greatest);
             return isSlide ? slide_clip(before, clip, allowed) : slip_clip(before, clip, allowed);
         },
         difference(frames), std::nullopt);
}

}  // namespace kinora
