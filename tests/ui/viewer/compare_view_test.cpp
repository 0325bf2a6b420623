#include "ui/viewer/compare_view.h"

#include <QApplication>
#include <QSemaphore>
#include <QSignalSpy>

#include <atomic>
#include <cmath>

#include "core/base/picture_similarity.h"
#include "tests/support/test_main.h"
#include "tests/ui/screenshot.h"
#include "tests/ui/viewer/manual_clock.h"
#include "tests/ui/viewer/test_clips.h"
#include "ui/plots/quality_plot.h"
#include "ui/viewer/glyph_button.h"
#include "ui/viewer/quality_measurement.h"

using namespace kinora;
using namespace kinora::test;

class CompareViewTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init();
    void cleanup();
    void the_wipe_shows_one_on_either_side();
    void the_wipe_is_dragged();
    void keys_move_the_wipe();
    void the_difference_of_equal_pictures_is_black();
    void side_by_side_shows_both_whole();
    void one_playhead_moves_both();
    void the_shorter_clip_holds_its_last_frame();
    void sides_are_exchanged();
    void measures_every_frame();
    void clips_of_different_sizes_have_no_figures();
    void a_measurement_can_be_ended();
    void a_click_in_the_plot_goes_there();
    void looks();
    void another_take_does_not_wait_for_one_that_is_read_slowly();

 private:
    std::unique_ptr<CompareView> view_;

    void open(OpenFrames first, OpenFrames second) {
        view_->open({std::move(first), QStringLiteral("Take 1")}, {std::move(second), QStringLiteral("Take 2")});
        QVERIFY(QTest::qWaitFor([&] { return view_->feed(0).shownFrame() == 0 && view_->feed(1).shownFrame() == 0; }, 10'000));
    }
    QColor colourAt(QPointF at) { return view_->canvas().grab().toImage().pixelColor(at.toPoint()); }
    GlyphButton* button(const char* name) {
        for (auto* found : view_->findChildren<GlyphButton*>()) {
            if (found->accessibleName() == QString::fromLatin1(name)) {
                return found;
            }
        }
        return nullptr;
    }
};

static std::shared_ptr<const VideoFrames> flat_clip(int count, std::uint8_t red, std::uint8_t green, std::uint8_t blue) {
    auto clip = std::make_shared<VideoFrames>();
    clip->frame_rate = {24, 1};
    clip->images.assign(static_cast<std::size_t>(count), flat_picture(64, 48, red, green, blue));
    return clip;
}

void CompareViewTest::init() {
    view_ = std::make_unique<CompareView>();
    view_->resize(760, 640);
    view_->show();
    QVERIFY(QTest::qWaitForWindowExposed(view_.get()));
}

void CompareViewTest::cleanup() {
    view_.reset();
}

void CompareViewTest::the_wipe_shows_one_on_either_side() {
    open(frames_in_memory(flat_clip(3, 200, 0, 0)), frames_in_memory(flat_clip(3, 0, 0, 200)));
    const QRectF picture = view_->canvas().pictureRect();
    const double y = picture.bottom() - 5.0;
    QCOMPARE(colourAt({view_->canvas().wipeX() - 20, y}), QColor(200, 0, 0));
    QCOMPARE(colourAt({view_->canvas().wipeX() + 20, y}), QColor(0, 0, 200));
}

void CompareViewTest::the_wipe_is_dragged() {
    open(frames_in_memory(flat_clip(3, 200, 0, 0)), frames_in_memory(flat_clip(3, 0, 0, 200)));
    CompareCanvas& canvas = view_->canvas();
    const QRectF picture = canvas.pictureRect();
    const int y = canvas.height() / 2;
    QTest::mousePress(&canvas, Qt::LeftButton, {}, {qRound(canvas.wipeX()), y});
    QTest::mouseMove(&canvas, {qRound(picture.left() + picture.width() / 4), y});
    QVERIFY(std::abs(canvas.wipe() - 0.25) < 0.01);
    QTest::mouseMove(&canvas, {canvas.width() + 100, y});
    QCOMPARE(canvas.wipe(), 1.0);
    QTest::mouseMove(&canvas, {qRound(picture.left() + picture.width() / 4), y});
    QTest::mouseRelease(&canvas, Qt::LeftButton, {}, {qRound(picture.left() + picture.width() / 4), y});
    QTest::mouseMove(&canvas, {qRound(picture.right()) - 20, y});
    QVERIFY(std::abs(canvas.wipe() - 0.25) < 0.01);
    QCOMPARE(colourAt({picture.left() + picture.width() / 2, picture.bottom() - 5.0}), QColor(0, 0, 200));
    QTest::mousePress(&canvas, Qt::LeftButton, {}, {qRound(picture.right()) - 20, y});  // not at the edge
    QTest::mouseMove(&canvas, {qRound(picture.right()) - 60, y});
    QTest::mouseRelease(&canvas, Qt::LeftButton, {}, {qRound(picture.right()) - 60, y});
    QVERIFY(std::abs(canvas.wipe() - 0.25) < 0.01);
}

void CompareViewTest::keys_move_the_wipe() {
    QTest::keyClick(&view_->canvas(), Qt::Key_BracketRight);
    QVERIFY(std::abs(view_->canvas().wipe() - 0.55) < 1e-9);
    QTest::keyClick(&view_->canvas(), Qt::Key_BracketLeft);
    QTest::keyClick(&view_->canvas(), Qt::Key_BracketLeft);
    QVERIFY(std::abs(view_->canvas().wipe() - 0.45) < 1e-9);
}

void CompareViewTest::the_difference_of_equal_pictures_is_black() {
    open(frames_in_memory(numbered_clip(3)), frames_in_memory(numbered_clip(3)));
    QTest::mouseClick(button("Difference"), Qt::LeftButton);
    const QRectF picture = view_->canvas().pictureRect();
    QCOMPARE(colourAt(picture.center()), QColor(0, 0, 0));
    open(frames_in_memory(flat_clip(3, 200, 10, 40)), frames_in_memory(flat_clip(3, 50, 30, 40)));
    QCOMPARE(colourAt(view_->canvas().pictureRect().center()), QColor(150, 20, 0));
}

void CompareViewTest::side_by_side_shows_both_whole() {
    open(frames_in_memory(flat_clip(3, 200, 0, 0)), frames_in_memory(flat_clip(3, 0, 0, 200)));
    QTest::mouseClick(button("Side by side"), Qt::LeftButton);
    const QRectF picture = view_->canvas().pictureRect();
    QVERIFY(picture.width() > 2.0 * picture.height());
    QCOMPARE(colourAt({picture.left() + 3, picture.bottom() - 3}), QColor(200, 0, 0));
    QCOMPARE(colourAt({picture.right() - 3, picture.bottom() - 3}), QColor(0, 0, 200));
}

void CompareViewTest::one_playhead_moves_both() {
    open(frames_in_memory(numbered_clip(30)), frames_in_memory(numbered_clip(30)));
    QTest::keyClick(&view_->canvas(), Qt::Key_Right, Qt::ShiftModifier);
    QTest::keyClick(&view_->canvas(), Qt::Key_Left);
    QVERIFY(QTest::qWaitFor([&] { return view_->feed(0).shownFrame() == 23 && view_->feed(1).shownFrame() == 23; }, 10'000));
    QCOMPARE(number_in(view_->feed(0).picture()), 23);
    QCOMPARE(number_in(view_->feed(1).picture()), 23);
}

void CompareViewTest::the_shorter_clip_holds_its_last_frame() {
    open(frames_in_memory(numbered_clip(30)), frames_in_memory(numbered_clip(10)));
    QCOMPARE(view_->controller().numFrames(), 30);
    QTest::keyClick(&view_->canvas(), Qt::Key_End);
    QVERIFY(QTest::qWaitFor([&] { return view_->feed(0).shownFrame() == 29 && view_->feed(1).shownFrame() == 9; }, 10'000));
}

void CompareViewTest::sides_are_exchanged() {
    open(frames_in_memory(flat_clip(3, 200, 0, 0)), frames_in_memory(flat_clip(3, 0, 0, 200)));
    QTest::mouseClick(button("Exchange A and B"), Qt::LeftButton);
    QVERIFY(QTest::qWaitFor([&] { return view_->feed(0).shownFrame() == 0 && view_->feed(1).shownFrame() == 0; }, 10'000));
    const QRectF picture = view_->canvas().pictureRect();
    QCOMPARE(colourAt({picture.left() + 10, picture.bottom() - 5}), QColor(0, 0, 200));
}

void CompareViewTest::measures_every_frame() {
    const auto a = numbered_clip(6);
    auto b = std::make_shared<VideoFrames>(*a);
    b->images[2] = noise_picture(96, 64, 4);
    QualityMeasurement measurement(frames_in_memory(a), frames_in_memory(b));
    std::vector<FrameQuality> found;
    connect(&measurement, &QualityMeasurement::measured, this,
            [&](const std::vector<FrameQuality>& frames) { found.insert(found.end(), frames.begin(), frames.end()); });
    QSignalSpy started(&measurement, &QualityMeasurement::started);
    QSignalSpy finished(&measurement, &QualityMeasurement::finished);
    QVERIFY(finished.wait(10'000));
    QCOMPARE(started[0][0].toLongLong(), 6);
    QCOMPARE(found.size(), std::size_t{6});
    for (const FrameQuality& quality : found) {
        QCOMPARE(std::isinf(quality.psnr), quality.frame != 2);
    }
    QCOMPARE(found[2].psnr, psnr(a->images[2], b->images[2]));
    QCOMPARE(found[2].ssim, ssim(a->images[2], b->images[2]));
}

void CompareViewTest::clips_of_different_sizes_have_no_figures() {
    open(frames_in_memory(numbered_clip(5, 96, 64)), frames_in_memory(numbered_clip(5, 64, 64)));
    QVERIFY(QTest::qWaitFor([&] { return view_->plot().caption().contains(QStringLiteral("different sizes")); }, 10'000));
    QVERIFY(!view_->canvas().pictureRect().isEmpty());
}

void CompareViewTest::a_measurement_can_be_ended() {
    const auto clip = numbered_clip(2000, 96, 64);
    auto measurement = std::make_unique<QualityMeasurement>(frames_in_memory(clip), frames_in_memory(clip));
    QSignalSpy finished(measurement.get(), &QualityMeasurement::finished);
    QSignalSpy measured(measurement.get(), &QualityMeasurement::measured);
    QVERIFY(measured.wait(10'000));
    QVERIFY(finished.isEmpty());
    measurement.reset();
    QVERIFY(finished.isEmpty());
}

void CompareViewTest::a_click_in_the_plot_goes_there() {
    open(frames_in_memory(numbered_clip(50)), frames_in_memory(numbered_clip(50)));
    QVERIFY(QTest::qWaitFor([&] { return view_->plot().caption().contains(QStringLiteral("the same")); }, 10'000));
    QWidget* plot = nullptr;
    for (QWidget* child : view_->plot().findChildren<QWidget*>()) {
        plot = child->inherits("QCustomPlot") ? child : plot;
    }
    QVERIFY(plot != nullptr);
    QTest::mouseClick(plot, Qt::LeftButton, {}, {plot->width() / 2, plot->height() / 2});
    QVERIFY(std::abs(view_->controller().playhead() - 24) <= 3);
    QTest::mousePress(plot, Qt::LeftButton, {}, {plot->width() / 2, plot->height() / 2});
    QTest::mouseMove(plot, {plot->width() - 5, plot->height() / 2});
    QTest::mouseRelease(plot, Qt::LeftButton, {}, {plot->width() - 5, plot->height() / 2});
    QCOMPARE(view_->controller().playhead(), 49);
}

void CompareViewTest::looks() {
    auto changed = std::make_shared<VideoFrames>(*numbered_clip(48));
    for (int i = 0; i < 48; ++i) {
        const Image& picture = changed->images[static_cast<std::size_t>(i)];
        std::vector<std::uint8_t> rgb(picture.rgb().begin(), picture.rgb().end());
        for (std::size_t k = 0; k < rgb.size(); ++k) {
            const int noise = static_cast<int>((k * 7919) % 31) * (i + 4) / 24 - 8;
            rgb[k] = static_cast<std::uint8_t>(std::clamp(rgb[k] + noise, 0, 255));
        }
        changed->images[static_cast<std::size_t>(i)] = Image(96, 64, rgb);
    }
    open(frames_in_memory(numbered_clip(48)), frames_in_memory(changed));
    view_->controller().seek(20);
    QVERIFY(QTest::qWaitFor([&] { return view_->plot().caption().contains(QStringLiteral("PSNR")); }, 10'000));
    save_screenshots(*view_, QStringLiteral("compare"));
    QTest::mouseClick(button("Side by side"), Qt::LeftButton);
    save_screenshots(*view_, QStringLiteral("compare_side_by_side"));
}

void CompareViewTest::another_take_does_not_wait_for_one_that_is_read_slowly() {
    QSemaphore gate;
    std::atomic<int> numOpen = 0;
    std::atomic<int> numOver = 0;
    const auto slow = [&](const std::stop_token& stop) {
        ++numOpen;
        gate.tryAcquire(1, 20'000);  // as a read from a disk that does not answer, which nothing stops
        ++numOver;
        return frames_in_memory(flat_clip(3, 200, 0, 0))(stop);
    };
    view_->open({slow, QStringLiteral("Take 1")}, {frames_in_memory(flat_clip(3, 0, 0, 200)), QStringLiteral("Take 2")});
    QTRY_VERIFY(numOpen == 2);  // by the monitor, and to be measured
    open(frames_in_memory(flat_clip(3, 0, 200, 0)), frames_in_memory(flat_clip(3, 0, 0, 200)));
    QCOMPARE(numOver, 0);
    gate.release(2);
    QTRY_COMPARE(numOver, 2);
}

KINORA_TEST(CompareViewTest)
#include "compare_view_test.moc"
