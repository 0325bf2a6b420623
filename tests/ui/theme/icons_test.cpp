#include "ui/theme/icons.h"

#include <QApplication>
#include <QDir>
#include <QPainter>

#include "tests/support/test_main.h"
#include "ui/theme/theme.h"

using namespace kinora;

class IconsTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void every_icon_is_drawn();
    void icons_take_the_palettes_colour();
    void icons_are_drawn_for_the_devices_pixels();
    void text_can_be_read_in_both_palettes();
};

static int numPainted(const QImage& image) {
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            count += qAlpha(image.pixel(x, y)) > 40 ? 1 : 0;
        }
    }
    return count;
}

void IconsTest::every_icon_is_drawn() {
    const QStringList files = QDir(QStringLiteral(KINORA_SOURCE_DIR "/resources/icons")).entryList({QStringLiteral("*.svg")});
    QVERIFY(files.size() > 30);
    for (const QString& file : files) {
        const QImage image = icons::icon(file.chopped(4)).pixmap(16, 16).toImage();
        QVERIFY2(numPainted(image) > 6, qPrintable(file));
        QVERIFY2(numPainted(image) < 256, qPrintable(file));
    }
}

void IconsTest::icons_take_the_palettes_colour() {
    const auto colourIn = [](const QString& name) {
        QApplication::setPalette(theme::palette(name));
        const QImage image = icons::icon(QStringLiteral("stop")).pixmap(32, 32).toImage();
        QColor strongest = Qt::transparent;
        for (int x = 0; x < 32; ++x) {
            const QColor colour = image.pixelColor(x, 16);
            strongest = colour.alpha() > strongest.alpha() ? colour : strongest;
        }
        return strongest;
    };
    QVERIFY(colourIn(QStringLiteral("dark")).lightness() > 180);
    QVERIFY(colourIn(QStringLiteral("light")).lightness() < 80);
}

void IconsTest::icons_are_drawn_for_the_devices_pixels() {
    for (const double ratio : {1.0, 1.25, 1.5, 2.0, 3.0}) {
        const QPixmap pixmap = icons::pixmap(QStringLiteral("add"), 16, Qt::white, ratio);
        QCOMPARE(pixmap.width(), qRound(16 * ratio));
        QCOMPARE(pixmap.devicePixelRatio(), ratio);
    }
}

// WCAG's contrast: 4.5 for text, 3 for what is disabled or decorates.
static double contrast(const QColor& a, const QColor& b) {
    const auto luminance = [](const QColor& colour) {
        const auto part = [](double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
        return 0.2126 * part(colour.redF()) + 0.7152 * part(colour.greenF()) + 0.0722 * part(colour.blueF());
    };
    const double x = luminance(a) + 0.05;
    const double y = luminance(b) + 0.05;
    return x > y ? x / y : y / x;
}

void IconsTest::text_can_be_read_in_both_palettes() {
    for (const char* name : {"dark", "light"}) {
        const QPalette palette = theme::palette(QString::fromLatin1(name));
        const QColor window = palette.color(QPalette::Window);
        QVERIFY(contrast(palette.color(QPalette::WindowText), window) > 7.0);
        QVERIFY(contrast(palette.color(QPalette::Text), palette.color(QPalette::Base)) > 7.0);
        QVERIFY(contrast(theme::mutedText(palette), window) > 4.5);
        QVERIFY(contrast(theme::danger(palette), window) > 4.5);
        QVERIFY(contrast(theme::warning(palette), window) > 4.5);
        QVERIFY(contrast(theme::success(palette), window) > 4.5);
        QVERIFY(contrast(palette.color(QPalette::HighlightedText), palette.color(QPalette::Highlight)) > 3.5);
    }
}

KINORA_TEST(IconsTest)
#include "icons_test.moc"
