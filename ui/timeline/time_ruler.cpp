#include "ui/timeline/time_ruler.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <span>

#include "core/project/edits/marker_edits.h"
#include "ui/theme/theme.h"
#include "ui/viewer/timecode.h"

namespace kinora {

namespace {

constexpr double labelWidth = 92.0;
constexpr double flagWidth = 10.0;
constexpr double flagHeight = 10.0;
constexpr double snapReach = 5.0;

}  // namespace

TimeRuler::TimeRuler(TimelineState& state, const TimelineGeometry& geometry, QWidget* parent)
    : QWidget(parent), state_(state), geometry_(geometry) {
    setFixedHeight(sizeHint().height());
    setAccessibleName(tr("Time ruler"));
    connect(&state_, &TimelineState::playheadChanged, this, qOverload<>(&QWidget::update));
    connect(&state_, &TimelineState::documentChanged, this, qOverload<>(&QWidget::update));
}

std::int64_t TimeRuler::labelStep() const {
    const auto second = std::max<std::int64_t>(std::llround(state_.project().frame_rate.per_second()), 1);
    for (const std::int64_t frames : {1, 2, 5, 10}) {
        if (frames < second && geometry_.widthOf(frames) >= labelWidth) {
            return frames;
        }
    }
    for (const std::int64_t seconds : {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800}) {
        if (geometry_.widthOf(seconds * second) >= labelWidth) {
            return seconds * second;
        }
    }
    std::int64_t hours = 3600 * second;
    while (geometry_.widthOf(hours) < labelWidth) {
        hours *= 2;
    }
    return hours;
}

MarkerId TimeRuler::markerAt(const QPointF& at) const {
    MarkerId found;
    for (const Shared<Marker>& marker : *state_.project().timeline.markers) {
        const double x = geometry_.xOf(marker->start);
        if (std::abs(at.x() - x) <= flagWidth / 2.0 + 1.0 && at.y() <= flagHeight + 4.0) {
            found = marker->id;
        }
    }
    return found;
}

void TimeRuler::paintTicks(QPainter& painter, const QRect& exposed) const {
    const std::int64_t step = labelStep();
    const std::int64_t minor = step >= 10 && step % 10 == 0 ? step / 10 : step % 4 == 0 ? step / 4 : step;
    const FrameRange seen = geometry_.framesBetween(exposed.left() - labelWidth, exposed.right());
    const double bottom = height();
    QColor ink = palette().color(QPalette::WindowText);
    painter.setFont(theme::smallFont(font()));
    for (std::int64_t frame = seen.start / step * step; frame < seen.end(); frame += minor) {
        const double x = std::round(geometry_.xOf(frame));
        const bool isLabelled = frame % step == 0;
        ink.setAlphaF(isLabelled ? 0.6F : 0.3F);
        painter.fillRect(QRectF(x, bottom - (isLabelled ? 9.0 : 5.0), 1.0, isLabelled ? 9.0 : 5.0), ink);
        if (isLabelled) {
            painter.setPen(theme::mutedText(palette()));
            painter.drawText(QRectF(x + 4.0, 2.0, labelWidth, bottom - 10.0), Qt::AlignLeft | Qt::AlignVCenter,
                             timecode(frame, state_.project().frame_rate));
        }
    }
}

void TimeRuler::paintMarkers(QPainter& painter) const {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    for (const Shared<Marker>& marker : *state_.project().timeline.markers) {
        const double x = geometry_.xOf(marker->start);
        if (x < -flagWidth || x > width() + flagWidth) {
            continue;
        }
        QPainterPath flag;
        flag.addPolygon(QPolygonF({{x - flagWidth / 2, 1.0}, {x + flagWidth / 2, 1.0}, {x + flagWidth / 2, flagHeight - 3.0},
                                   {x, flagHeight + 2.0}, {x - flagWidth / 2, flagHeight - 3.0}}));
        flag.closeSubpath();
        painter.setBrush(QColor::fromRgb(marker->colour));
        painter.drawPath(flag);
        if (!marker->prompt.empty()) {  // it asks for something
            painter.setBrush(Qt::white);
            painter.drawEllipse(QPointF(x, flagHeight / 2.0 - 0.5), 1.8, 1.8);
        }
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void TimeRuler::paintEvent(QPaintEvent* event) {
    QPainter painter(this);
    painter.fillRect(event->rect(), palette().color(QPalette::AlternateBase));
    if (const auto& range = state_.project().timeline.range) {
        const QRectF bar(geometry_.xOf(range->start), height() - 4.0, geometry_.widthOf(range->length), 4.0);
        const QColor accent = palette().color(QPalette::Highlight);
        painter.fillRect(bar, accent);
        painter.fillRect(QRectF(bar.left(), 4.0, 2.0, height() - 4.0), accent);
        painter.fillRect(QRectF(bar.right() - 2.0, 4.0, 2.0, height() - 4.0), accent);
    }
    paintTicks(painter, event->rect());
    paintMarkers(painter);
    painter.fillRect(QRectF(0.0, height() - 1.0, width(), 1.0), palette().color(QPalette::Shadow));
    const double x = std::round(geometry_.xOf(state_.playhead())) + 0.5;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme::danger(palette()));
    const double bottom = height();
    painter.drawPolygon(QPolygonF({{x - 6.0, bottom - 13.0}, {x + 6.0, bottom - 13.0}, {x + 6.0, bottom - 6.0}, {x, bottom}, {x - 6.0, bottom - 6.0}}));
}

void TimeRuler::scrubTo(double x) {
    const std::int64_t frame = geometry_.frameAt(x);
    const std::int64_t offset = snapping_ && state_.snaps() ? snapping_->find(std::span(&frame, 1), geometry_.framesIn(snapReach)).offset : 0;
    state_.setPlayhead(frame + offset);
}

void TimeRuler::dragMarker(double x) {
    const Marker* marker = find_marker(state_.project(), dragged_);
    if (marker == nullptr) {
        return;
    }
    Marker moved = *marker;
    moved.start = geometry_.edgeAt(x);
    state_.apply(tr("Move marker"), [&](const Project& before) { return change_marker(before, moved); },
                 QStringLiteral("timeline marker %1").arg(dragged_.value));
}

void TimeRuler::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) {
        return;
    }
    dragged_ = markerAt(event->position());
    if (!dragged_.is_set()) {
        isScrubbing_ = true;
        snapping_.emplace(state_, std::span<const ClipId>(), true);
        snapping_->addGridsOfClips();
        scrubTo(event->position().x());
    }
}

void TimeRuler::mouseMoveEvent(QMouseEvent* event) {
    if (dragged_.is_set()) {
        dragMarker(event->position().x());
    } else if (isScrubbing_) {
        scrubTo(event->position().x());
    }
}

void TimeRuler::mouseReleaseEvent(QMouseEvent*) {
    if (dragged_.is_set()) {
        state_.document().endMerging();
    }
    dragged_ = {};
    isScrubbing_ = false;
    snapping_.reset();
}

void TimeRuler::mouseDoubleClickEvent(QMouseEvent* event) {
    if (const MarkerId marker = markerAt(event->position()); marker.is_set()) {
        Q_EMIT markerEditWanted(marker);
    }
}

bool TimeRuler::event(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        setAccessibleName(tr("Time ruler"));
    }
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const Marker* marker = find_marker(state_.project(), markerAt(help->pos()));
        QToolTip::showText(help->globalPos(), marker != nullptr ? QString::fromStdString(marker->prompt.empty() ? marker->name : marker->prompt)
                                                               : timecode(geometry_.frameAt(help->pos().x()), state_.project().frame_rate), this);
        return true;
    }
    return QWidget::event(event);
}

}  // namespace kinora
