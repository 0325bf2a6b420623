// Timecode above the tracks: in and out point, markers, and the playhead, which follows the mouse.
#pragma once

#include <QWidget>

#include <cstdint>
#include <optional>

#include "ui/timeline/drag_snapping.h"
#include "ui/timeline/timeline_geometry.h"
#include "ui/timeline/timeline_state.h"

namespace kinora {

class TimeRuler : public QWidget {
    Q_OBJECT

 public:
    TimeRuler(TimelineState& state, const TimelineGeometry& geometry, QWidget* parent = nullptr);

    // Frames between labels that do not touch: one, some, or whole seconds and minutes.
    std::int64_t labelStep() const;
    // The marker whose flag is there.
    MarkerId markerAt(const QPointF& at) const;

    QSize sizeHint() const override { return {200, 30}; }

 Q_SIGNALS:
    void markerEditWanted(kinora::MarkerId marker);

 protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    bool event(QEvent* event) override;

 private:
    void scrubTo(double x);
    void dragMarker(double x);
    void paintTicks(QPainter& painter, const QRect& exposed) const;
    void paintMarkers(QPainter& painter) const;

    TimelineState& state_;
    const TimelineGeometry& geometry_;
    MarkerId dragged_;
    bool isScrubbing_ = false;
    std::optional<DragSnapping> snapping_;  // of the playhead while it is dragged
};

}  // namespace kinora
