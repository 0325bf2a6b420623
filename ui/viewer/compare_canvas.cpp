#include "ui/viewer/compare_canvas.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

#include "ui/viewer/to_qimage.h"

namespace kinora {

namespace {

constexpr double edgeReach = 8.0;  // pixels on either side of the edge that take hold of it
constexpr int gapBetween = 8;      // clip pixels between two pictures side by side
constexpr double wipeStep = 0.05;

}  // namespace

CompareCanvas::CompareCanvas(QWidget* parent, WidgetKeys* keys) : FrameCanvas(parent, keys) {
    setMouseTracking(true);
    setAccessibleName(tr("Comparison of two pictures"));
}

void CompareCanvas::setFirst(const Image& picture) {
    setSide(0, first_, picture);
}

void CompareCanvas::setSecond(const Image& picture) {
    setSide(1, second_, picture);
}

void CompareCanvas::setSide(std::size_t side, QImage& shown, const Image& picture) {
    const QSize before = pictureSize();
    shown = toQImage(picture).convertToFormat(QImage::Format_RGB32);
    setMessage({});
    setProblem(side, {});
    if (pictureSize() != before) {
        fit();
    }
    update();
}

void CompareCanvas::setProblem(std::size_t side, const Saying& problem) {
    if (!problem.isEmpty() || !problems_.at(side).isEmpty()) {
        problems_.at(side) = problem;
        describeProblems();
        update();
    }
}

void CompareCanvas::describeProblems() {
    const QString gap = problems_[0].isEmpty() || problems_[1].isEmpty() ? QString() : QStringLiteral("\n");
    setAccessibleDescription(problems_[0].text() + gap + problems_[1].text());
}

void CompareCanvas::clearBoth() {
    first_ = {};
    second_ = {};
    setProblem(0, {});
    setProblem(1, {});
    update();
}

void CompareCanvas::paintEvent(QPaintEvent* event) {
    FrameCanvas::paintEvent(event);
    QPainter painter(this);
    const QRect half(0, 0, width() / 2, height());
    paintMessage(painter, half, problems_[0]);
    paintMessage(painter, half.translated(width() - half.width(), 0), problems_[1]);
}

void CompareCanvas::setMode(CompareMode mode) {
    if (mode != mode_) {
        mode_ = mode;
        unsetCursor();
        fit();
    }
}

void CompareCanvas::setWipe(double wipe) {
    wipe = std::clamp(wipe, 0.0, 1.0);
    if (wipe != wipe_) {
        wipe_ = wipe;
        update();
        Q_EMIT wipeChanged(wipe_);
    }
}

double CompareCanvas::wipeX() const {
    const QRectF target = pictureRect();
    return target.left() + target.width() * wipe_;
}

QSize CompareCanvas::pictureSize() const {
    const QSize size = first_.isNull() ? second_.size() : first_.size();
    if (mode_ == CompareMode::sideBySide && !size.isEmpty()) {
        return {size.width() * 2 + gapBetween, size.height()};
    }
    return size;
}

void CompareCanvas::paintPicture(QPainter& painter, const QRectF& target) {
    switch (mode_) {
        case CompareMode::wipe:
            paintWipe(painter, target);
            break;
        case CompareMode::difference:
            paintDifference(painter, target);
            break;
        case CompareMode::sideBySide:
            paintSideBySide(painter, target);
            break;
    }
}

void CompareCanvas::paintWipe(QPainter& painter, const QRectF& target) {
    const double ratio = devicePixelRatioF();
    const double edge = std::round(wipeX() * ratio) / ratio;
    const QRectF left(target.left(), target.top(), edge - target.left(), target.height());
    const QRectF right(edge, target.top(), target.right() - edge, target.height());
    painter.save();
    painter.setClipRect(left);
    drawSharply(painter, target, first_);
    painter.setClipRect(right);
    drawSharply(painter, target, second_);
    painter.restore();
    painter.fillRect(QRectF(edge - 1.0, target.top(), 2.0, target.height()), palette().color(QPalette::Highlight));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(palette().color(QPalette::Base), 1.5));
    painter.setBrush(palette().color(QPalette::Highlight));
    const QPointF grip(edge, std::clamp(height() / 2.0, target.top(), target.bottom()));
    painter.drawEllipse(grip, 9.0, 9.0);
    painter.setPen(QPen(palette().color(QPalette::HighlightedText), 1.5));
    for (const double side : {-1.0, 1.0}) {
        const QPointF tip = grip + QPointF(side * 5.5, 0.0);
        painter.drawPolyline(QPolygonF({tip - QPointF(side * 3.0, 3.0), tip, tip - QPointF(side * 3.0, -3.0)}));
    }
    paintLabel(painter, left & QRectF(rect()), Qt::AlignLeft, tr("A"));
    paintLabel(painter, right & QRectF(rect()), Qt::AlignRight, tr("B"));
}

