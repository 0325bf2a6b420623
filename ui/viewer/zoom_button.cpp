#include "ui/viewer/zoom_button.h"

#include <QEvent>
#include <QMenu>
#include <QStyleOptionToolButton>
#include <QStylePainter>

#include <cmath>

#include "ui/actions/widget_keys.h"
#include "ui/theme/theme.h"
#include "ui/viewer/frame_canvas.h"

namespace kinora {

namespace {

constexpr int mostPercent = 6400;

// With the arrow beside the words; the style would put one into the corner.
QString withArrow(const QString& words) {
    return words + QStringLiteral(" \u25be");
}

}  // namespace

ZoomButton::ZoomButton(FrameCanvas& canvas, QWidget* parent) : QToolButton(parent), canvas_(canvas) {
    setPopupMode(QToolButton::InstantPopup);
    setAutoRaise(true);
    setFocusPolicy(Qt::TabFocus);
    setMenu(new QMenu(this));
    makeMenu();
    connect(&canvas_.keys(), &WidgetKeys::changed, this, &ZoomButton::makeMenu);
    connect(&canvas_, &FrameCanvas::zoomChanged, this, &ZoomButton::showZoom);
    connect(&canvas_, &FrameCanvas::enlargementChanged, this, &ZoomButton::makeMenu);
}

void ZoomButton::makeMenu() {
    QMenu* menu = this->menu();
    menu->clear();
    const auto keyOf = [this](ViewerCommand command) { return canvas_.keys().text(static_cast<int>(command)); };
    menu->addAction(tr("Fit") + QLatin1Char('\t') + keyOf(ViewerCommand::fit), &canvas_, &FrameCanvas::fit);
    for (const int percent : {25, 50, 100, 200, 400, 800}) {
        const QString key = percent == 100 ? QLatin1Char('\t') + keyOf(ViewerCommand::actualSize) : QString();
        const QString text = tr("%1 %").arg(percent) + key;
        menu->addAction(text, &canvas_, [this, percent] { canvas_.setZoom(percent / 100.0); });
    }
    menu->addSeparator();
    QAction* smooth = menu->addAction(tr("Smooth enlargement"));
    smooth->setCheckable(true);
    smooth->setChecked(canvas_.enlargement() == Enlargement::smooth);
    connect(smooth, &QAction::triggered, &canvas_,
            [this](bool isSmooth) { canvas_.setEnlargement(isSmooth ? Enlargement::smooth : Enlargement::pixels); });
    setAccessibleName(tr("Zoom"));
    setToolTip(tr("Zoom (%1, %2, %3 to fit, %4 for the clip's own pixels)")
                   .arg(keyOf(ViewerCommand::zoomIn), keyOf(ViewerCommand::zoomOut), keyOf(ViewerCommand::fit),
                        keyOf(ViewerCommand::actualSize)));
    showZoom();
}

void ZoomButton::showZoom() {
    const long percent = std::lround(canvas_.zoom() * 100.0);
    if (canvas_.pictureRect().isEmpty()) {
        setText(tr("Fit"));
    } else {
        setText(canvas_.isFitted() ? tr("Fit, %1 %").arg(percent) : tr("%1 %").arg(percent));
    }
}

QSize ZoomButton::sizeHint() const {
    const QString widest = withArrow(tr("Fit, %1 %").arg(mostPercent));
    return {fontMetrics().horizontalAdvance(widest) + 2 * theme::space, QToolButton::sizeHint().height()};
}

void ZoomButton::paintEvent(QPaintEvent*) {
    QStylePainter painter(this);
    QStyleOptionToolButton option;
    initStyleOption(&option);
    option.features &= ~QStyleOptionToolButton::HasMenu;
    option.text = withArrow(option.text);
    painter.drawComplexControl(QStyle::CC_ToolButton, option);
}

void ZoomButton::changeEvent(QEvent* event) {
    QToolButton::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        updateGeometry();
        makeMenu();
    }
}

}  // namespace kinora
