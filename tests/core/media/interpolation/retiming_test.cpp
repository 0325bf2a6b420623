#include "core/media/interpolation/retiming.h"

#include "tests/support/test_main.h"

using namespace kinora;

class RetimingTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void times_are_exact();
    void fractions_are_exact_at_their_ends();
    void counts_frames_within_a_duration();
    void multiplies_rates();
    void to_60_and_back_meets_every_frame();
};

void RetimingTest::times_are_exact() {
    const MediaTime time = frame_time(3'000'000, {24000, 1001});
    QCOMPARE(time.numerator, 3'000'000 * 1001LL / 24000);
    QCOMPARE(time.denominator, 1);
    const MediaTime third = frame_time(1, {3, 1}) - frame_time(1, {4, 1});
    QCOMPARE(third.numerator, 1);
    QCOMPARE(third.denominator, 12);
    // Long after any double would have lost the frame.
    QVERIFY(frame_time(1'000'000'000'001, {30000, 1001}) > frame_time(1'000'000'000'000, {30000, 1001}));
}

void RetimingTest::fractions_are_exact_at_their_ends() {
    const MediaTime begin = {1, 3};
    const MediaTime end = {2, 3};
    QCOMPARE(fraction_between(begin, begin, end), 0.0);
    QCOMPARE(fraction_between(end, begin, end), 1.0);
    QCOMPARE(fraction_between({1, 2}, begin, end), 0.5);
}

void RetimingTest::counts_frames_within_a_duration() {
    QCOMPARE(frames_within({1, 1}, {60, 1}), 60);
    QCOMPARE(frames_within({1001, 24000}, {48000, 1001}), 2);
    QCOMPARE(frames_within({1, 3}, {10, 1}), 4);  // at 0, 0.1, 0.2 and 0.3
    QCOMPARE(frames_within({0, 1}, {10, 1}), 0);
}

void RetimingTest::multiplies_rates() {
    QCOMPARE(multiply({24000, 1001}, 7), (FrameRate{24000, 143}));
    QCOMPARE(multiply({25, 2}, 4), (FrameRate{50, 1}));
}

void RetimingTest::to_60_and_back_meets_every_frame() {
    // Frame k of a clip at 24 is seen at the same moment as the frame at 60 that lies 5/2 k from the start, where there is one.
    for (std::int64_t k = 0; k < 1000; k += 2) {
        QCOMPARE(frame_time(k, {24, 1}), frame_time(k * 5 / 2, {60, 1}));
    }
}

KINORA_TEST(RetimingTest)
#include "retiming_test.moc"