void CompareCanvas::paintSideBySide(QPainter& painter, const QRectF& target) {
    const double scale = target.width() / pictureSize().width();
    const double width = (pictureSize().width() - gapBetween) / 2 * scale;
    const QRectF left(target.left(), target.top(), width, target.height());
    const QRectF right(target.right() - width, target.top(), width, target.height());
    drawSharply(painter, left, first_);
    drawSharply(painter, right, second_);
    paintLabel(painter, left & QRectF(rect()), Qt::AlignLeft, tr("A"));
    paintLabel(painter, right & QRectF(rect()), Qt::AlignRight, tr("B"));
}

void CompareCanvas::paintDifference(QPainter& painter, const QRectF& target) {
    if (first_.isNull() || second_.isNull()) {
        drawSharply(painter, target, first_.isNull() ? second_ : first_);
        return;
    }
    QImage difference = first_;
    {
        QPainter subtract(&difference);
        subtract.setCompositionMode(QPainter::CompositionMode_Difference);
        drawPicture(subtract, QRectF(difference.rect()), second_, Enlargement::smooth);
    }
    drawSharply(painter, target, difference);
}

void CompareCanvas::paintLabel(QPainter& painter, const QRectF& room, Qt::Alignment side, const QString& text) const {
    constexpr double size = 20.0;
    constexpr double margin = 8.0;
    if (room.width() < size + 2.0 * margin) {
        return;
    }
    const double x = side == Qt::AlignLeft ? room.left() + margin : room.right() - margin - size;
    const QRectF box(x, room.top() + margin, size, size);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(palette().color(QPalette::Window));
    painter.drawRoundedRect(box, 4, 4);
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(box, Qt::AlignCenter, text);
}

bool CompareCanvas::isAtEdge(double x) const {
    return mode_ == CompareMode::wipe && !pictureRect().isEmpty() && std::abs(x - wipeX()) <= edgeReach;
}

void CompareCanvas::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && isAtEdge(event->position().x())) {
        isWiping_ = true;
        return;
    }
    FrameCanvas::mousePressEvent(event);
}

void CompareCanvas::mouseMoveEvent(QMouseEvent* event) {
    if (isWiping_) {
        const QRectF target = pictureRect();
        setWipe((event->position().x() - target.left()) / target.width());
        return;
    }
    if (event->buttons() == Qt::NoButton) {
        const bool canMove = !isFitted();
        setCursor(isAtEdge(event->position().x()) ? Qt::SplitHCursor : canMove ? Qt::OpenHandCursor : Qt::ArrowCursor);
    }
    FrameCanvas::mouseMoveEvent(event);
}

void CompareCanvas::mouseReleaseEvent(QMouseEvent* event) {
    isWiping_ = false;
    FrameCanvas::mouseReleaseEvent(event);
}

bool CompareCanvas::run(ViewerCommand command) {
    if (command == ViewerCommand::wipeLeft || command == ViewerCommand::wipeRight) {
        setWipe(command == ViewerCommand::wipeLeft ? wipe_ - wipeStep : wipe_ + wipeStep);
        return true;
    }
    return FrameCanvas::run(command);
}

void CompareCanvas::changeEvent(QEvent* event) {
    FrameCanvas::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        setAccessibleName(tr("Comparison of two pictures"));
        if (message().isEmpty()) {
            describeProblems();
        }
    }
}

}  // namespace kinora
