#include "ui/keyframes/latent_ruler.h"

#include <QEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

#include "core/project/strength_curve.h"
#include "ui/viewer/timecode.h"

namespace kinora {

namespace {

constexpr int cellHeight = 10;
constexpr double fewestPixels = 4.0;  // between ticks of frames

}  // namespace

LatentRuler::LatentRuler(QWidget* parent) : QWidget(parent) {
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    retranslate();
}

void LatentRuler::setClip(std::int64_t numFrames, const FrameRate& rate, std::int64_t frameMultiple) {
    numFrames_ = std::max<std::int64_t>(numFrames, 1);
    rate_ = rate;
    frameMultiple_ = std::max<std::int64_t>(frameMultiple, 1);
    retranslate();
    update();
}

void LatentRuler::setPlayhead(std::optional<std::int64_t> frame) {
    playhead_ = frame;
    update();
}

FrameScale LatentRuler::scale() const {
    return {0, numFrames_, clipMargin, std::max(width() - 2.0 * clipMargin, 1.0)};
}

QString LatentRuler::textAt(std::int64_t frame) const {
    if (frameMultiple_ < 2) {
        return tr("Frame %1").arg(frame);
    }
    const std::int64_t latent = latent_frame_of(frame, frameMultiple_);
    const std::int64_t first = first_frame_of_latent(latent, frameMultiple_);
    const std::int64_t last = std::min(first_frame_of_latent(latent + 1, frameMultiple_), numFrames_) - 1;
    if (first == last) {
        return tr("Frame %1 is latent frame %2 alone").arg(first).arg(latent);
    }
    return tr("Frame %1\nFrames %2 to %3 share latent frame %4").arg(frame).arg(first).arg(last).arg(latent);
}

QSize LatentRuler::sizeHint() const {
    return {400, cellHeight + fontMetrics().height() + 8};
}

QSize LatentRuler::minimumSizeHint() const {
    return {120, sizeHint().height()};
}

void LatentRuler::paintCells(QPainter& painter) const {
    const FrameScale scale = this->scale();
    const QColor text = palette().color(QPalette::WindowText);
    QColor even = palette().color(QPalette::Highlight);
    QColor odd = even;
    even.setAlphaF(0.45F);
    odd.setAlphaF(0.2F);
    if (frameMultiple_ > 1) {
        for (std::int64_t latent = 0; first_frame_of_latent(latent, frameMultiple_) < numFrames_; ++latent) {
            const double from = scale.xOf(first_frame_of_latent(latent, frameMultiple_));
            const double to = scale.xOf(std::min(first_frame_of_latent(latent + 1, frameMultiple_), numFrames_));
            painter.fillRect(QRectF(QPointF(from, 0.0), QPointF(to, cellHeight)), latent % 2 == 0 ? even : odd);
        }
    }
    QColor tick = text;
    tick.setAlphaF(0.35F);
    if (scale.perFrame() >= fewestPixels) {
        for (std::int64_t frame = 0; frame <= numFrames_; ++frame) {
            painter.fillRect(QRectF(std::floor(scale.xOf(frame)), cellHeight / 2.0, 1.0, cellHeight / 2.0), tick);
        }
    }
    painter.fillRect(QRectF(scale.left, cellHeight, scale.width, 1.0), tick);
}

void LatentRuler::paintLabels(QPainter& painter) const {
    const FrameScale scale = this->scale();
    QColor ink = palette().color(QPalette::WindowText);
    ink.setAlphaF(0.75F);
    painter.setPen(ink);
    const std::int64_t step = scale.labelStep(fontMetrics().horizontalAdvance(QString::number(numFrames_)) + 20.0);
    const double half = 40.0;
    for (std::int64_t frame = 0; frame < numFrames_; frame += step) {
        const double x = scale.middleOf(frame);
        painter.fillRect(QRectF(std::floor(x), cellHeight + 1.0, 1.0, 4.0), ink);
        const QRectF room(x - half, cellHeight + 4.0, 2.0 * half, fontMetrics().height());
        painter.drawText(room, Qt::AlignCenter, QString::number(frame));
    }
}

void LatentRuler::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintCells(painter);
    paintLabels(painter);
    if (playhead_ && *playhead_ < numFrames_) {
        const double x = scale().middleOf(*playhead_);
        painter.fillRect(QRectF(x - 0.5, 0.0, 1.0, height()), palette().color(QPalette::WindowText));
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(palette().color(QPalette::WindowText));
        painter.drawPolygon(QPolygonF({{x - 4.0, 0.0}, {x + 4.0, 0.0}, {x, 6.0}}));
    }
}

void LatentRuler::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) {
        Q_EMIT frameChosen(scale().frameAt(event->position().x()));
    }
}

void LatentRuler::mouseMoveEvent(QMouseEvent* event) {
    const std::int64_t frame = scale().frameAt(event->position().x());
    if ((event->buttons() & Qt::LeftButton) != 0) {
        Q_EMIT frameChosen(frame);
    }
    QToolTip::showText(event->globalPosition().toPoint(), textAt(frame) + QLatin1Char('\n') + timecode(frame, rate_), this);
}

void LatentRuler::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void LatentRuler::retranslate() {
    setAccessibleName(tr("Ruler"));
    const QString grid = tr("%1 frames; %2 share a latent frame, the first is alone").arg(numFrames_).arg(frameMultiple_);
    setAccessibleDescription(frameMultiple_ > 1 ? grid : tr("%1 frames").arg(numFrames_));
}

}  // namespace kinora
