// Files that are dropped onto the tracks, and scrolling while something is dragged at an edge.
#include <QDragEnterEvent>
#include <QMimeData>
#include <QTimerEvent>

#include <algorithm>

#include "ui/timeline/drag_snapping.h"
#include "ui/timeline/timeline_view.h"
#include "ui/widgets/dragged_files.h"

namespace kinora {

namespace {

constexpr int edgeWidth = 24;      // pixels
constexpr int edgeIntervalMs = 30;
constexpr int snapReach = 8;       // pixels

// How far to scroll for a pointer at `at` between 0 and `size`: nothing inside, more the further out it is.
int pull(int at, int size) {
    const int before = edgeWidth - at;
    const int behind = at - (size - edgeWidth);
    return before > 0 ? -before : std::max(behind, 0);
}

}  // namespace

void TimelineView::scrollAtEdge(const QPoint& pointer) {
    pointer_ = pointer;
    const bool isAtEdge = pull(pointer.x(), geometry_.width()) != 0;
    if (isAtEdge && !edgeTimer_.isActive()) {
        edgeTimer_.start(edgeIntervalMs, this);
    } else if (!isAtEdge) {
        edgeTimer_.stop();
    }
}

void TimelineView::scrollOn() {
    const int pixels = pull(pointer_.x(), geometry_.width());
    const double left = std::max(geometry_.left() + pixels / geometry_.pixelsPerFrame(), 0.0);
    if (pixels == 0 || left == geometry_.left()) {
        edgeTimer_.stop();
        return;
    }
    setLeft(left);
    if (drag_ && isDragging_) {
        drag_->moveTo(geometry_, {pointer_, edgeModifiers_});
    }
}

void TimelineView::timerEvent(QTimerEvent* event) {
    event->timerId() == edgeTimer_.timerId() ? scrollOn() : QAbstractScrollArea::timerEvent(event);
}

std::int64_t TimelineView::dropFrame(const QPointF& at) const {
    const std::int64_t frame = std::max<std::int64_t>(geometry_.frameAt(at.x()), 0);
    if (!state_.snaps()) {
        return frame;
    }
    const std::int64_t dragged[] = {frame};
    return frame + DragSnapping(state_, {}).find(dragged, geometry_.framesIn(snapReach)).offset;
}

void TimelineView::dragEnterEvent(QDragEnterEvent* event) {
    if (!draggedFiles(*event->mimeData()).isEmpty()) {
        event->setDropAction(Qt::CopyAction);
        event->accept();
    }
}

void TimelineView::dragMoveEvent(QDragMoveEvent* event) {
    scrollAtEdge(event->position().toPoint());
    EditPreview preview;
    preview.guide = SnapTarget{dropFrame(event->position()), SnapKind::unset};
    preview.opensTrack = !hitTest(state_.project(), geometry_, event->position()).track;
    state_.setPreview(std::move(preview));
    event->setDropAction(Qt::CopyAction);
    event->accept();
}

void TimelineView::endDropPreview() {
    asked_ ? updateAsk() : state_.clearPreview();
}

void TimelineView::dragLeaveEvent(QDragLeaveEvent*) {
    edgeTimer_.stop();
    endDropPreview();
}

void TimelineView::dropEvent(QDropEvent* event) {
    edgeTimer_.stop();
    endDropPreview();
    const ClipHit hit = hitTest(state_.project(), geometry_, event->position());
    const auto& tracks = state_.project().timeline.tracks;
    const TrackId track = hit.track ? tracks[*hit.track]->id : TrackId();
    Q_EMIT filesDropped(draggedFiles(*event->mimeData()), dropFrame(event->position()), track);
    event->setDropAction(Qt::CopyAction);
    event->accept();
    setFocus();
}

}  // namespace kinora
