#include "ui/viewer/viewer.h"

#include <QApplication>
#include <QLabel>
#include <QSignalSpy>
#include <QSpinBox>
#include <QWheelEvent>

#include "core/base/error.h"
#include "core/media/clip_writer.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/ui/screenshot.h"
#include "tests/ui/viewer/manual_clock.h"
#include "tests/ui/viewer/test_clips.h"
#include "ui/language/language.h"
#include "ui/viewer/frame_canvas.h"
#include "ui/viewer/full_screen_view.h"
#include "ui/viewer/glyph_button.h"
#include "ui/viewer/scrub_bar.h"
#include "ui/viewer/transport_bar.h"

using namespace kinora;
using namespace kinora::test;

class ViewerTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init();
    void cleanup();
    void shows_the_first_frame();
    void scrubs_to_the_very_frame();
    void keys_of_the_scrub_line();
    void transport_keys();
    void pause_held_steps_with_j_and_l();
    void marks_by_key();
    void buttons();
    void the_frame_number_can_be_typed();
    void plays_a_file_frame_by_frame();
    void what_cannot_be_opened_is_said();
    void a_failed_clip_leaves_no_old_one();
    void a_frame_that_cannot_be_read_leaves_no_old_one();
    void a_clip_made_anew_keeps_the_place();
    void full_screen_follows();
    void every_control_has_a_name();
    void looks();

 private:
    std::unique_ptr<ManualClock> clock_;
    std::unique_ptr<Viewer> viewer_;

    bool shows(int number) {
        const FrameFeed& feed = viewer_->feed();
        return QTest::qWaitFor([&] { return feed.shownFrame() == number && number_in(feed.picture()) == number; }, 10'000);
    }
    void open(int count = 100) {
        QSignalSpy opened(viewer_.get(), &Viewer::opened);
        viewer_->open(frames_in_memory(numbered_clip(count)));
        QVERIFY(opened.wait(10'000));
    }
    void advance(double seconds) {
        clock_->advance(seconds);
        viewer_->controller().tick();
    }
    GlyphButton* button(const char* name) {
        for (auto* found : viewer_->findChildren<GlyphButton*>()) {
            if (found->accessibleName() == QString::fromLatin1(name)) {
                return found;
            }
        }
        return nullptr;
    }
    PlaybackController& controller() { return viewer_->controller(); }
};

void ViewerTest::init() {
    clock_ = std::make_unique<ManualClock>();
    viewer_ = std::make_unique<Viewer>(nullptr, clock_->reader());
    viewer_->resize(760, 480);
    viewer_->show();
    viewer_->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(viewer_.get()));
    viewer_->setFocus();
}

void ViewerTest::cleanup() {
    viewer_.reset();
}

void ViewerTest::shows_the_first_frame() {
    open();
    QVERIFY(shows(0));
    QCOMPARE(controller().numFrames(), 100);
    QVERIFY(!viewer_->canvas().pictureRect().isEmpty());
}

void ViewerTest::scrubs_to_the_very_frame() {
    open();
    ScrubBar* scrub = viewer_->transport().scrubBar();
    QVERIFY(shows(0));
    const auto at = [&](int frame) { return QPoint(qRound(scrub->xOf(frame)), scrub->height() / 2); };
    QTest::mousePress(scrub, Qt::LeftButton, {}, at(63));
    QVERIFY(shows(63));
    for (const int frame : {64, 20, 99, 41}) {
        QTest::mouseMove(scrub, at(frame));
        QCOMPARE(controller().playhead(), frame);
        QVERIFY(shows(frame));
    }
    QTest::mouseMove(scrub, {-50, 5});
    QVERIFY(shows(0));
    QTest::mouseRelease(scrub, Qt::LeftButton, {}, at(0));
    QTest::mouseMove(scrub, at(50));
    QCOMPARE(controller().playhead(), 0);
}

void ViewerTest::keys_of_the_scrub_line() {
    open();
    ScrubBar* scrub = viewer_->transport().scrubBar();
    scrub->setFocus();
    QTest::keyClick(scrub, Qt::Key_Right);
    QTest::keyClick(scrub, Qt::Key_PageDown);
    QCOMPARE(controller().playhead(), 25);
    QTest::keyClick(scrub, Qt::Key_Left);
    QCOMPARE(controller().playhead(), 24);
    QTest::keyClick(scrub, Qt::Key_End);
    QVERIFY(shows(99));
    const QPointF at(50, 5);
    QWheelEvent wheel(at, scrub->mapToGlobal(at), {}, {0, 120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(scrub, &wheel);
    QCOMPARE(controller().playhead(), 98);
    QTest::keyClick(scrub, Qt::Key_Space);  // goes on to the monitor
    QVERIFY(controller().isPlaying());
}

void ViewerTest::transport_keys() {
    open();
    QWidget* canvas = &viewer_->canvas();
    QTest::keyClick(canvas, Qt::Key_Space);
    QVERIFY(controller().isPlaying());
    advance(0.5);
    QVERIFY(shows(12));
    QTest::keyClick(canvas, Qt::Key_Space);
    QVERIFY(!controller().isPlaying());
    QTest::keyClick(canvas, Qt::Key_L);
    QTest::keyClick(canvas, Qt::Key_L);
    QCOMPARE(controller().speed(), 2.0);
    advance(0.5);
    QCOMPARE(controller().playhead(), 36);
    QTest::keyClick(canvas, Qt::Key_J);
    QCOMPARE(controller().speed(), -1.0);
    advance(0.25);
    QVERIFY(shows(30));
    QTest::keyClick(canvas, Qt::Key_K);
    QVERIFY(!controller().isPlaying());
    QTest::keyClick(canvas, Qt::Key_Right);
    QVERIFY(shows(31));
    QTest::keyClick(canvas, Qt::Key_Left, Qt::ShiftModifier);
    QVERIFY(shows(7));
    QTest::keyClick(canvas, Qt::Key_End);
    QVERIFY(shows(99));
    QTest::keyClick(canvas, Qt::Key_Home);
    QVERIFY(shows(0));
}

void ViewerTest::pause_held_steps_with_j_and_l() {
    open();
    QWidget* canvas = &viewer_->canvas();
    QTest::keyPress(canvas, Qt::Key_K);
    QTest::keyClick(canvas, Qt::Key_L);
    QTest::keyClick(canvas, Qt::Key_L);
    QTest::keyClick(canvas, Qt::Key_J);
    QCOMPARE(controller().playhead(), 1);
    QVERIFY(!controller().isPlaying());
    QTest::keyRelease(canvas, Qt::Key_K);
    QTest::keyClick(canvas, Qt::Key_L);
    QVERIFY(controller().isPlaying());
}

void ViewerTest::marks_by_key() {
    open();
    QWidget* canvas = &viewer_->canvas();
    controller().seek(10);
    QTest::keyClick(canvas, Qt::Key_I);
    controller().seek(20);
    QTest::keyClick(canvas, Qt::Key_O);
    QCOMPARE(controller().firstFrame(), 10);
    QCOMPARE(controller().lastFrame(), 20);
    QTest::keyClick(canvas, Qt::Key_I, Qt::ShiftModifier);
    QCOMPARE(controller().playhead(), 10);
    QTest::keyClick(canvas, Qt::Key_O, Qt::AltModifier);
    QVERIFY(!controller().outPoint());
    QTest::keyClick(canvas, Qt::Key_X, Qt::AltModifier);
    QVERIFY(!controller().inPoint());
}

void ViewerTest::buttons() {
    open();
    QTest::mouseClick(button("To the last frame"), Qt::LeftButton);
    QVERIFY(shows(99));
    QTest::mouseClick(button("One frame back"), Qt::LeftButton);
    QVERIFY(shows(98));
    QTest::mouseClick(button("Set the out point"), Qt::LeftButton);
    QCOMPARE(controller().lastFrame(), 98);
    QTest::mouseClick(button("To the first frame"), Qt::LeftButton);
    QTest::mouseClick(button("Loop"), Qt::LeftButton);
    QVERIFY(controller().loops());
    QTest::mouseClick(button("Play"), Qt::LeftButton);
    QVERIFY(controller().isPlaying());
    QVERIFY(button("Play") == nullptr);
    QTest::mouseClick(button("Pause"), Qt::LeftButton);
    QVERIFY(!controller().isPlaying());
}

void ViewerTest::the_frame_number_can_be_typed() {
    open();
    auto* number = viewer_->findChild<QSpinBox*>();
    number->setFocus();
    number->selectAll();
    QTest::keyClicks(number, QStringLiteral("42"));
    QTest::keyClick(number, Qt::Key_Return);
    QVERIFY(shows(42));
    bool hasTimecode = false;
    for (const QLabel* label : viewer_->findChildren<QLabel*>()) {
        hasTimecode = hasTimecode || label->text() == QStringLiteral("00:00:01:18");
    }
    QVERIFY(hasTimecode);
}

void ViewerTest::plays_a_file_frame_by_frame() {
    const TempFolder folder;
    ClipWriter writer(folder / "clip.mp4", {.width = 96, .height = 64, .frame_rate = {24, 1}});
    for (int i = 0; i < 60; ++i) {
        writer.write(numbered_picture(96, 64, i));
    }
    writer.finish();
    viewer_->open(frames_of_file(folder / "clip.mp4"));
    QVERIFY(shows(0));
    QTest::keyClick(&viewer_->canvas(), Qt::Key_Space);
    for (int frame = 1; frame < 30; ++frame) {
        advance(1.0 / 24);
        QVERIFY(shows(frame));
    }
    controller().seek(59);
    controller().shuttleBackward();
    for (int frame = 58; frame > 40; --frame) {
        advance(1.0 / 24);
        QVERIFY(shows(frame));
    }
}

void ViewerTest::what_cannot_be_opened_is_said() {
    QSignalSpy failed(viewer_.get(), &Viewer::failed);
    viewer_->open(frames_of_file("/nowhere/clip.mp4"));
    QVERIFY(failed.wait(10'000));
    QVERIFY(viewer_->canvas().message().text().contains(QStringLiteral("/nowhere/clip.mp4")));
    {
        const QString english = viewer_->canvas().accessibleDescription();
        Language language;
        language.set(QStringLiteral("zh_CN"));
        QCoreApplication::processEvents();
        QVERIFY(viewer_->canvas().accessibleDescription() != english);
        language.set(QStringLiteral("en"));
    }
    open();
    QVERIFY(shows(0));
    QVERIFY(viewer_->canvas().message().isEmpty());
}

void ViewerTest::a_failed_clip_leaves_no_old_one() {
    open();
    QVERIFY(shows(0));
    QSignalSpy failed(viewer_.get(), &Viewer::failed);
    viewer_->open(frames_of_file("/nowhere/clip.mp4"));
    QVERIFY(failed.wait(10'000));
    QVERIFY(viewer_->canvas().pictureRect().isEmpty());
    QCOMPARE(controller().numFrames(), 0);
}

void ViewerTest::a_frame_that_cannot_be_read_leaves_no_old_one() {
    class BrokenFrames : public FrameReader {
     public:
        const ClipFormat& format() const override { return format_; }
        Image frame(std::int64_t index, const std::stop_token&) override {
            return index < 5 ? numbered_picture(96, 64, static_cast<int>(index)) : throw MediaError("/x/film.mkv", Sentence::of("is missing"));
        }

     private:
        ClipFormat format_ = {10, {24, 1}, 96, 64};
    };
    QSignalSpy failed(viewer_.get(), &Viewer::failed);
    viewer_->open([](const std::stop_token&) { return std::make_unique<BrokenFrames>(); });
    QVERIFY(shows(0));
    controller().seek(4);
    QVERIFY(shows(4));
    QVERIFY(failed.isEmpty());  // what comes next was read ahead
    QVERIFY(viewer_->canvas().message().isEmpty());
    controller().seek(7);
    QTRY_COMPARE(viewer_->canvas().message().text(), QStringLiteral("/x/film.mkv: is missing"));
    QVERIFY(viewer_->canvas().pictureRect().isEmpty());
    controller().seek(2);
    QVERIFY(shows(2));
    QVERIFY(viewer_->canvas().message().isEmpty());
}

void ViewerTest::a_clip_made_anew_keeps_the_place() {
    open(50);
    controller().setLoops(true);
    controller().seek(20);
    controller().play();
    auto inverted = std::make_shared<VideoFrames>(*numbered_clip(50));
    for (int i = 0; i < 50; ++i) {
        inverted->images[static_cast<std::size_t>(i)] = numbered_picture(96, 64, 100 + i);
    }
    QSignalSpy opened(viewer_.get(), &Viewer::opened);
    viewer_->replace(frames_in_memory(inverted));
    QVERIFY(opened.wait(10'000));
    QVERIFY(controller().isPlaying());
    QVERIFY(QTest::qWaitFor([&] { return number_in(viewer_->feed().picture()) == 120; }, 10'000));
}

void ViewerTest::full_screen_follows() {
    open();
    QVERIFY(shows(0));
    QTest::keyClick(&viewer_->canvas(), Qt::Key_F);
    QVERIFY(viewer_->isFullScreenShown());
    FullScreenView* view = nullptr;
    for (QWidget* window : QApplication::topLevelWidgets()) {
        view = view == nullptr ? qobject_cast<FullScreenView*>(window) : view;
    }
    QVERIFY(view != nullptr && view->isFullScreen());
    QVERIFY(!view->canvas()->pictureRect().isEmpty());
    QTest::keyClick(view->canvas(), Qt::Key_End);
    QVERIFY(shows(99));
    QTest::keyClick(view->canvas(), Qt::Key_Escape);
    QVERIFY(QTest::qWaitFor([&] { return !viewer_->isFullScreenShown(); }));
    QTest::mouseDClick(&viewer_->canvas(), Qt::LeftButton);
    QVERIFY(viewer_->isFullScreenShown());
}

void ViewerTest::every_control_has_a_name() {
    for (const QWidget* widget : viewer_->findChildren<QWidget*>()) {
        if (widget->focusPolicy() != Qt::NoFocus && !widget->objectName().startsWith(QStringLiteral("qt_"))) {
            QVERIFY2(!widget->accessibleName().isEmpty(), widget->metaObject()->className());
        }
    }
}

void ViewerTest::looks() {
    open();
    QVERIFY(shows(0));
    controller().setRange(20, 80);
    controller().setLoops(true);
    controller().seek(33);
    QVERIFY(shows(33));
    save_screenshots(*viewer_, QStringLiteral("viewer"));
    viewer_->close(QString());
    QVERIFY(!viewer_->canvas().message().isEmpty());
    save_screenshots(*viewer_, QStringLiteral("viewer_empty"));
}

KINORA_TEST(ViewerTest)
#include "viewer_test.moc"
