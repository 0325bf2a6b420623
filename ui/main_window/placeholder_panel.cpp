#include "ui/main_window/placeholder_panel.h"

#include <QPainter>

#include "ui/session/engine_bridge.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace kinora {

namespace {

constexpr int iconSide = 40;

void paintIcon(QPainter& painter, const QRect& rect, const QString& icon, const QPalette& palette) {
    QColor colour = theme::mutedText(palette);
    colour.setAlphaF(0.5F);
    const QPixmap pixmap = icons::pixmap(icon, iconSide, colour, painter.device()->devicePixelRatioF());
    painter.drawPixmap(rect.center() - QPoint(iconSide / 2, iconSide / 2), pixmap);
}

}  // namespace

PreviewStill::PreviewStill(EngineBridge& bridge, QWidget* parent) : QWidget(parent) {
    connect(&bridge, &EngineBridge::changed, this, [this](const EngineSnapshot& snapshot) {
        if (snapshot.progress && !snapshot.progress->steps.empty() && snapshot.progress->steps.back().preview) {
            const auto& images = snapshot.progress->steps.back().preview->images;
            const Image& image = images[images.size() / 2];
            image_ = QImage(image.row(0), image.width(), image.height(), image.width() * 3, QImage::Format_RGB888).copy();
            update();
        }
    });
}

void PreviewStill::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Shadow));
    if (image_.isNull()) {
        paintIcon(painter, rect(), QStringLiteral("monitor"), palette());
        return;
    }
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    QRect target(QPoint(), image_.size().scaled(size(), Qt::KeepAspectRatio));
    target.moveCenter(rect().center());
    painter.drawImage(target, image_);
}

EmptyPanel::EmptyPanel(const QString& icon, QWidget* parent) : QWidget(parent), icon_(icon) {}

void EmptyPanel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::AlternateBase));
    paintIcon(painter, rect(), icon_, palette());
}

}  // namespace kinora
