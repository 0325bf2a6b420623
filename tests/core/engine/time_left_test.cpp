#include "core/engine/time_left.h"

#include "tests/support/test_main.h"

using namespace kinora;

class TimeLeftTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void says_nothing_before_the_first_step();
    void leaves_the_first_step_out();
    void adds_the_decoding_once_one_was_seen();
    void counts_down_while_it_decodes();
    void waits_for_the_first_frames();
    void forgets_the_decoding_of_another_model();
};

static constexpr std::int64_t pixels = 64 * 32;
static constexpr std::int64_t numFrames = 9;

static TimeLeft::Time at(double seconds) {
    return TimeLeft::Time(std::chrono::duration_cast<TimeLeft::Time::duration>(std::chrono::duration<double>(seconds)));
}

static JobProgress denoising(const std::vector<double>& seconds, int numSteps) {
    JobProgress progress;
    progress.stage = Stage::denoise;
    for (const double duration : seconds) {
        progress.steps.push_back({.step = ++progress.step, .seconds = duration});
    }
    progress.num_steps = seconds.empty() ? 0 : numSteps;
    return progress;
}

static JobProgress decoding(std::int64_t numDone) {
    JobProgress progress = denoising({1.0, 1.0}, 2);
    progress.stage = Stage::decode;
    progress.frames_done = numDone;
    progress.num_frames = numDone > 0 ? numFrames : 0;
    return progress;
}

// A clip of the same size that took 18 seconds to decode.
static TimeLeft afterADecoding() {
    TimeLeft left;
    left.start_decoding(at(100.0));
    left.count_decoded(numFrames, pixels, at(118.0));
    return left;
}

void TimeLeftTest::says_nothing_before_the_first_step() {
    const TimeLeft left = afterADecoding();
    QVERIFY(!left.seconds(denoising({}, 6), numFrames, pixels, at(200.0)));
    JobProgress loading = denoising({1.0}, 6);  // made before an interruption
    loading.stage = Stage::load;
    QVERIFY(!left.seconds(loading, numFrames, pixels, at(200.0)));
}

void TimeLeftTest::leaves_the_first_step_out() {
    const TimeLeft left;
    QCOMPARE(left.seconds(denoising({10.0}, 6), numFrames, pixels, at(0.0)).value(), 50.0);
    QCOMPARE(left.seconds(denoising({10.0, 2.0, 4.0}, 6), numFrames, pixels, at(0.0)).value(), 9.0);
    QCOMPARE(left.seconds(denoising({10.0, 9.0, 1.0, 1.0, 1.0, 1.0, 1.0}, 8), numFrames, pixels, at(0.0)).value(), 1.0);
}

void TimeLeftTest::adds_the_decoding_once_one_was_seen() {
    const TimeLeft left = afterADecoding();
    QCOMPARE(left.seconds(denoising({1.0, 1.0}, 6), numFrames, pixels, at(200.0)).value(), 4.0 + 18.0);
    QCOMPARE(left.seconds(denoising({1.0, 1.0}, 6), 2 * numFrames, pixels / 4, at(200.0)).value(), 4.0 + 9.0);
}

void TimeLeftTest::counts_down_while_it_decodes() {
    TimeLeft left;
    left.start_decoding(at(10.0));
    QVERIFY(!left.seconds(decoding(0), numFrames, pixels, at(11.0)));
    left.count_decoded(3, pixels, at(16.0));
    QCOMPARE(left.seconds(decoding(3), numFrames, pixels, at(16.0)).value(), 12.0);
    left.count_decoded(9, pixels, at(22.0));
    QCOMPARE(left.seconds(decoding(9), numFrames, pixels, at(22.0)).value(), 0.0);
}

void TimeLeftTest::waits_for_the_first_frames() {
    TimeLeft left = afterADecoding();
    left.start_decoding(at(200.0));
    QCOMPARE(left.seconds(decoding(0), numFrames, pixels, at(205.0)).value(), 13.0);
    QCOMPARE(left.seconds(decoding(0), numFrames, pixels, at(230.0)).value(), 0.0);
}

void TimeLeftTest::forgets_the_decoding_of_another_model() {
    TimeLeft left = afterADecoding();
    left.forget_decoding();
    QCOMPARE(left.seconds(denoising({1.0, 1.0}, 6), numFrames, pixels, at(200.0)).value(), 4.0);
}

KINORA_TEST(TimeLeftTest)
#include "time_left_test.moc"
