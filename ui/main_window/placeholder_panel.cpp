#include "ui/main_window/placeholder_panel.h"

#include <QPainter>

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace kinora {

namespace {

constexpr int iconSide = 40;

}  // namespace

PlaceholderPanel::PlaceholderPanel(const QString& icon, QWidget* parent) : QWidget(parent), icon_(icon) {}

void PlaceholderPanel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::AlternateBase));
    QColor colour = theme::mutedText(palette());
    colour.setAlphaF(0.5F);
    const QPixmap pixmap = icons::pixmap(icon_, iconSide, colour, painter.device()->devicePixelRatioF());
    painter.drawPixmap(rect().center() - QPoint(iconSide / 2, iconSide / 2), pixmap);
}

}  // namespace kinora
