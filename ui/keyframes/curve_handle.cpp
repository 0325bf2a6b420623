#include "ui/keyframes/curve_handle.h"

#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>

#include "ui/actions/widget_keys.h"

namespace kinora {

namespace {

constexpr double dragDistance = 2.0;  // pixels; points are placed finely
constexpr int large = 10;             // frames, or hundredths of strength

}  // namespace

CurveHandle::CurveHandle(int index, const WidgetKeys& keys, QWidget* parent) : QWidget(parent), index_(index), keys_(keys) {
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::SizeAllCursor);
    resize(side, side);
}

void CurveHandle::setPoint(const StrengthPoint& point) {
    point_ = point;
    describe();
    update();
}

void CurveHandle::setSelected(bool isSelected) {
    isSelected_ = isSelected;
    update();
}

void CurveHandle::describe() {
    const QString strength = locale().toString(point_.strength, 'f', 2);
    setAccessibleName(tr("Point at frame %1, strength %2").arg(point_.frame).arg(strength));
    setToolTip(accessibleName());
}

void CurveHandle::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor highlight = palette().color(QPalette::Highlight);
    painter.setPen(QPen(highlight, hasFocus() ? 3.0 : 2.0));
    painter.setBrush(isSelected_ || hasFocus() ? highlight : palette().color(QPalette::Base));
    const double radius = hasFocus() ? 5.0 : 4.0;
    painter.drawEllipse(QPointF(side / 2.0, side / 2.0), radius, radius);
}

void CurveHandle::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) {
        isPressed_ = true;
        pressedAt_ = event->position() - QPointF(side / 2.0, side / 2.0);
        Q_EMIT chosen(index_);
    }
}

void CurveHandle::mouseMoveEvent(QMouseEvent* event) {
    const QPointF middle = mapToParent(event->position() - pressedAt_);
    const QPointF moved = middle - QPointF(pos()) - QPointF(side / 2.0, side / 2.0);
    if (isPressed_ && !isDragging_ && moved.manhattanLength() >= dragDistance) {
        isDragging_ = true;
        Q_EMIT dragBegan(index_);
    }
    if (isDragging_) {
        Q_EMIT draggedTo(index_, middle);
    }
}

void CurveHandle::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) {
        isPressed_ = false;
        if (isDragging_) {
            isDragging_ = false;
            Q_EMIT dragEnded(index_, true);
        }
    }
}

void CurveHandle::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && isDragging_) {
        isPressed_ = false;
        isDragging_ = false;
        Q_EMIT dragEnded(index_, false);
    } else if (!run(static_cast<CurveCommand>(keys_.commandOf(*event)))) {
        event->ignore();
    }
}

bool CurveHandle::run(CurveCommand command) {
    using enum CurveCommand;
    switch (command) {
        case frameBack: Q_EMIT nudged(index_, -1, 0); return true;
        case frameOn: Q_EMIT nudged(index_, 1, 0); return true;
        case tenBack: Q_EMIT nudged(index_, -large, 0); return true;
        case tenOn: Q_EMIT nudged(index_, large, 0); return true;
        case stronger: Q_EMIT nudged(index_, 0, 1); return true;
        case weaker: Q_EMIT nudged(index_, 0, -1); return true;
        case muchStronger: Q_EMIT nudged(index_, 0, large); return true;
        case muchWeaker: Q_EMIT nudged(index_, 0, -large); return true;
        case remove: Q_EMIT removeRequested(index_); return true;
        case hold: Q_EMIT interpolationRequested(index_, Interpolation::hold); return true;
        case linear: Q_EMIT interpolationRequested(index_, Interpolation::linear); return true;
        case smooth: Q_EMIT interpolationRequested(index_, Interpolation::smooth); return true;
        default: return false;
    }
}

void CurveHandle::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    Q_EMIT chosen(index_);
    update();
}

void CurveHandle::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        describe();
    }
}

}  // namespace kinora
