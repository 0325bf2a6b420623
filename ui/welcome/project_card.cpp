#include "ui/welcome/project_card.h"

#include <QEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace kinora {

namespace {

const QSize rowPicture(80, 48);
constexpr int tileWidth = 232;
constexpr double tileShape = 0.6;  // height by width of its picture
constexpr int iconSide = 22;
constexpr float greyed = 0.5F;

}  // namespace

ProjectCard::ProjectCard(Shape shape, QWidget* parent) : QAbstractButton(parent), shape_(shape) {
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ProjectCard::setLines(const QStringList& lines) {
    lines_ = lines;
    describe();
    updateGeometry();
    update();
}

void ProjectCard::setPicture(const QImage& picture) {
    picture_ = picture;
    update();
}

void ProjectCard::setProblem(const QString& problem) {
    problem_ = problem;
    setEnabled(problem.isEmpty());
    describe();
    update();
}

// The lines cannot be heard otherwise.
void ProjectCard::describe() {
    QStringList said = lines_;
    if (!problem_.isEmpty()) {
        said.append(problem_);
    }
    setAccessibleDescription(said.join(QStringLiteral(", ")));
}

int ProjectCard::textHeight() const {
    const int small = QFontMetrics(theme::smallFont(font())).height();
    return fontMetrics().height() + (small + theme::spaceTiny) * static_cast<int>(qMax<qsizetype>(lines_.size(), 1));
}

QRect ProjectCard::pictureRect() const {
    const QRect inside = rect().adjusted(theme::space, theme::space, -theme::space, -theme::space);
    if (shape_ == Shape::tile) {
        return {inside.topLeft(), QSize(inside.width(), inside.height() - textHeight() - theme::space)};
    }
    return {QPoint(inside.left(), rect().center().y() - rowPicture.height() / 2 + 1), rowPicture};
}

QSize ProjectCard::sizeHint() const {
    if (shape_ == Shape::tile) {
        return {tileWidth, static_cast<int>(tileWidth * tileShape) + textHeight() + 3 * theme::space};
    }
    return {rowPicture.width() + tileWidth, qMax(rowPicture.height(), textHeight()) + 2 * theme::space};
}

QSize ProjectCard::minimumSizeHint() const {
    return {shape_ == Shape::tile ? tileWidth / 2 : 2 * rowPicture.width(), sizeHint().height()};
}

void ProjectCard::paintPicture(QPainter& painter) const {
    const QRect place = pictureRect();
    QPainterPath outline;
    outline.addRoundedRect(place, theme::cornerRadius, theme::cornerRadius);
    painter.fillPath(outline, palette().color(QPalette::Shadow));
    if (picture_.isNull()) {
        const QString name = problem_.isEmpty() ? QStringLiteral("assets") : QStringLiteral("warning");
        const QPixmap icon = icons::pixmap(name, iconSide, theme::mutedText(palette()), devicePixelRatioF());
        painter.drawPixmap(place.center() - QPoint(iconSide / 2 - 1, iconSide / 2 - 1), icon);
        return;
    }
    QRect target(QPoint(), picture_.size().scaled(place.size(), Qt::KeepAspectRatioByExpanding));
    target.moveCenter(place.center());
    painter.save();
    painter.setClipPath(outline);
    painter.setOpacity(isEnabled() ? 1.0 : greyed);
    painter.drawImage(target, picture_);
    painter.restore();
}

void ProjectCard::paintLines(QPainter& painter) const {
    const QRect place = pictureRect();
    QRect line = shape_ == Shape::tile ? QRect(place.left(), place.bottom() + 1 + theme::space, place.width(), textHeight())
                                       : QRect(place.right() + 1 + theme::spaceLarge, rect().center().y() - textHeight() / 2 + 1,
                                               rect().right() - theme::space - place.right() - theme::spaceLarge, textHeight());
    const QFont small = theme::smallFont(font());
    line.setHeight(fontMetrics().height());
    painter.setPen(isEnabled() ? palette().color(QPalette::Active, QPalette::Text) : theme::mutedText(palette()));
    painter.drawText(line, Qt::AlignVCenter, fontMetrics().elidedText(text(), Qt::ElideMiddle, line.width()));
    painter.setFont(small);
    const QFontMetrics metrics(small);
    for (qsizetype i = 0; i < lines_.size(); ++i) {
        const bool isReason = !problem_.isEmpty() && i + 1 == lines_.size();
        line.translate(0, line.height() + theme::spaceTiny);
        line.setHeight(metrics.height());
        painter.setPen(isReason ? theme::warning(palette()) : theme::mutedText(palette()));
        painter.drawText(line, Qt::AlignVCenter, metrics.elidedText(isReason ? problem_ : lines_[i], Qt::ElideMiddle, line.width()));
    }
}

void ProjectCard::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    const QRectF frame = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    if (isEnabled() && (underMouse() || isDown())) {
        QColor fill = palette().color(QPalette::Text);
        fill.setAlphaF(isDown() ? 0.14F : 0.07F);
        painter.setPen(Qt::NoPen);
        painter.setBrush(fill);
        painter.drawRoundedRect(frame, theme::cornerRadius, theme::cornerRadius);
    }
    if (hasFocus()) {
        painter.setPen(QPen(palette().color(QPalette::Active, QPalette::Highlight), 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(frame, theme::cornerRadius, theme::cornerRadius);
    }
    paintPicture(painter);
    paintLines(painter);
}

void ProjectCard::changeEvent(QEvent* event) {
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange) {
        updateGeometry();
        update();
    }
    QAbstractButton::changeEvent(event);
}

void ProjectCard::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        click();
        return;
    }
    QAbstractButton::keyPressEvent(event);
}

}  // namespace kinora
