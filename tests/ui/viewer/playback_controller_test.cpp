#include "ui/viewer/playback_controller.h"

#include <QSignalSpy>

#include "tests/support/test_main.h"
#include "tests/ui/viewer/manual_clock.h"
#include "ui/viewer/timecode.h"

using namespace kinora;
using namespace kinora::test;

class PlaybackControllerTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init();
    void plays_at_the_clip_s_rate();
    void leaves_out_frames_rather_than_slowing();
    void stops_at_the_end_and_starts_again();
    void loops_between_in_and_out();
    void shuttles_at_growing_speeds();
    void shuttles_backwards_to_the_first_frame();
    void steps_stop_and_stay_inside();
    void seeks_while_playing();
    void marks_exclude_each_other();
    void another_clip_forgets_the_marks();
    void the_same_clip_made_anew_goes_on();
    void one_frame_cannot_play();
    void timecodes();

 private:
    std::unique_ptr<ManualClock> clock_;
    std::unique_ptr<PlaybackController> controller_;

    void advance(double seconds) {
        clock_->advance(seconds);
        controller_->tick();
    }
};

void PlaybackControllerTest::init() {
    clock_ = std::make_unique<ManualClock>();
    controller_ = std::make_unique<PlaybackController>(nullptr, clock_->reader());
    controller_->setClip(100, {25, 1});
}

void PlaybackControllerTest::plays_at_the_clip_s_rate() {
    controller_->play();
    advance(0.04);
    QCOMPARE(controller_->playhead(), 1);
    advance(0.039);
    QCOMPARE(controller_->playhead(), 1);
    advance(0.001);
    QCOMPARE(controller_->playhead(), 2);
    controller_->pause();
    advance(1.0);
    QCOMPARE(controller_->playhead(), 2);
}

void PlaybackControllerTest::leaves_out_frames_rather_than_slowing() {
    QSignalSpy moved(controller_.get(), &PlaybackController::playheadChanged);
    controller_->play();
    advance(0.4);
    QCOMPARE(controller_->playhead(), 10);
    QCOMPARE(moved.size(), 1);
}

void PlaybackControllerTest::stops_at_the_end_and_starts_again() {
    QSignalSpy playing(controller_.get(), &PlaybackController::playingChanged);
    controller_->seek(95);
    controller_->play();
    advance(10.0);
    QCOMPARE(controller_->playhead(), 99);
    QVERIFY(!controller_->isPlaying());
    QCOMPARE(playing.size(), 2);
    controller_->play();
    QCOMPARE(controller_->playhead(), 0);
    QVERIFY(controller_->isPlaying());
}

void PlaybackControllerTest::loops_between_in_and_out() {
    controller_->setRange(10, 19);
    controller_->setLoops(true);
    controller_->play();
    QCOMPARE(controller_->playhead(), 10);
    advance(0.04 * 9);
    QCOMPARE(controller_->playhead(), 19);
    advance(0.04);
    QCOMPARE(controller_->playhead(), 10);
    advance(0.04 * 25);
    QCOMPARE(controller_->playhead(), 15);
    controller_->shuttleBackward();
    advance(0.04 * 6);
    QCOMPARE(controller_->playhead(), 19);
}

void PlaybackControllerTest::shuttles_at_growing_speeds() {
    controller_->shuttleForward();
    QCOMPARE(controller_->speed(), 1.0);
    controller_->shuttleForward();
    QCOMPARE(controller_->speed(), 2.0);
    advance(0.4);
    QCOMPARE(controller_->playhead(), 20);
    for (int i = 0; i < 5; ++i) {
        controller_->shuttleForward();
    }
    QCOMPARE(controller_->speed(), 8.0);
    controller_->shuttleBackward();
    QCOMPARE(controller_->speed(), -1.0);
}

void PlaybackControllerTest::shuttles_backwards_to_the_first_frame() {
    controller_->seek(50);
    controller_->shuttleBackward();
    advance(0.4);
    QCOMPARE(controller_->playhead(), 40);
    QCOMPARE(controller_->position().direction, -1);
    advance(60.0);
    QCOMPARE(controller_->playhead(), 0);
    QVERIFY(!controller_->isPlaying());
}

void PlaybackControllerTest::steps_stop_and_stay_inside() {
    controller_->play();
    controller_->step(3);
    QVERIFY(!controller_->isPlaying());
    QCOMPARE(controller_->playhead(), 3);
    controller_->step(-10);
    QCOMPARE(controller_->playhead(), 0);
    controller_->stepSeconds(2);
    QCOMPARE(controller_->playhead(), 50);
    controller_->toEnd();
    controller_->step(1);
    QCOMPARE(controller_->playhead(), 99);
}

void PlaybackControllerTest::seeks_while_playing() {
    controller_->play();
    advance(0.4);
    controller_->seek(60);
    advance(0.04);
    QCOMPARE(controller_->playhead(), 61);
    QVERIFY(controller_->isPlaying());
}

void PlaybackControllerTest::marks_exclude_each_other() {
    QSignalSpy changed(controller_.get(), &PlaybackController::rangeChanged);
    controller_->seek(20);
    controller_->setInPoint();
    controller_->seek(30);
    controller_->setOutPoint();
    QCOMPARE(controller_->firstFrame(), 20);
    QCOMPARE(controller_->lastFrame(), 30);
    QCOMPARE(changed.size(), 2);
    controller_->seek(40);
    controller_->setInPoint();
    QVERIFY(!controller_->outPoint());
    controller_->toInPoint();
    QCOMPARE(controller_->playhead(), 40);
    controller_->toOutPoint();
    QCOMPARE(controller_->playhead(), 99);
    controller_->clearInPoint();
    QCOMPARE(controller_->firstFrame(), 0);
}

void PlaybackControllerTest::another_clip_forgets_the_marks() {
    controller_->setRange(50, 60);
    controller_->seek(55);
    controller_->play();
    controller_->setClip(30, {24, 1});
    QVERIFY(!controller_->inPoint());
    QVERIFY(!controller_->isPlaying());
    QCOMPARE(controller_->playhead(), 29);
}

void PlaybackControllerTest::the_same_clip_made_anew_goes_on() {
    controller_->setRange(10, 60);
    controller_->play();
    advance(0.4);
    controller_->replaceClip(100, {25, 1});
    QVERIFY(controller_->isPlaying());
    QCOMPARE(controller_->inPoint(), std::optional<std::int64_t>(10));
    advance(0.04);
    QCOMPARE(controller_->playhead(), 21);
    controller_->replaceClip(40, {25, 1});
    QVERIFY(!controller_->outPoint());
}

void PlaybackControllerTest::one_frame_cannot_play() {
    controller_->setClip(1, {24, 1});
    controller_->play();
    QVERIFY(!controller_->isPlaying());
    controller_->setClip(0, {24, 1});
    controller_->toEnd();
    QCOMPARE(controller_->playhead(), 0);
}

void PlaybackControllerTest::timecodes() {
    QCOMPARE(timecode(0, {24, 1}), QStringLiteral("00:00:00:00"));
    QCOMPARE(timecode(24 * 61 + 5, {24, 1}), QStringLiteral("00:01:01:05"));
    QCOMPARE(timecode(30 * 3600, {30000, 1001}), QStringLiteral("01:00:00:00"));
    QCOMPARE(timecode(-3, {24, 1}), QStringLiteral("-00:00:00:03"));
}

KINORA_TEST(PlaybackControllerTest)
#include "playback_controller_test.moc"
