#include "ui/viewer/frame_canvas.h"

#include <QApplication>
#include <QPainter>
#include <QSignalSpy>
#include <QWheelEvent>

#include "tests/support/test_main.h"
#include "tests/ui/viewer/test_clips.h"

using namespace kinora;
using namespace kinora::test;

class FrameCanvasTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void fits_the_picture();
    void tiny_pictures_grow_by_whole_numbers();
    void smooth_enlargement_fills_the_view();
    void shows_exact_pixels_at_full_size();
    void enlarges_without_blur();
    void keys_zoom();
    void the_wheel_zooms_about_the_pointer();
    void a_drag_moves_the_picture_but_not_away();
    void nothing_is_a_checker_with_a_sentence();
    void the_screen_s_scale_counts();
};

static QColor pixel(QWidget& widget, QPoint at) {
    return widget.grab().toImage().pixelColor(at);
}

static QColor sample(const Image& image, int x, int y) {
    const std::uint8_t* rgb = image.row(y) + 3 * x;
    return {rgb[0], rgb[1], rgb[2]};
}

void FrameCanvasTest::fits_the_picture() {
    FrameCanvas canvas;
    canvas.resize(400, 400);
    canvas.setPicture(numbered_picture(1000, 500, 0));
    QCOMPARE(canvas.pictureRect(), QRectF(0, 100, 400, 200));
    QCOMPARE(canvas.zoom(), 0.4);
    canvas.resize(200, 400);
    QCOMPARE(canvas.pictureRect(), QRectF(0, 150, 200, 100));
}

void FrameCanvasTest::tiny_pictures_grow_by_whole_numbers() {
    FrameCanvas canvas;
    canvas.resize(350, 350);
    canvas.setPicture(numbered_picture(100, 100, 0));
    canvas.setEnlargement(Enlargement::pixels);
    QCOMPARE(canvas.zoom(), 3.0);
    QCOMPARE(canvas.pictureRect(), QRectF(25, 25, 300, 300));
}

void FrameCanvasTest::smooth_enlargement_fills_the_view() {
    FrameCanvas canvas;
    canvas.resize(350, 350);
    canvas.setPicture(numbered_picture(100, 100, 0));
    QCOMPARE(canvas.pictureRect(), QRectF(0, 0, 350, 350));  // without being told
}

void FrameCanvasTest::shows_exact_pixels_at_full_size() {
    const Image picture = noise_picture(64, 48, 5);
    FrameCanvas canvas;
    canvas.resize(64, 48);
    canvas.setPicture(picture);
    canvas.setZoom(1.0);
    const QImage shown = canvas.grab().toImage();
    for (int y = 0; y < 48; ++y) {
        for (int x = 0; x < 64; ++x) {
            QCOMPARE(shown.pixelColor(x, y), sample(picture, x, y));
        }
    }
}

void FrameCanvasTest::enlarges_without_blur() {
    const Image picture = noise_picture(10, 10, 7);
    FrameCanvas canvas;
    canvas.resize(40, 40);
    canvas.setPicture(picture);
    canvas.setEnlargement(Enlargement::pixels);
    QCOMPARE(canvas.zoom(), 4.0);
    const QImage shown = canvas.grab().toImage();
    for (int y = 0; y < 40; ++y) {
        for (int x = 0; x < 40; ++x) {
            QCOMPARE(shown.pixelColor(x, y), sample(picture, x / 4, y / 4));
        }
    }
}

void FrameCanvasTest::keys_zoom() {
    FrameCanvas canvas;
    canvas.resize(400, 400);
    canvas.setPicture(numbered_picture(1000, 500, 0));
    QSignalSpy changed(&canvas, &FrameCanvas::zoomChanged);
    QTest::keyClick(&canvas, Qt::Key_1);
    QCOMPARE(canvas.zoom(), 1.0);
    QVERIFY(!canvas.isFitted());
    QTest::keyClick(&canvas, Qt::Key_Plus);
    QCOMPARE(canvas.zoom(), 1.5);
    QTest::keyClick(&canvas, Qt::Key_Minus);
    QTest::keyClick(&canvas, Qt::Key_Minus);
    QCOMPARE(canvas.zoom(), 0.75);
    QTest::keyClick(&canvas, Qt::Key_0);
    QVERIFY(canvas.isFitted());
    QCOMPARE(changed.size(), 5);
}

