#include "ui/viewer/playback_sound.h"

#include <QSignalSpy>

#include "tests/core/media/numbered_sound.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/ui/sound/fake_sound_device.h"
#include "tests/ui/viewer/manual_clock.h"
#include "ui/viewer/monitor_sound.h"
#include "ui/viewer/playback_clock.h"
#include "ui/viewer/playback_controller.h"

using namespace kinora;
using namespace kinora::test;

class PlaybackSoundTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void the_playhead_waits_for_the_sound_and_follows_it();
    void drift_of_the_device_is_followed();
    void plays_the_samples_of_the_frame();
    void pausing_stops_the_device();
    void seeking_brings_the_sound_along();
    void a_dragged_playhead_is_silent();
    void other_speeds_are_silent();
    void loops_with_the_picture();
    void ends_with_the_clip();
    void a_clip_without_sound_opens_no_device();
    void a_device_that_cannot_be_opened_is_told_once();
    void a_device_taken_away_leaves_the_picture_going();
    void a_device_that_never_answers_holds_nobody_up_twice();
    void muting_is_silence_in_time();
    void files_that_cannot_be_read_are_told_once();

 private:
    PlaybackController& controller() { return *controller_; }
    std::int64_t playhead() {
        controller_->tick();
        return controller_->playhead();
    }
    bool isPlaying() {
        return QTest::qWaitFor([this] { return devices_->isPlaying(); }, 10'000);
    }
    std::vector<float> play(std::int64_t count, double drift = 1.0) { return devices_->device->play(count, drift); }
    static auto samplesFrom(std::int64_t frame) {
        return [frame](std::int64_t i) { return numbered_sample(i + frame * 2000); };
    }

    TempFolder folder_;
    std::unique_ptr<ManualClock> steady_;
    std::unique_ptr<FakeSoundDevices> devices_;
    std::unique_ptr<PlaybackClock> clock_;
    std::unique_ptr<PlaybackController> controller_;
    std::unique_ptr<MonitorSound> level_;
    std::unique_ptr<PlaybackSound> sound_;
};

