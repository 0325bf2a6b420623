#include "ui/viewer/frame_canvas.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <array>
#include <cmath>

#include "ui/actions/widget_keys.h"
#include "ui/viewer/to_qimage.h"

namespace kinora {

namespace {

constexpr std::array ladder = {0.125, 0.25, 1.0 / 3.0, 0.5, 2.0 / 3.0, 0.75, 1.0,  1.5, 2.0,
                               3.0,   4.0,  6.0,       8.0, 12.0,      16.0, 24.0, 32.0};

}  // namespace

double nextZoom(double zoom, bool larger) {
    constexpr double same = 1.001;
    if (larger) {
        const auto* const next = std::ranges::upper_bound(ladder, zoom * same);
        return next == ladder.end() ? ladder.back() : *next;
    }
    const auto* const next = std::ranges::lower_bound(ladder, zoom / same);
    return next == ladder.begin() ? ladder.front() : *std::prev(next);
}

void drawPicture(QPainter& painter, const QRectF& target, const QImage& picture, Enlargement enlargement) {
    if (picture.isNull() || target.isEmpty()) {
        return;
    }
    const double ratio = painter.device()->devicePixelRatioF();
    const QSize pixels = (target.size() * ratio).toSize();
    const double scale = static_cast<double>(pixels.width()) / picture.width();
    if (scale < 0.6) {
        // A painter looks at four neighbours only, which lets fine patterns flicker.
        painter.drawImage(target, picture.scaled(pixels, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
        return;
    }
    const bool isSharp = pixels == picture.size() || (enlargement == Enlargement::pixels && scale >= 2.0);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, !isSharp);
    painter.drawImage(target, picture);
}

FrameCanvas::FrameCanvas(QWidget* parent, WidgetKeys* keys)
    : QWidget(parent), keys_(keys != nullptr ? keys : new WidgetKeys(viewerCommands(), this)) {
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Picture"));
    setAttribute(Qt::WA_OpaquePaintEvent);
}

void FrameCanvas::setPicture(const Image& picture) {
    const QSize before = pictureSize();
    // Painting from 32 bits is several times as fast.
    picture_ = toQImage(picture).convertToFormat(QImage::Format_RGB32);
    setMessage({});
    if (pictureSize() != before) {
        centre_ = QRectF(QPointF(), QSizeF(pictureSize())).center();
        Q_EMIT zoomChanged(zoom(), isFitted_);
    }
    update();
}

void FrameCanvas::clear() {
    picture_ = {};
    update();
    Q_EMIT zoomChanged(zoom(), isFitted_);
}

void FrameCanvas::setMessage(const Saying& message) {
    if (!message.isEmpty() || !message_.isEmpty()) {
        message_ = message;
        setAccessibleDescription(message);
        update();
    }
}

double FrameCanvas::fittedZoom() const {
    const QSize picture = pictureSize();
    if (picture.isEmpty()) {
        return 1.0;
    }
    const QSizeF view = QSizeF(size()) * devicePixelRatioF();
    const double scale = std::min(view.width() / picture.width(), view.height() / picture.height());
    const bool isWhole = enlargement_ == Enlargement::pixels && scale >= 2.0;
    return isWhole ? std::floor(scale) : scale;
}

double FrameCanvas::zoom() const {
    return isFitted_ ? fittedZoom() : zoom_;
}

QRectF FrameCanvas::pictureRect() const {
    const QSize picture = pictureSize();
    if (picture.isEmpty()) {
        return {};
    }
    const double ratio = devicePixelRatioF();
    const double scale = zoom();
    const QPointF middle = QPointF(width(), height()) * ratio / 2.0;
    const QPointF centre = isFitted_ ? QPointF(picture.width(), picture.height()) / 2.0 : centre_;
    const QPoint corner = (middle - centre * scale).toPoint();
    const QSize pixels(std::max(qRound(picture.width() * scale), 1), std::max(qRound(picture.height() * scale), 1));
    return {QPointF(corner) / ratio, QSizeF(pixels) / ratio};
}

QSize FrameCanvas::sizeHint() const {
    return {640, 360};
}

QSize FrameCanvas::minimumSizeHint() const {
    return {160, 90};
}

void FrameCanvas::fit() {
    isFitted_ = true;
    unsetCursor();
    update();
    Q_EMIT zoomChanged(zoom(), true);
}

void FrameCanvas::setZoom(double zoom) {
    zoomAbout(zoom, QRectF(rect()).center());
}

void FrameCanvas::zoomIn() {
    setZoom(nextZoom(zoom(), true));
}

void FrameCanvas::zoomOut() {
    setZoom(nextZoom(zoom(), false));
}

void FrameCanvas::setEnlargement(Enlargement enlargement) {
    if (enlargement != enlargement_) {
        enlargement_ = enlargement;
        update();
        Q_EMIT enlargementChanged(enlargement);
        Q_EMIT zoomChanged(zoom(), isFitted_);
    }
}

void FrameCanvas::zoomAbout(double newZoom, QPointF fixed) {
    const QRectF before = pictureRect();
    const QSize picture = pictureSize();
    if (before.isEmpty()) {
        return;
    }
    newZoom = std::clamp(newZoom, ladder.front(), ladder.back());
    const QPointF place((fixed.x() - before.x()) / before.width() * picture.width(),
                        (fixed.y() - before.y()) / before.height() * picture.height());
    isFitted_ = false;
    zoom_ = newZoom;
    centre_ = place + (QRectF(rect()).center() - fixed) * devicePixelRatioF() / newZoom;
    keepInView();
    setCursor(Qt::OpenHandCursor);
    update();
    Q_EMIT zoomChanged(zoom_, false);
}

void FrameCanvas::keepInView() {
    const QSize picture = pictureSize();
    const QSizeF view = QSizeF(size()) * devicePixelRatioF() / zoom_;
    const auto kept = [](double centre, double length, double seen) {
        return length <= seen ? length / 2.0 : std::clamp(centre, seen / 2.0, length - seen / 2.0);
    };
    centre_ = {kept(centre_.x(), picture.width(), view.width()), kept(centre_.y(), picture.height(), view.height())};
}

void FrameCanvas::paintPicture(QPainter& painter, const QRectF& target) {
    drawSharply(painter, target, picture_);
}

void FrameCanvas::drawSharply(QPainter& painter, const QRectF& target, const QImage& picture) {
    drawPicture(painter, target, picture, enlargement_);
}

void FrameCanvas::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QRectF target = pictureRect();
    if (target.isEmpty()) {
        paintBackground(painter);
    } else {
        painter.fillRect(rect(), palette().color(QPalette::Dark));
        painter.save();
        paintPicture(painter, target);
        painter.restore();
    }
    paintMessage(painter, rect(), message_);
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(palette().color(QPalette::Highlight));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void FrameCanvas::paintBackground(QPainter& painter) const {
    constexpr int square = 12;
    painter.fillRect(rect(), palette().color(QPalette::Base));
    for (int y = 0; y < height(); y += square) {
        for (int x = y / square % 2 * square; x < width(); x += 2 * square) {
            painter.fillRect(x, y, square, square, palette().color(QPalette::AlternateBase));
        }
    }
}

void FrameCanvas::paintMessage(QPainter& painter, const QRect& part, const QString& message) const {
    if (message.isEmpty()) {
        return;
    }
    constexpr int margin = 12;
    const QRect room = part.adjusted(3 * margin, margin, -3 * margin, -margin);
    QRect text = painter.boundingRect(room, Qt::AlignCenter | Qt::TextWordWrap, message);
    const QRect box = text.adjusted(-margin, -margin * 2 / 3, margin, margin * 2 / 3);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(palette().color(QPalette::Window));
    painter.drawRoundedRect(box, 6, 6);
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(text.adjusted(-1, 0, 1, 0), Qt::AlignCenter | Qt::TextWordWrap, message);
}

void FrameCanvas::resizeEvent(QResizeEvent*) {
    keepInView();
    Q_EMIT zoomChanged(zoom(), isFitted_);
}

void FrameCanvas::wheelEvent(QWheelEvent* event) {
    if (event->angleDelta().y() != 0) {
        zoomAbout(nextZoom(zoom(), event->angleDelta().y() > 0), event->position());
    }
    event->accept();
}

void FrameCanvas::mousePressEvent(QMouseEvent* event) {
    const bool canMove = !isFitted_ && (event->button() == Qt::LeftButton || event->button() == Qt::MiddleButton);
    if (canMove) {
        isDragging_ = true;
        dragFrom_ = event->position();
        setCursor(Qt::ClosedHandCursor);
    }
}

void FrameCanvas::mouseMoveEvent(QMouseEvent* event) {
    if (isDragging_) {
        centre_ -= (event->position() - dragFrom_) * devicePixelRatioF() / zoom_;
        dragFrom_ = event->position();
        keepInView();
        update();
    }
}

void FrameCanvas::mouseReleaseEvent(QMouseEvent*) {
    if (isDragging_) {
        isDragging_ = false;
        setCursor(Qt::OpenHandCursor);
    }
}

void FrameCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) {
        Q_EMIT doubleClicked();
    }
}

void FrameCanvas::keyPressEvent(QKeyEvent* event) {
    if (!run(static_cast<ViewerCommand>(keys_->commandOf(*event)))) {
        QWidget::keyPressEvent(event);
    }
}

bool FrameCanvas::run(ViewerCommand command) {
    switch (command) {
        case ViewerCommand::zoomIn:
            zoomIn();
            return true;
        case ViewerCommand::zoomOut:
            zoomOut();
            return true;
        case ViewerCommand::fit:
            fit();
            return true;
        case ViewerCommand::actualSize:
            setZoom(1.0);
            return true;
        default:
            return false;
    }
}

void FrameCanvas::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        setAccessibleName(tr("Picture"));
        setAccessibleDescription(message_);
        update();
    }
}

}  // namespace kinora
