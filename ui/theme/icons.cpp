#include "ui/theme/icons.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <memory>

static void initialiseResources() {
    Q_INIT_RESOURCE(resources);
}

namespace kinora::icons {

namespace {

QByteArray drawing(const QString& name) {
    initialiseResources();
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// Renders for the pixels that it is painted on, in today's palette.
class LineIconEngine : public QIconEngine {
 public:
    explicit LineIconEngine(const QString& name) : name_(name) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override {
        const qreal ratio = painter->device()->devicePixelRatioF();
        painter->drawPixmap(rect, scaledPixmap(rect.size() * ratio, mode, state, ratio));
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override { return scaledPixmap(size, mode, state, 1.0); }

    // `size` is in pixels of the device.
    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State, qreal ratio) override {
        const QPalette palette = QGuiApplication::palette();
        const QColor colour = mode == QIcon::Disabled   ? palette.color(QPalette::Disabled, QPalette::ButtonText)
                              : mode == QIcon::Selected ? palette.color(QPalette::HighlightedText)
                                                        : palette.color(QPalette::Active, QPalette::ButtonText);
        const int side = qMin(size.width(), size.height());
        return icons::pixmap(name_, qMax(1, qRound(side / ratio)), colour, ratio);
    }

    QIconEngine* clone() const override { return new LineIconEngine(name_); }
    bool isNull() override { return name_.isEmpty(); }

 private:
    QString name_;
};

}  // namespace

QIcon icon(const QString& name) {
    return name.isEmpty() ? QIcon() : QIcon(new LineIconEngine(name));
}

QPixmap pixmap(const QString& name, int size, const QColor& colour, qreal devicePixelRatio) {
    const QString key = QStringLiteral("kinora-icon/%1/%2/%3/%4").arg(name).arg(size).arg(colour.rgba(), 0, 16).arg(devicePixelRatio);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap)) {
        return pixmap;
    }
    QByteArray svg = drawing(name);
    svg.replace("currentColor", colour.name(QColor::HexRgb).toLatin1());
    QSvgRenderer renderer(svg);
    const int side = qMax(1, qRound(size * devicePixelRatio));
    pixmap = QPixmap(side, side);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setOpacity(colour.alphaF());
    renderer.render(&painter, QRectF(0, 0, side, side));
    painter.end();
    pixmap.setDevicePixelRatio(devicePixelRatio);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

}  // namespace kinora::icons
