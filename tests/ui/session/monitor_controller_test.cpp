// The monitor in the session: live preview, takes, branches.
#include "ui/session/monitor_controller.h"

#include <QComboBox>
#include <QPushButton>
#include <QSlider>

#include "tests/support/test_main.h"
#include "tests/ui/studio_jobs.h"
#include "ui/session/watched_job.h"
#include "ui/viewer/frame_canvas.h"
#include "ui/viewer/glyph_button.h"
#include "ui/viewer/live_preview.h"
#include "ui/viewer/monitor.h"
#include "ui/viewer/monitor_sound.h"
#include "ui/viewer/viewer.h"

using namespace kinora;
using namespace kinora::test;

class MonitorControllerTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init();
    void cleanup();
    void live_preview_comes_and_gives_way_to_the_take();
    void the_take_box_chooses_what_plays();
    void who_plays_a_take_is_not_interrupted();
    void who_stopped_at_a_frame_is_offered_the_live_preview();
    void a_take_that_landed_meanwhile_is_offered();
    void who_plays_the_timeline_is_left_alone();
    void what_played_to_its_end_gives_way();
    void who_compares_is_left_alone();
    void a_job_in_the_queue_brings_its_take();
    void stop_and_keep_makes_a_take_of_what_is_there();
    void branching_names_the_job_and_the_step();
    void preview_choices_reach_settings_and_request();
    void the_size_of_previews_reaches_the_model();
    void volume_and_mute_are_remembered();
    void steps_of_an_earlier_session_can_be_branched_from();
    void undoing_the_only_take_empties_the_monitor();

 private:
    void start();
    void stopAtAFrame();  // of the first take
    void cleanup_but_folder() {
        controller_.reset();
        monitor_.reset();
        watched_.reset();
        studio_.reset();
    }
    QPushButton* button(const char* name) { return control<QPushButton>(&monitor_->livePreview(), name); }

    std::unique_ptr<TempFolder> folder_;
    std::unique_ptr<Studio> studio_;
    std::unique_ptr<WatchedJob> watched_;
    std::unique_ptr<Monitor> monitor_;
    std::unique_ptr<MonitorController> controller_;
};

void MonitorControllerTest::init() {
    folder_ = std::make_unique<TempFolder>();
    start();
}

void MonitorControllerTest::start() {
    studio_ = std::make_unique<Studio>(folder_->path());
    studio_->settings.setPreviewSeconds(0.0);
    studio_->open(*folder_ / "film.kinora");
    watched_ = std::make_unique<WatchedJob>(studio_->bridge);
    monitor_ = std::make_unique<Monitor>();
    controller_ = std::make_unique<MonitorController>(
        *monitor_, MonitorController::Session{studio_->document, studio_->bridge, studio_->settings, *watched_, studio_->landing});
    monitor_->resize(640, 560);
    monitor_->show();
    QVERIFY(QTest::qWaitForWindowExposed(monitor_.get()));
}

void MonitorControllerTest::cleanup() {
    cleanup_but_folder();
    folder_.reset();
}

