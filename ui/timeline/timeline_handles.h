// What the mouse starts without a menu: a "+" in the gap between two clips fills it, an arrow on the marked range of a clip makes that
// again. Seen where the pointer is.
#pragma once

#include <QPointF>
#include <QRectF>
#include <QString>

#include <optional>

#include "ui/timeline/generation_ask.h"
#include "ui/timeline/timeline_geometry.h"

class QPainter;
class QPalette;

namespace kinora {

struct TimelineHandle {
    GenerationAsk ask;
    QRectF rect;

    bool isOn(const QPointF& at) const { return rect.contains(at); }
};

// Of the gap or the clip under the pointer. Nothing where there is no room for it.
std::optional<TimelineHandle> handleNear(const Project& project, const TimelineGeometry& geometry, const QPointF& pointer);

// "Fill this gap"
QString textOf(const TimelineHandle& handle);

void paintHandle(QPainter& painter, const TimelineHandle& handle, const QPalette& palette, bool isPossible);

}  // namespace kinora
