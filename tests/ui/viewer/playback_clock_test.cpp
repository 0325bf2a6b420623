#include "ui/viewer/playback_clock.h"

#include "tests/support/test_main.h"
#include "tests/ui/viewer/manual_clock.h"

using namespace kinora;
using namespace kinora::test;
using namespace std::chrono_literals;

class PlaybackClockTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init();
    void goes_by_itself();
    void waits_for_the_sound_and_goes_with_it();
    void never_jumps_and_never_goes_back();
    void a_stall_ends_after_a_second();

 private:
    std::unique_ptr<ManualClock> steady_;
    std::unique_ptr<PlaybackClock> clock_;
    PlaybackClock::Time heard_ = {};
};

void PlaybackClockTest::init() {
    steady_ = std::make_unique<ManualClock>();
    clock_ = std::make_unique<PlaybackClock>(steady_->reader());
    heard_ = 0ns;
}

void PlaybackClockTest::goes_by_itself() {
    const auto start = clock_->now();
    steady_->advance(2.5);
    QVERIFY(clock_->now() - start == 2500ms);
}

void PlaybackClockTest::waits_for_the_sound_and_goes_with_it() {
    const auto start = clock_->now();
    clock_->hold();
    steady_->advance(0.5);
    QVERIFY(clock_->now() == start);
    clock_->follow([this] { return heard_; });
    steady_->advance(0.5);
    QVERIFY(clock_->now() == start);
    heard_ = 700ms;  // a device that runs faster than the machine's clock
    steady_->advance(0.6);
    QVERIFY(clock_->now() - start == 700ms);
}

void PlaybackClockTest::never_jumps_and_never_goes_back() {
    const auto start = clock_->now();
    clock_->hold();
    clock_->follow([this] { return heard_; });
    heard_ = 300ms;
    QVERIFY(clock_->now() - start == 300ms);
    heard_ = 200ms;
    QVERIFY(clock_->now() - start == 300ms);
    steady_->advance(10.0);
    clock_->release();
    QVERIFY(clock_->now() - start == 300ms);
    steady_->advance(0.1);
    QVERIFY(clock_->now() - start == 400ms);
    clock_->release();
    QVERIFY(clock_->now() - start == 400ms);
}

void PlaybackClockTest::a_stall_ends_after_a_second() {
    int numStalls = 0;
    clock_->onStall([&] { ++numStalls; });
    const auto start = clock_->now();
    clock_->hold();
    steady_->advance(0.9);
    clock_->follow([this] { return heard_; });
    steady_->advance(0.9);
    QVERIFY(clock_->now() == start);
    heard_ = 100ms;
    QVERIFY(clock_->now() - start == 100ms);
    steady_->advance(0.9);
    QVERIFY(clock_->now() - start == 100ms);
    QCOMPARE(numStalls, 0);
    steady_->advance(0.2);
    QVERIFY(clock_->now() - start == 100ms);
    QCOMPARE(numStalls, 1);
    steady_->advance(0.2);
    QVERIFY(clock_->now() - start == 300ms);
    QCOMPARE(numStalls, 1);
}

KINORA_TEST(PlaybackClockTest)
#include "playback_clock_test.moc"