void FrameCanvasTest::the_wheel_zooms_about_the_pointer() {
    FrameCanvas canvas;
    canvas.resize(400, 400);
    canvas.setPicture(numbered_picture(400, 400, 0));
    canvas.setZoom(2.0);
    const QPointF pointer(100, 300);
    const auto place = [&] {
        const QRectF rect = canvas.pictureRect();
        return QPointF((pointer.x() - rect.x()) / rect.width(), (pointer.y() - rect.y()) / rect.height());
    };
    const QPointF before = place();
    QWheelEvent wheel(pointer, canvas.mapToGlobal(pointer), {}, {0, 120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(&canvas, &wheel);
    QCOMPARE(canvas.zoom(), 3.0);
    QVERIFY(std::abs(place().x() - before.x()) < 0.002);
    QVERIFY(std::abs(place().y() - before.y()) < 0.002);
}

void FrameCanvasTest::a_drag_moves_the_picture_but_not_away() {
    FrameCanvas canvas;
    canvas.resize(200, 200);
    canvas.setPicture(numbered_picture(400, 400, 0));
    canvas.setZoom(1.0);
    QCOMPARE(canvas.pictureRect().topLeft(), QPointF(-100, -100));
    QTest::mousePress(&canvas, Qt::LeftButton, {}, {100, 100});
    QTest::mouseMove(&canvas, {130, 80});
    QCOMPARE(canvas.pictureRect().topLeft(), QPointF(-70, -120));
    QTest::mouseMove(&canvas, {199, 199});
    QTest::mouseMove(&canvas, {5, 5});
    QTest::mouseMove(&canvas, {199, 199});
    QTest::mouseRelease(&canvas, Qt::LeftButton, {}, {199, 199});
    const QRectF rect = canvas.pictureRect();
    QVERIFY(rect.left() <= 0 && rect.top() <= 0 && rect.right() >= 200 && rect.bottom() >= 200);
    QTest::mouseMove(&canvas, {50, 50});
    QCOMPARE(canvas.pictureRect(), rect);
}

void FrameCanvasTest::nothing_is_a_checker_with_a_sentence() {
    FrameCanvas canvas;
    canvas.resize(240, 120);
    QVERIFY(canvas.pictureRect().isEmpty());
    QVERIFY(pixel(canvas, {2, 2}) != pixel(canvas, {14, 2}));
    const QImage before = canvas.grab().toImage();
    canvas.setMessage(QStringLiteral("There is nothing here"));
    const QImage after = canvas.grab().toImage();
    QVERIFY(after != before);
    QCOMPARE(after.pixelColor(14, 2), before.pixelColor(14, 2));  // the sentence covers the middle only
    QCOMPARE(canvas.accessibleDescription(), QStringLiteral("There is nothing here"));
    canvas.setPicture(flat_picture(24, 12, 200, 10, 10));
    QVERIFY(canvas.message().isEmpty());
    QCOMPARE(pixel(canvas, {120, 60}), QColor(200, 10, 10));
}

void FrameCanvasTest::the_screen_s_scale_counts() {
    // What a screen at 200 % does to the painter: the target is half as large, its pixels are the picture's own.
    const Image picture = noise_picture(32, 32, 9);
    const QImage source(picture.rgb().data(), 32, 32, 96, QImage::Format_RGB888);
    QImage screen(32, 32, QImage::Format_RGB32);
    screen.setDevicePixelRatio(2.0);
    {
        QPainter painter(&screen);
        drawPicture(painter, QRectF(0, 0, 16, 16), source, Enlargement::smooth);
    }
    QCOMPARE(screen.pixelColor(5, 9), sample(picture, 5, 9));
    QCOMPARE(screen.pixelColor(30, 31), sample(picture, 30, 31));
}

KINORA_TEST(FrameCanvasTest)
#include "frame_canvas_test.moc"
