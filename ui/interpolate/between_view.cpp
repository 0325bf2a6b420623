#include "ui/interpolate/between_view.h"

#include <QEvent>
#include <QPainter>

#include "ui/theme/theme.h"
#include "ui/viewer/to_qimage.h"

namespace kinora {

namespace {

constexpr int viewHeight = 250;
constexpr int captionHeight = 22;
constexpr double middleShare = 0.56;  // of the width

void paintPicture(QPainter& painter, const QRectF& room, const QImage& picture) {
    const QSizeF size = QSizeF(picture.size()).scaled(room.size(), Qt::KeepAspectRatio);
    const QRectF place(room.center() - QPointF(size.width() / 2.0, size.height() / 2.0), size);
    painter.drawImage(place, picture);
}

}  // namespace

BetweenView::BetweenView(QWidget* parent) : QWidget(parent) {
    setFixedHeight(viewHeight);
    describe();
}

void BetweenView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        describe();
        update();
    }
}

void BetweenView::show(const BetweenPicture& picture) {
    before_ = toQImage(picture.before);
    between_ = toQImage(picture.between);
    after_ = toQImage(picture.after);
    frame_ = picture.frame;
    isCut_ = picture.isCut;
    problem_ = picture.problem;
    isWaiting_ = false;
    describe();
    update();
}

void BetweenView::showWaiting() {
    isWaiting_ = true;
    describe();
    update();
}

void BetweenView::describe() {
    setAccessibleName(tr("Preview"));
    if (isWaiting_) {
        setAccessibleDescription(tr("Making the picture in between…"));
    } else if (!problem_.isEmpty()) {
        setAccessibleDescription(problem_);
    } else {
        setAccessibleDescription(isCut_ ? tr("Scene cut between frames %1 and %2: nothing is made here").arg(frame_).arg(frame_ + 1)
                                        : tr("Made between frames %1 and %2").arg(frame_).arg(frame_ + 1));
    }
}

void BetweenView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    const QRectF pictures = QRectF(rect()).adjusted(theme::space, theme::space, -theme::space, -captionHeight);
    const double side = pictures.width() * (1.0 - middleShare) / 2.0 - theme::space;
    const QRectF left(pictures.left(), pictures.top(), side, pictures.height());
    const QRectF right(pictures.right() - side, pictures.top(), side, pictures.height());
    const QRectF middle(left.right() + theme::space, pictures.top(), right.left() - left.right() - 2.0 * theme::space, pictures.height());
    const auto caption = [&](const QRectF& above, const QString& text, const QColor& colour) {
        painter.setPen(colour);
        painter.drawText(QRectF(above.left(), pictures.bottom(), above.width(), captionHeight), Qt::AlignCenter, text);
    };
    painter.setFont(theme::smallFont(font()));
    const QColor muted = theme::mutedText(palette());
    if (frame_ >= 0 && problem_.isEmpty()) {
        painter.setOpacity(isWaiting_ ? 0.5 : 1.0);
        paintPicture(painter, left, before_);
        paintPicture(painter, right, after_);
        if (!isCut_) {
            paintPicture(painter, middle, between_);
        }
        painter.setOpacity(1.0);
        caption(left, tr("Frame %1").arg(frame_), muted);
        caption(right, tr("Frame %1").arg(frame_ + 1), muted);
    }
    if (isWaiting_ || isCut_ || !problem_.isEmpty()) {
        painter.setPen(problem_.isEmpty() || isWaiting_ ? palette().color(QPalette::WindowText) : theme::danger(palette()));
        const QString text = isWaiting_ ? (frame_ < 0 || isCut_ ? tr("Making the picture in between…") : QString())
                             : problem_.isEmpty() ? tr("Scene cut: nothing is made here, the nearer frame is shown") : problem_.text();
        painter.drawText(frame_ >= 0 && problem_.isEmpty() ? middle : pictures, Qt::AlignCenter | Qt::TextWordWrap, text);
    } else {
        caption(middle, tr("Made: halfway between"), palette().color(QPalette::WindowText));
    }
}

}  // namespace kinora
