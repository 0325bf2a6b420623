// What the mouse starts without a menu, seen where the pointer is: in a gap, at its middle, it is filled; in the free room of a track,
// behind its last clip, prompts are laid out one after the other. On a clip, the marked range is made again, the cut to a clip that it
// touches and what it overlaps on another track are blended, its upper right corner restyles it and leads back to its beginning, and the
// frame under the playhead is held. A handle that has no room, or whose place another one has, is not there.
#pragma once

#include <QPointF>
#include <QRectF>
#include <QString>

#include <vector>

#include "ui/timeline/generation_ask.h"
#include "ui/timeline/timeline_commands.h"
#include "ui/timeline/timeline_geometry.h"

class QPainter;
class QPalette;

namespace kinora {

struct TimelineHandle {
    TimelineCommand command;  // which does the same by key and menu
    GenerationAsk ask;        // what it is about; a frame that is held: the clip alone; segments: track and first frame
    QRectF rect;

    bool isOn(const QPointF& at) const { return rect.contains(at); }
};

// Of the gap, the room or the clip under the pointer.
std::vector<TimelineHandle> handlesNear(const TimelineState& state, const TimelineGeometry& geometry, const QPointF& pointer);

// Why nothing comes of it; empty where something does.
QString whyNot(const TimelineHandle& handle, const TimelineState& state);

struct HandleLook {
    bool isPossible = true;
    bool isHovered = false;
};

void paintHandle(QPainter& painter, const TimelineHandle& handle, const QPalette& palette, const HandleLook& look);

}  // namespace kinora
