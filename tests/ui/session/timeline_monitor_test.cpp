// The timeline on the monitor, seen and heard.
#include "ui/session/timeline_monitor.h"

#include <algorithm>
#include <array>
#include <optional>

#include "core/project/edits/clip_edits.h"
#include "core/project/edits/keyframe_edits.h"
#include "core/project/edits/marker_edits.h"
#include "tests/core/media/numbered_film.h"
#include "tests/support/test_main.h"
#include "tests/ui/sound/fake_sound_device.h"
#include "tests/ui/timeline/timeline_fixture.h"
#include "ui/viewer/frame_canvas.h"
#include "ui/viewer/monitor.h"
#include "ui/viewer/viewer.h"

using namespace kinora;
using namespace kinora::test;

class TimelineMonitorTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void the_playheads_move_together();
    void nothing_is_opened_before_it_is_looked_at();
    void play_waits_for_the_timeline_to_open();
    void an_edit_is_heard_while_it_plays();
    void what_says_nothing_about_the_picture_disturbs_nobody();
    void an_empty_timeline_says_so();
    void in_and_out_points_are_one_range();
    void a_range_outlives_what_the_monitor_cannot_show();

 private:
    Viewer& viewer() { return monitor_->timelineViewer(); }
    PlaybackController& playback() { return viewer().controller(); }
    TimelineState& state() { return fixture_->state(); }
    bool isPlaying() {
        return QTest::qWaitFor([this] { return devices_->isPlaying(); }, 10'000);
    }
    void apply(const std::function<Project(const Project&)>& edit) { fixture_->document.apply(QStringLiteral("Edit"), edit); }

    TempFolder film_;
    std::unique_ptr<FakeSoundDevices> devices_;
    std::unique_ptr<TimelineFixture> fixture_;
    std::unique_ptr<Monitor> monitor_;
    std::unique_ptr<TimelineMonitor> joint_;
};

// 240 pictures at 24 a second, each with the 2000 samples that have its number.
void TimelineMonitorTest::initTestCase() {
    write_numbered_film(film_ / "film.mkv", 64, 48, 240, 240 * 2000);
}

void TimelineMonitorTest::init() {
    devices_ = std::make_unique<FakeSoundDevices>();
    fixture_ = std::make_unique<TimelineFixture>();
    std::filesystem::create_directories(fixture_->document.mediaFolder());
    std::filesystem::copy_file(film_ / "film.mkv", fixture_->document.mediaFolder() / "film.mp4");
    monitor_ = std::make_unique<Monitor>(nullptr, devices_->maker());
    joint_ = std::make_unique<TimelineMonitor>(*fixture_->panel, *monitor_, fixture_->document);
}

void TimelineMonitorTest::cleanup() {
    joint_.reset();
    monitor_.reset();
    fixture_.reset();
    devices_.reset();
}

void TimelineMonitorTest::the_playheads_move_together() {
    state().setPlayhead(30);
    QCOMPARE(monitor_->mode(), Monitor::Mode::timeline);
    QTRY_COMPARE(viewer().feed().shownFrame(), std::int64_t{30});
    QCOMPARE(playback().numFrames(), std::int64_t{170});
    playback().seek(35);
    QCOMPARE(state().playhead(), std::int64_t{35});
    fixture_->key(Qt::Key_L);
    fixture_->key(Qt::Key_L);
    QCOMPARE(playback().speed(), 2.0);
    QTRY_VERIFY(state().playhead() > 36);
    QCOMPARE(state().playhead(), playback().playhead());
    fixture_->key(Qt::Key_K);
    QVERIFY(!playback().isPlaying());
}

void TimelineMonitorTest::nothing_is_opened_before_it_is_looked_at() {
    apply([this](const Project& project) { return set_clip_muted(project, fixture_->b, true); });
    QVERIFY(viewer().feed().source() == nullptr);
    QVERIFY(!QTest::qWaitFor([this] { return playback().numFrames() > 0; }, 50));
    monitor_->setMode(Monitor::Mode::timeline);
    QTRY_COMPARE(playback().numFrames(), std::int64_t{170});
}