void MonitorControllerTest::live_preview_comes_and_gives_way_to_the_take() {
    QCOMPARE(monitor_->mode(), Monitor::Mode::clip);
    QVERIFY(!controller_->take());
    run_until_step(*studio_, "a ball delay=80", 2);
    QTRY_COMPARE(monitor_->mode(), Monitor::Mode::live);
    QVERIFY(monitor_->livePreview().shownStep() >= 1);
    QTRY_COMPARE_WITH_TIMEOUT(monitor_->mode(), Monitor::Mode::clip, 20'000);
    QCOMPARE(studio_->document.project().takes->size(), std::size_t{1});
    QCOMPARE(controller_->take(), std::optional(studio_->document.project().takes->front()->id));
    QTRY_COMPARE(monitor_->viewer().controller().numFrames(), std::int64_t{9});
    QTRY_VERIFY(monitor_->viewer().feed().shownFrame() >= 0);
}

void MonitorControllerTest::the_take_box_chooses_what_plays() {
    make_takes(*studio_, "one", 1);
    make_takes(*studio_, "two", 2);
    auto* takes = control<QComboBox>(monitor_.get(), "Take");
    QCOMPARE(takes->count(), 2);
    QTRY_COMPARE(takes->currentText(), QStringLiteral("Take 2: two"));
    takes->setFocus();
    QTest::keyClick(takes, Qt::Key_Up);
    QCOMPARE(controller_->take(), std::optional(studio_->document.project().takes->front()->id));
}

void MonitorControllerTest::who_plays_a_take_is_not_interrupted() {
    make_takes(*studio_, "one", 1);
    PlaybackController& playback = monitor_->viewer().controller();
    QTRY_VERIFY(playback.isPlaying());  // by itself
    const QSignalSpy opened(&monitor_->viewer(), &Viewer::opened);
    make_takes(*studio_, "two", 2);
    QTRY_COMPARE(control<QComboBox>(monitor_.get(), "Take")->currentText(), QStringLiteral("Take 2: two"));
    QTRY_COMPARE(opened.size(), 1);  // until then the one before plays
    QTRY_VERIFY(playback.isPlaying());
    playback.setLoops(true);  // however long the next one takes
    QTest::keyClick(&monitor_->viewer(), Qt::Key_Space);
    QTest::keyClick(&monitor_->viewer(), Qt::Key_Space);
    QVERIFY(playback.isPlaying());
    make_takes(*studio_, "three", 3);
    QCOMPARE(control<QComboBox>(monitor_.get(), "Take")->currentText(), QStringLiteral("Take 2: two"));
}

void MonitorControllerTest::stopAtAFrame() {
    make_takes(*studio_, "one", 1);
    QTRY_VERIFY(monitor_->viewer().feed().shownFrame() >= 0);
    QTest::keyClick(&monitor_->viewer().canvas(), Qt::Key_Home);
    QTest::keyClick(&monitor_->viewer().canvas(), Qt::Key_Right);
    QVERIFY(!monitor_->viewer().controller().isPlaying());
    QTRY_COMPARE(monitor_->viewer().feed().shownFrame(), std::int64_t{1});
}

void MonitorControllerTest::who_stopped_at_a_frame_is_offered_the_live_preview() {
    stopAtAFrame();
    QCOMPARE(monitor_->offer(), Monitor::Offer::none);
    run_until_step(*studio_, "two delay=150", 2);
    QTRY_COMPARE(monitor_->offer(), Monitor::Offer::live);
    QCOMPARE(monitor_->mode(), Monitor::Mode::clip);
    QCOMPARE(monitor_->viewer().controller().playhead(), std::int64_t{1});
    QTest::mouseClick(control<QPushButton>(monitor_.get(), "Show live"), Qt::LeftButton);
    QCOMPARE(monitor_->mode(), Monitor::Mode::live);
    QCOMPARE(monitor_->offer(), Monitor::Offer::none);
    QTRY_COMPARE_WITH_TIMEOUT(studio_->document.project().takes->size(), std::size_t{2}, 20'000);
    QTRY_COMPARE(monitor_->mode(), Monitor::Mode::clip);  // who looked at it gets its take
    QCOMPARE(controller_->take(), std::optional(studio_->document.project().takes->back()->id));
}

void MonitorControllerTest::a_take_that_landed_meanwhile_is_offered() {
    stopAtAFrame();
    make_takes(*studio_, "two", 2);
    QTRY_COMPARE(monitor_->offer(), Monitor::Offer::take);
    QCOMPARE(controller_->take(), std::optional(studio_->document.project().takes->front()->id));
    QCOMPARE(monitor_->viewer().controller().playhead(), std::int64_t{1});
    QTest::mouseClick(control<QPushButton>(monitor_.get(), "Show new take"), Qt::LeftButton);
    QCOMPARE(controller_->take(), std::optional(studio_->document.project().takes->back()->id));
    QCOMPARE(monitor_->offer(), Monitor::Offer::none);
}

void MonitorControllerTest::who_plays_the_timeline_is_left_alone() {
    make_takes(*studio_, "one", 1);
    monitor_->setMode(Monitor::Mode::timeline);
    const Take& take = *studio_->document.project().takes->front();
    monitor_->timelineViewer().open(frames_of_file(studio_->document.mediaFolder() / take.file));
    QSignalSpy opened(&monitor_->timelineViewer(), &Viewer::opened);
    QVERIFY(opened.wait());
    PlaybackController& playback = monitor_->timelineViewer().controller();
    playback.setLoops(true);
    QTest::keyClick(&monitor_->timelineViewer().canvas(), Qt::Key_Space);
    QVERIFY(playback.isPlaying());
    run_until_step(*studio_, "two delay=100", 2);
    QTRY_COMPARE(monitor_->offer(), Monitor::Offer::live);
    QCOMPARE(monitor_->mode(), Monitor::Mode::timeline);
    QVERIFY(playback.isPlaying());
    QTRY_COMPARE_WITH_TIMEOUT(studio_->document.project().takes->size(), std::size_t{2}, 20'000);
    QCOMPARE(monitor_->mode(), Monitor::Mode::timeline);
    // And who has stopped there.
    QTRY_COMPARE(playback.playhead(), std::int64_t{2});
    QTest::keyClick(&monitor_->timelineViewer().canvas(), Qt::Key_Space);
    QVERIFY(!playback.isPlaying());
    run_until_step(*studio_, "three delay=100", 2);
    QTRY_COMPARE(monitor_->offer(), Monitor::Offer::live);
    QCOMPARE(monitor_->mode(), Monitor::Mode::timeline);
}

void MonitorControllerTest::what_played_to_its_end_gives_way() {
    make_takes(*studio_, "one", 1);
    PlaybackController& playback = monitor_->viewer().controller();
    QTRY_VERIFY(monitor_->viewer().feed().shownFrame() >= 0);
    QTest::keyClick(&monitor_->viewer().canvas(), Qt::Key_Home);
    QTest::keyClick(&monitor_->viewer().canvas(), Qt::Key_L);
    QTRY_VERIFY(!playback.isPlaying());
    QCOMPARE(playback.playhead(), std::int64_t{8});
    run_until_step(*studio_, "two delay=100", 2);
    QTRY_COMPARE(monitor_->mode(), Monitor::Mode::live);
}

void MonitorControllerTest::who_compares_is_left_alone() {
    monitor_->setMode(Monitor::Mode::compare);
    run_until_step(*studio_, "one delay=100", 2);
    QTRY_COMPARE(monitor_->offer(), Monitor::Offer::live);
    QCOMPARE(monitor_->mode(), Monitor::Mode::compare);
    QTRY_COMPARE_WITH_TIMEOUT(studio_->document.project().takes->size(), std::size_t{1}, 20'000);
    QCOMPARE(monitor_->mode(), Monitor::Mode::compare);
}

void MonitorControllerTest::a_job_in_the_queue_brings_its_take() {
    make_takes(*studio_, "one", 1);
    make_takes(*studio_, "two", 2);
    watched_->choose(studio_->job(0).id);
    QCOMPARE(control<QComboBox>(monitor_.get(), "Take")->currentText(), QStringLiteral("Take 1: one"));
}

void MonitorControllerTest::stop_and_keep_makes_a_take_of_what_is_there() {
    run_until_step(*studio_, "a ball delay=200", 2);
    QTRY_VERIFY(button("Stop and keep")->isVisible());
    QTest::mouseClick(button("Stop and keep"), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(studio_->document.project().takes->size(), std::size_t{1}, 20'000);
    QVERIFY(studio_->bridge.snapshot()->progress->step < 6);
}

void MonitorControllerTest::branching_names_the_job_and_the_step() {
    make_takes(*studio_, "a ball", 1);
    monitor_->setMode(Monitor::Mode::live);
    QSignalSpy wanted(controller_.get(), &MonitorController::branchWanted);
    QTest::keyClick(control<QSlider>(monitor_.get(), "Step"), Qt::Key_Left);
    QTest::mouseClick(button("Branch from here"), Qt::LeftButton);
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted[0][0].value<Job>().id, studio_->job().id);
    QCOMPARE(wanted[0][1].toInt(), 5);
}

void MonitorControllerTest::preview_choices_reach_settings_and_request() {
    monitor_->setMode(Monitor::Mode::live);
    auto* rate = control<QComboBox>(monitor_.get(), "Preview rate");
    QCOMPARE(rate->currentIndex(), 0);
    rate->setFocus();
    QTest::keyClick(rate, Qt::Key_Down);
    QTest::keyClick(rate, Qt::Key_Down);
    QCOMPARE(studio_->settings.previewSeconds(), 2.0);
    auto* isOn = control<GlyphButton>(monitor_.get(), "Preview while it is made");
    QTest::mouseClick(isOn, Qt::LeftButton);
    QVERIFY(!studio_->settings.previewsEnabled());
    QCOMPARE(studio_->settings.previewSeconds(), 2.0);
    QCOMPARE(studio_->settings.previewPixels(), 1);
    make_takes(*studio_, "unseen", 1);
    for (const StepRecord& step : watched_->progress()->steps) {
        QVERIFY(!step.preview);
    }
    studio_->settings.setPreviewsEnabled(true);
    QVERIFY(isOn->isChecked());
}

void MonitorControllerTest::the_size_of_previews_reaches_the_model() {
    monitor_->setMode(Monitor::Mode::live);
    auto* size = control<QComboBox>(monitor_.get(), "Preview size");
    size->setFocus();
    QTest::keyClick(size, Qt::Key_Down);
    QCOMPARE(studio_->settings.previewPixels(), 2);
    make_takes(*studio_, "larger", 1);
    QCOMPARE(watched_->progress()->steps.back().preview->images.front().width(), 8);
}

void MonitorControllerTest::steps_of_an_earlier_session_can_be_branched_from() {
    make_takes(*studio_, "earlier", 1);
    const JobId id = studio_->job(0).id;
    cleanup_but_folder();
    start();
    QVERIFY(!watched_->progress());
    watched_->choose(id);
    monitor_->setMode(Monitor::Mode::live);
    QTRY_COMPARE(monitor_->livePreview().shownStep(), 6);
    QSignalSpy wanted(controller_.get(), &MonitorController::branchWanted);
    QTest::keyClick(&monitor_->livePreview().viewer().canvas(), Qt::Key_Down);
    QTest::mouseClick(button("Branch from here"), Qt::LeftButton);
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted[0][1].toInt(), 5);
    studio_->controller.startBranch(wanted[0][0].value<Job>(), 5);
    studio_->controller.generate(QueuePlace::back);
    QTRY_COMPARE_WITH_TIMEOUT(studio_->document.project().takes->size(), std::size_t{2}, 20'000);
    QCOMPARE(studio_->bridge.snapshot()->progress->steps.front().step, 6);  // only the last one was made again
}

void MonitorControllerTest::undoing_the_only_take_empties_the_monitor() {
    make_takes(*studio_, "a ball", 1);
    QTRY_VERIFY(controller_->take());
    studio_->document.undoStack()->undo();
    QVERIFY(!controller_->take());
    QCOMPARE(monitor_->viewer().controller().numFrames(), std::int64_t{0});
    QVERIFY(!control<QComboBox>(monitor_.get(), "Take")->isEnabled());
}

void MonitorControllerTest::volume_and_mute_are_remembered() {
    monitor_->sound().setVolume(0.4);
    QTest::keyClick(&monitor_->viewer().canvas(), Qt::Key_M);
    QVERIFY(monitor_->sound().isMuted());
    cleanup_but_folder();
    start();
    QCOMPARE(monitor_->sound().volume(), 0.4);
    QVERIFY(monitor_->sound().isMuted());
}

KINORA_TEST(MonitorControllerTest)
#include "monitor_controller_test.moc"