void PlaybackSoundTest::initTestCase() {
    write_numbered_sound(folder_ / "a.wav", 10 * 48'000);
}

// Ten seconds at 24 frames a second, 2000 samples each.
void PlaybackSoundTest::init() {
    steady_ = std::make_unique<ManualClock>();
    devices_ = std::make_unique<FakeSoundDevices>();
    clock_ = std::make_unique<PlaybackClock>(steady_->reader());
    controller_ = std::make_unique<PlaybackController>(nullptr, [this] { return clock_->now(); });
    level_ = std::make_unique<MonitorSound>();
    sound_ = std::make_unique<PlaybackSound>(*controller_, *clock_, *level_, devices_->maker());
    sound_->setSound(sound_of_file(folder_ / "a.wav"));
    controller_->setClip(240, {24, 1});
}

void PlaybackSoundTest::cleanup() {
    sound_.reset();
    level_.reset();
    controller_.reset();
    clock_.reset();
    devices_.reset();
}

void PlaybackSoundTest::the_playhead_waits_for_the_sound_and_follows_it() {
    QVERIFY(devices_->device == nullptr);
    controller().play();
    steady_->advance(0.5);
    QCOMPARE(playhead(), 0);
    QVERIFY(isPlaying());
    steady_->advance(0.5);
    QCOMPARE(playhead(), 0);
    for (int frame = 1; frame < 40; ++frame) {
        play(2000);
        QCOMPARE(playhead(), frame);
    }
}

void PlaybackSoundTest::drift_of_the_device_is_followed() {
    controller().play();
    QVERIFY(isPlaying());
    play(5 * 48'000, 1.02);  // of the machine's clock, nothing has gone by
    QCOMPARE(playhead(), 122);
    steady_->advance(0.9);
    QCOMPARE(playhead(), 122);
}

void PlaybackSoundTest::plays_the_samples_of_the_frame() {
    controller().seek(100);
    controller().play();
    QVERIFY(isPlaying());
    QCOMPARE(first_difference(play(150'000), 150'000, samplesFrom(100)), -1);
    QCOMPARE(playhead(), 175);
}

void PlaybackSoundTest::pausing_stops_the_device() {
    controller().play();
    QVERIFY(isPlaying());
    play(20'000);
    QCOMPARE(playhead(), 10);
    controller().pause();
    QVERIFY(!devices_->isPlaying());
    QVERIFY(!devices_->device->hasFeed());
    steady_->advance(3.0);
    QCOMPARE(playhead(), 10);
    controller().play();
    QVERIFY(isPlaying());
    QCOMPARE(first_difference(play(10'000), 10'000, samplesFrom(10)), -1);
    QCOMPARE(playhead(), 15);
}

void PlaybackSoundTest::seeking_brings_the_sound_along() {
    controller().play();
    QVERIFY(isPlaying());
    play(20'000);
    controller().seek(200);
    QVERIFY(!devices_->isPlaying());  // nothing of what was there before is heard
    QVERIFY(isPlaying());
    QCOMPARE(first_difference(play(20'000), 20'000, samplesFrom(200)), -1);
    QCOMPARE(playhead(), 210);
}

void PlaybackSoundTest::a_dragged_playhead_is_silent() {
    controller().play();
    QVERIFY(isPlaying());
    for (int frame = 50; frame < 90; ++frame) {
        controller().seek(frame);
        QTest::qWait(20);
    }
    QVERIFY(devices_->numStarts < 10);  // two, where the machine is not busy
    QVERIFY(isPlaying());
    QCOMPARE(first_difference(play(5000), 5000, samplesFrom(89)), -1);
}

void PlaybackSoundTest::other_speeds_are_silent() {
    controller().play();
    QVERIFY(isPlaying());
    controller().shuttleForward();
    QVERIFY(!devices_->isPlaying());
    steady_->advance(1.0);
    QCOMPARE(playhead(), 48);
    controller().shuttleBackward();
    steady_->advance(1.0);
    QCOMPARE(playhead(), 24);
    QCOMPARE(devices_->numStarts, 1);
    controller().shuttleForward();
    QVERIFY(isPlaying());
    QCOMPARE(first_difference(play(5000), 5000, samplesFrom(24)), -1);
}

void PlaybackSoundTest::loops_with_the_picture() {
    controller().setRange(20, 43);
    controller().setLoops(true);
    controller().play();
    QCOMPARE(playhead(), 20);
    QVERIFY(isPlaying());
    const std::vector<float> heard = play(110'000);
    QCOMPARE(first_difference(heard, 110'000, [](std::int64_t i) { return numbered_sample(i % 48'000 + 40'000); }), -1);
    QCOMPARE(playhead(), 20 + 55 % 24);
    QCOMPARE(devices_->numStarts, 1);
}

void PlaybackSoundTest::ends_with_the_clip() {
    controller().seek(238);
    controller().play();
    QVERIFY(isPlaying());
    play(4000);
    QCOMPARE(playhead(), 239);
    QVERIFY(!controller().isPlaying());
    QVERIFY(!devices_->isPlaying());
}

void PlaybackSoundTest::a_clip_without_sound_opens_no_device() {
    sound_->setSound([](const FrameRange&, const FrameRate&, const std::stop_token&) { return SoundMix(); });
    controller().play();
    const auto moves = [this] {
        steady_->advance(0.25);
        return playhead() > 0;
    };
    QVERIFY(QTest::qWaitFor(moves, 10'000));
    QVERIFY(devices_->device == nullptr);
    QVERIFY(level_->problem().isEmpty());
    controller().pause();
    sound_->setSound({});
    controller().play();
    const std::int64_t before = playhead();
    steady_->advance(0.5);
    QCOMPARE(playhead(), before + 12);
}

void PlaybackSoundTest::a_device_that_cannot_be_opened_is_told_once() {
    devices_->answer = FakeSoundDevices::Answer::fails;
    QSignalSpy reported(level_.get(), &MonitorSound::reported);
    for (int i = 0; i < 3; ++i) {
        controller().seek(0);
        controller().play();
        QTRY_COMPARE(devices_->numStarts, i + 1);
        QCoreApplication::processEvents();
        const std::int64_t before = playhead();
        steady_->advance(0.5);
        QCOMPARE(playhead(), before + 12);
        controller().pause();
    }
    QCOMPARE(reported.size(), 1);
    QCOMPARE(level_->problem(), QStringLiteral("Somebody sat on the speakers."));
    devices_->answer = FakeSoundDevices::Answer::opens;
    controller().play();
    QVERIFY(isPlaying());
    QVERIFY(level_->problem().isEmpty());
}

void PlaybackSoundTest::a_device_taken_away_leaves_the_picture_going() {
    controller().play();
    QVERIFY(isPlaying());
    play(20'000);
    QCOMPARE(playhead(), 10);
    devices_->device->give(FakeSoundDevices::Answer::fails);
    QVERIFY(!level_->problem().isEmpty());
    steady_->advance(1.0);
    QCOMPARE(playhead(), 34);
    // One that is there and does not move any more.
    controller().pause();
    controller().play();
    QVERIFY(isPlaying());
    steady_->advance(1.1);
    QCOMPARE(playhead(), 34);
    QVERIFY(!devices_->isPlaying());
    QVERIFY(level_->problem().contains(QStringLiteral("does not answer")));
    steady_->advance(1.0);
    QCOMPARE(playhead(), 58);
}

void PlaybackSoundTest::a_device_that_never_answers_holds_nobody_up_twice() {
    devices_->answer = FakeSoundDevices::Answer::none;
    controller().play();
    QTRY_COMPARE(devices_->numStarts, 1);
    steady_->advance(1.1);
    QCOMPARE(playhead(), 0);
    QVERIFY(!level_->problem().isEmpty());
    steady_->advance(0.5);
    QCOMPARE(playhead(), 12);
    controller().pause();
    controller().play();
    steady_->advance(0.5);
    QCOMPARE(playhead(), 24);
    QCOMPARE(devices_->numStarts, 1);
    // Much too late: nothing is heard of what was asked for then.
    devices_->device->give(FakeSoundDevices::Answer::opens);
    QVERIFY(!devices_->isPlaying());
    devices_->answer = FakeSoundDevices::Answer::opens;
    controller().pause();
    controller().play();
    QVERIFY(isPlaying());
    QCOMPARE(first_difference(play(5000), 5000, samplesFrom(24)), -1);
}

void PlaybackSoundTest::muting_is_silence_in_time() {
    controller().play();
    QVERIFY(isPlaying());
    QCOMPARE(first_difference(play(4800), 4800, samplesFrom(0)), -1);
    level_->setMuted(true);
    play(480);  // fades
    const std::vector<float> silence = play(4800);
    QCOMPARE(silence, std::vector<float>(4800));
    level_->setMuted(false);
    play(480);
    QCOMPARE(first_difference(play(4800), 4800, [](std::int64_t i) { return numbered_sample(i + 10'560); }), -1);
    level_->setVolume(0.5);
    play(480);
    const std::vector<float> quiet = play(100);
    QCOMPARE(quiet[50], 0.125F * static_cast<float>(numbered_sample(15'890)) / 32768.0F);
    QCOMPARE(playhead(), 15'940 / 2000);
}

void PlaybackSoundTest::files_that_cannot_be_read_are_told_once() {
    QSignalSpy reported(level_.get(), &MonitorSound::reported);
    sound_->setSound([this](const FrameRange& range, const FrameRate&, const std::stop_token& stop) {
        const std::int64_t count = range.length * 2000;
        const SoundPiece gone = {folder_ / "gone.wav", 0, 0, count};
        return SoundMix{.pieces = {gone, gone, {folder_ / "a.wav", range.start * 2000, 0, count}}, .num_samples = count, .stop = stop};
    });
    controller().play();
    QVERIFY(isPlaying());
    QCOMPARE(first_difference(play(20'000), 20'000, samplesFrom(0)), -1);
    QCOMPARE(reported.size(), 1);
    QVERIFY(reported.front().front().toString().contains(QStringLiteral("gone.wav")));
    QVERIFY(level_->problem().isEmpty());
}

KINORA_TEST(PlaybackSoundTest)
#include "playback_sound_test.moc"