void TimelineMonitorTest::play_waits_for_the_timeline_to_open() {
    fixture_->key(Qt::Key_Space);
    QVERIFY(!playback().isPlaying());
    QVERIFY(isPlaying());
    QVERIFY(playback().isPlaying());
    // The first clip begins with picture 20 of the film.
    QCOMPARE(first_difference(devices_->device->play(30'000), 30'000, [](std::int64_t i) { return numbered_sample(i + 40'000); }), -1);
    QTRY_COMPARE(state().playhead(), std::int64_t{15});
    fixture_->key(Qt::Key_Space);
    QVERIFY(!playback().isPlaying());
    QVERIFY(!devices_->isPlaying());
}

void TimelineMonitorTest::an_edit_is_heard_while_it_plays() {
    fixture_->key(Qt::Key_Space);
    QVERIFY(isPlaying());
    devices_->device->play(20'000);
    QTRY_COMPARE(state().playhead(), std::int64_t{10});
    apply([this](const Project& project) { return set_clip_muted(project, fixture_->a, true); });
    QTRY_COMPARE(devices_->numStarts, 2);
    QVERIFY(isPlaying());
    QVERIFY(playback().isPlaying());
    // Silence to the end of the clip, and then the next one.
    QCOMPARE(devices_->device->play(60'000), std::vector<float>(60'000));
    const std::vector<float> next = devices_->device->play(10'000);
    QVERIFY(std::ranges::count(next, 0.0F) < 100);
    QTRY_COMPARE(state().playhead(), std::int64_t{45});
}

void TimelineMonitorTest::what_says_nothing_about_the_picture_disturbs_nobody() {
    fixture_->key(Qt::Key_Space);
    QVERIFY(isPlaying());
    GenerateState state = *fixture_->document.project().generate;
    state.settings.prompt = "a ball";
    apply([&](const Project& project) { return set_generate_state(project, state); });
    QTest::qWait(50);
    QCOMPARE(devices_->numStarts, 1);
    QVERIFY(devices_->isPlaying());
}

void TimelineMonitorTest::an_empty_timeline_says_so() {
    monitor_->setMode(Monitor::Mode::timeline);
    QTRY_COMPARE(playback().numFrames(), std::int64_t{170});
    fixture_->key(Qt::Key_Space);
    QVERIFY(isPlaying());
    const std::vector<ClipId> all = {fixture_->a, fixture_->b, fixture_->c, fixture_->d};
    apply([&](const Project& project) { return lift_clips(project, all); });
    QCOMPARE(viewer().canvas().message().text(), QStringLiteral("The timeline is empty"));
    QVERIFY(!playback().isPlaying());
    QVERIFY(!devices_->isPlaying());
    fixture_->key(Qt::Key_Space);
    QVERIFY(!QTest::qWaitFor([this] { return playback().isPlaying(); }, 50));
    fixture_->document.undoStack()->undo();
    QTRY_COMPARE(playback().numFrames(), std::int64_t{170});
}

void TimelineMonitorTest::in_and_out_points_are_one_range() {
    const auto range = [this] { return fixture_->project().timeline.range; };
    QUndoStack& steps = *fixture_->document.undoStack();
    monitor_->resize(640, 480);
    monitor_->show();
    monitor_->setMode(Monitor::Mode::timeline);
    QTRY_COMPARE(playback().numFrames(), std::int64_t{170});
    playback().seek(30);
    QTest::keyClick(&viewer().canvas(), Qt::Key_I);
    QCOMPARE(range(), std::optional(FrameRange{30, 140}));
    QCOMPARE(steps.count(), 1);
    QCOMPARE(steps.undoText(), QStringLiteral("Set in point"));
    playback().seek(59);
    QTest::keyClick(&viewer().canvas(), Qt::Key_O);
    QCOMPARE(range(), std::optional(FrameRange{30, 30}));
    QCOMPARE(steps.count(), 2);
    QCOMPARE(steps.undoText(), QStringLiteral("Set out point"));
    QCOMPARE(playback().outPoint(), std::optional<std::int64_t>(59));
    steps.undo();
    QCOMPARE(playback().inPoint(), std::optional<std::int64_t>(30));
    QCOMPARE(playback().outPoint(), std::optional<std::int64_t>(169));
    steps.undo();
    QVERIFY(!playback().inPoint() && !playback().outPoint());
    // And from the timeline.
    state().setPlayhead(12);
    fixture_->key(Qt::Key_I);
    state().setPlayhead(20);
    fixture_->key(Qt::Key_O);
    QCOMPARE(playback().inPoint(), std::optional<std::int64_t>(12));
    QCOMPARE(playback().outPoint(), std::optional<std::int64_t>(20));
    QCOMPARE(steps.count(), 2);
    QTest::keyClick(&viewer().canvas(), Qt::Key_X, Qt::AltModifier);
    QVERIFY(!range());
    QCOMPARE(steps.count(), 3);
    QCOMPARE(steps.undoText(), QStringLiteral("Clear in and out point"));
}

void TimelineMonitorTest::a_range_outlives_what_the_monitor_cannot_show() {
    apply([](const Project& project) { return set_out_point(set_in_point(project, 150), 165); });
    monitor_->setMode(Monitor::Mode::timeline);
    QTRY_COMPARE(playback().inPoint(), std::optional<std::int64_t>(150));
    // The timeline becomes shorter than the range, then empty, then long again.
    apply([this](const Project& project) { return lift_clips(project, std::array{fixture_->d}); });
    QTRY_COMPARE(playback().numFrames(), std::int64_t{100});
    QVERIFY(!playback().inPoint());
    apply([this](const Project& project) { return lift_clips(project, std::array{fixture_->a, fixture_->b, fixture_->c}); });
    QCOMPARE(playback().numFrames(), std::int64_t{0});
    QCOMPARE(fixture_->project().timeline.range, std::optional(FrameRange{150, 16}));
    fixture_->document.undoStack()->undo();
    fixture_->document.undoStack()->undo();
    QTRY_COMPARE(playback().inPoint(), std::optional<std::int64_t>(150));
    QCOMPARE(playback().outPoint(), std::optional<std::int64_t>(165));
    QCOMPARE(fixture_->document.undoStack()->count(), 3);
}

KINORA_TEST(TimelineMonitorTest)
#include "timeline_monitor_test.moc"
