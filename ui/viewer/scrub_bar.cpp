#include "ui/viewer/scrub_bar.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

#include "ui/viewer/timecode.h"

namespace kinora {

namespace {

constexpr double margin = 7.0;      // room for half the handle
constexpr double lineHeight = 6.0;
constexpr double fewestPixels = 5.0;  // between ticks

}  // namespace

ScrubBar::ScrubBar(QWidget* parent) : QAbstractSlider(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Playhead"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setClip(0, rate_);
}

void ScrubBar::setClip(std::int64_t numFrames, const FrameRate& rate) {
    numFrames_ = numFrames;
    rate_ = rate;
    setRange(0, static_cast<int>(std::max<std::int64_t>(numFrames - 1, 0)));
    setSingleStep(1);
    setPageStep(std::max(static_cast<int>(std::lround(rate.per_second())), 1));
    setEnabled(numFrames > 0);
    update();
}

void ScrubBar::setMarks(std::optional<std::int64_t> in, std::optional<std::int64_t> out) {
    in_ = in;
    out_ = out;
    update();
}

QRectF ScrubBar::lineRect() const {
    return {margin, (height() - lineHeight) / 2.0, std::max(width() - 2.0 * margin, 1.0), lineHeight};
}

double ScrubBar::xOf(std::int64_t frame) const {
    const QRectF line = lineRect();
    const auto count = static_cast<double>(std::max<std::int64_t>(numFrames_, 1));
    return line.left() + line.width() * (static_cast<double>(frame) + 0.5) / count;
}

std::int64_t ScrubBar::frameAt(double x) const {
    const QRectF line = lineRect();
    const double place = (x - line.left()) / line.width() * static_cast<double>(numFrames_);
    return std::clamp<std::int64_t>(static_cast<std::int64_t>(std::floor(place)), 0, std::max<std::int64_t>(numFrames_ - 1, 0));
}

QSize ScrubBar::sizeHint() const {
    return {320, 26};
}

QSize ScrubBar::minimumSizeHint() const {
    return {80, 26};
}

void ScrubBar::scrubTo(std::int64_t frame) {
    const auto wanted = static_cast<int>(std::clamp<std::int64_t>(frame, minimum(), maximum()));
    if (wanted != value()) {
        setValue(wanted);
        Q_EMIT scrubbed(wanted);
    }
}

void ScrubBar::paintTicks(QPainter& painter, const QRectF& line) const {
    QColor ink = palette().color(QPalette::WindowText);
    const double perFrame = line.width() / static_cast<double>(std::max<std::int64_t>(numFrames_, 1));
    const auto second = std::max<std::int64_t>(std::llround(rate_.per_second()), 1);
    const std::int64_t step = perFrame >= fewestPixels ? 1 : second;
    if (perFrame * static_cast<double>(step) < fewestPixels) {
        return;
    }
    for (std::int64_t frame = 0; frame < numFrames_; frame += step) {
        const bool isSecond = frame % second == 0;
        ink.setAlphaF(isSecond ? 0.5F : 0.25F);
        painter.fillRect(QRectF(std::floor(xOf(frame)), line.bottom() + 2.0, 1.0, isSecond ? 5.0 : 3.0), ink);
    }
}

void ScrubBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QRectF line = lineRect();
    QColor groove = palette().color(QPalette::WindowText);
    groove.setAlphaF(isEnabled() ? 0.18F : 0.08F);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(groove);
    painter.drawRoundedRect(line, 2, 2);
    if (!isEnabled()) {
        return;
    }
    const double half = line.width() / static_cast<double>(std::max<std::int64_t>(numFrames_, 1)) / 2.0;
    const QColor highlight = palette().color(QPalette::Highlight);
    if (in_ || out_) {
        const double left = in_ ? xOf(*in_) - half : line.left();
        const double right = out_ ? xOf(*out_) + half : line.right();
        QColor range = highlight;
        range.setAlphaF(0.45F);
        painter.fillRect(QRectF(left, line.top(), right - left, line.height()), range);
        for (const double x : {left, right}) {
            painter.fillRect(QRectF(x - 1.0, line.top() - 4.0, 2.0, line.height() + 8.0), highlight);
        }
    } else {
        painter.setBrush(highlight);
        painter.drawRoundedRect(QRectF(line.topLeft(), QPointF(xOf(value()), line.bottom())), 2, 2);
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
    paintTicks(painter, line);
    painter.setRenderHint(QPainter::Antialiasing);
    if (hovered_ && !isSliderDown()) {
        QColor ghost = palette().color(QPalette::WindowText);
        ghost.setAlphaF(0.4F);
        painter.fillRect(QRectF(xOf(*hovered_) - 0.5, line.top() - 3.0, 1.0, line.height() + 6.0), ghost);
    }
    const QRectF handle(xOf(value()) - 4.0, line.top() - 5.0, 8.0, line.height() + 10.0);
    painter.setPen(QPen(hasFocus() ? highlight : palette().color(QPalette::Window), 2.0));
    painter.setBrush(palette().color(QPalette::WindowText));
    painter.drawRoundedRect(handle, 3, 3);
}

void ScrubBar::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) {
        setSliderDown(true);
        scrubTo(frameAt(event->position().x()));
    }
}

void ScrubBar::mouseMoveEvent(QMouseEvent* event) {
    const std::int64_t frame = frameAt(event->position().x());
    if (isSliderDown()) {
        scrubTo(frame);
    }
    if (hovered_ != frame) {
        hovered_ = frame;
        QToolTip::showText(event->globalPosition().toPoint(), tr("Frame %1\n%2").arg(frame).arg(timecode(frame, rate_)), this);
        update();
    }
}

void ScrubBar::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) {
        setSliderDown(false);
        update();
    }
}

void ScrubBar::wheelEvent(QWheelEvent* event) {
    const int delta = event->angleDelta().y() != 0 ? event->angleDelta().y() : event->angleDelta().x();
    scrubTo(value() + (delta > 0 ? -1 : 1));
    event->accept();
}

void ScrubBar::keyPressEvent(QKeyEvent* event) {
    const bool hasShift = (event->modifiers() & Qt::ShiftModifier) != 0;
    switch (event->key()) {
        case Qt::Key_Left:
        case Qt::Key_Down:
            scrubTo(value() - (hasShift ? pageStep() : 1));
            break;
        case Qt::Key_Right:
        case Qt::Key_Up:
            scrubTo(value() + (hasShift ? pageStep() : 1));
            break;
        case Qt::Key_PageUp:
            scrubTo(value() - pageStep());
            break;
        case Qt::Key_PageDown:
            scrubTo(value() + pageStep());
            break;
        case Qt::Key_Home:
            scrubTo(minimum());
            break;
        case Qt::Key_End:
            scrubTo(maximum());
            break;
        default:
            event->ignore();
    }
}

void ScrubBar::leaveEvent(QEvent*) {
    hovered_.reset();
    update();
}

void ScrubBar::changeEvent(QEvent* event) {
    QAbstractSlider::changeEvent(event);
    update();
}

}  // namespace kinora
