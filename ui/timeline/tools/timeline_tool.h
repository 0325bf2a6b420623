// What the mouse does with one of the tools. A tool has no state; what takes longer than a press is a TimelineDrag.
#pragma once

#include <QCursor>

#include <memory>

#include "ui/timeline/tools/timeline_drag.h"

namespace kinora {

class TimelineTool {
 public:
    TimelineTool() = default;
    virtual ~TimelineTool() = default;
    TimelineTool(const TimelineTool&) = delete;
    TimelineTool& operator=(const TimelineTool&) = delete;

    virtual Qt::CursorShape cursor(const ClipHit& hit) const = 0;
    // Null where the press was all.
    virtual std::unique_ptr<TimelineDrag> press(TimelineState& state, const ClipHit& hit, const TimelinePointer& pointer) const = 0;
};

const TimelineTool& toolOf(ToolKind kind);

}  // namespace kinora
