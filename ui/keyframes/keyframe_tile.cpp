#include "ui/keyframes/keyframe_tile.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <cmath>

#include "ui/viewer/frame_canvas.h"

namespace kinora {

KeyframeTile::KeyframeTile(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::OpenHandCursor);
    resize(tileSize());
}

void KeyframeTile::setKeyframe(const Keyframe& keyframe) {
    keyframe_ = keyframe;
    describe();
    update();
}

void KeyframeTile::setThumbnail(const QImage& thumbnail) {
    thumbnail_ = thumbnail;
    update();
}

void KeyframeTile::setSelected(bool isSelected) {
    isSelected_ = isSelected;
    update();
}

void KeyframeTile::describe() {
    setAccessibleName(tr("Keyframe at frame %1").arg(keyframe_.frame));
    const QString number = locale().toString(keyframe_.strength, 'f', 2);
    const QString strength = keyframe_.curve.empty() ? tr("strength %1").arg(number) : tr("strength by a curve");
    const QString length = tr("%n frame(s)", nullptr, static_cast<int>(keyframe_.num_frames));
    setAccessibleDescription(QStringLiteral("%1, %2").arg(length, strength));
    setToolTip(QStringLiteral("%1\n%2, %3").arg(accessibleName(), length, strength));
}

void KeyframeTile::paintStrength(QPainter& painter, const QRectF& box) const {
    QColor back = palette().color(QPalette::Base);
    back.setAlphaF(0.75F);
    const QRectF line(box.left(), box.bottom() - 5.0, box.width(), 5.0);
    painter.fillRect(line, back);
    const QColor ink = palette().color(QPalette::Highlight);
    if (keyframe_.curve.empty()) {
        painter.fillRect(QRectF(line.left(), line.top() + 1.0, line.width() * keyframe_.strength, 4.0), ink);
        return;
    }
    // A small picture of the curve.
    constexpr int columns = 24;
    for (int i = 0; i < columns; ++i) {
        const double strength = strength_at(keyframe_.curve, std::llround((keyframe_.num_frames - 1) * i / double{columns - 1}));
        const double width = line.width() / columns;
        painter.fillRect(QRectF(line.left() + i * width, line.bottom() - 5.0 * strength, width, 5.0 * strength), ink);
    }
}

void KeyframeTile::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QRectF box = QRectF(rect()).adjusted(1.5, 1.5, -1.5, -1.5);
    QPainterPath outline;
    outline.addRoundedRect(box, 4, 4);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.save();
    painter.setClipPath(outline);
    painter.fillRect(box, palette().color(QPalette::AlternateBase));
    if (!thumbnail_.isNull()) {
        // The middle of the picture, as large as the tile.
        const double scale = std::max(box.width() / thumbnail_.width(), box.height() / thumbnail_.height());
        QRectF target(QPointF(), QSizeF(thumbnail_.size()) * scale);
        target.moveCenter(box.center());
        drawPicture(painter, target, thumbnail_, Enlargement::smooth);
    }
    paintStrength(painter, box);
    const QString number = QString::number(keyframe_.frame);
    const QRectF label(box.left() + 3.0, box.top() + 3.0, fontMetrics().horizontalAdvance(number) + 8.0, fontMetrics().height());
    QColor back = palette().color(QPalette::Window);
    back.setAlphaF(0.85F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(back);
    painter.drawRoundedRect(label, 3, 3);
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(label, Qt::AlignCenter, number);
    painter.restore();
    const QColor edge = palette().color(isSelected_ || hasFocus() ? QPalette::Highlight : QPalette::Mid);
    painter.strokePath(outline, QPen(edge, hasFocus() ? 3.0 : isSelected_ ? 2.0 : 1.0));
}

void KeyframeTile::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) {
        isPressed_ = true;
        pressedAt_ = event->globalPosition().x();
        Q_EMIT chosen();
    }
}

void KeyframeTile::mouseMoveEvent(QMouseEvent* event) {
    const double moved = event->globalPosition().x() - pressedAt_;
    if (isPressed_ && !isDragging_ && std::abs(moved) >= QApplication::startDragDistance() / 2.0) {
        isDragging_ = true;
        setCursor(Qt::ClosedHandCursor);
        Q_EMIT dragBegan();
    }
    if (isDragging_) {
        Q_EMIT dragged(moved, (event->modifiers() & Qt::AltModifier) != 0);
    }
}

void KeyframeTile::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) {
        return;
    }
    isPressed_ = false;
    if (isDragging_) {
        isDragging_ = false;
        setCursor(Qt::OpenHandCursor);
        Q_EMIT dragEnded(true);
    }
}

void KeyframeTile::keyPressEvent(QKeyEvent* event) {
    const bool isLarge = (event->modifiers() & Qt::ShiftModifier) != 0;
    switch (event->key()) {
        case Qt::Key_Left:
        case Qt::Key_Right:
            Q_EMIT nudged(event->key() == Qt::Key_Left ? -1 : 1, isLarge);
            break;
        case Qt::Key_Up:
        case Qt::Key_Down:
            Q_EMIT strengthNudged(event->key() == Qt::Key_Down ? -1 : 1, isLarge);
            break;
        case Qt::Key_Home:
        case Qt::Key_End:
            Q_EMIT moveRequested(event->key() == Qt::Key_End);
            break;
        case Qt::Key_Delete:
        case Qt::Key_Backspace:
            Q_EMIT removeRequested();
            break;
        case Qt::Key_Escape:
            if (!isDragging_) {
                event->ignore();
                return;
            }
            isPressed_ = false;
            isDragging_ = false;
            setCursor(Qt::OpenHandCursor);
            Q_EMIT dragEnded(false);
            break;
        default:
            event->ignore();
    }
}

void KeyframeTile::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    Q_EMIT chosen();
    update();
}

void KeyframeTile::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        describe();
    }
}

}  // namespace kinora
