#include "core/project/strength_curve.h"

#include "tests/support/test_main.h"

using namespace kinora;

class StrengthCurveTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void goes_through_its_points();
    void is_sampled_per_latent_frame();
    void the_latent_grid();
};

void StrengthCurveTest::goes_through_its_points() {
    const StrengthCurve curve = {{.frame = 10, .strength = 1.0, .interpolation = Interpolation::linear},
                                 {.frame = 20, .strength = 0.0, .interpolation = Interpolation::hold},
                                 {.frame = 30, .strength = 0.4, .interpolation = Interpolation::smooth},
                                 {.frame = 40, .strength = 0.8}};
    QCOMPARE(strength_at(curve, 0), 1.0);
    QCOMPARE(strength_at(curve, 10), 1.0);
    QCOMPARE(strength_at(curve, 15), 0.5);
    QCOMPARE(strength_at(curve, 20), 0.0);
    QCOMPARE(strength_at(curve, 29), 0.0);
    QCOMPARE(strength_at(curve, 35), 0.6);
    QVERIFY(strength_at(curve, 32) < 0.4 + 0.4 * 0.2);  // a soft start lies below the straight line
    QCOMPARE(strength_at(curve, 100), 0.8);
}

void StrengthCurveTest::is_sampled_per_latent_frame() {
    const StrengthCurve falling = {{.frame = 0, .strength = 1.0}, {.frame = 16, .strength = 0.0}};
    const auto from_start = latent_strengths(falling, 0, 17, 8);
    QCOMPARE(from_start.size(), std::size_t{3});
    QCOMPARE(from_start[0], 1.0);
    QCOMPARE(from_start[1], 1.0 - 4.5 / 16.0);
    QCOMPARE(from_start[2], 1.0 - 12.5 / 16.0);
    // From frame 5 on the first four frames share a latent frame with what is not given.
    const auto later = latent_strengths(falling, 5, 6, 8);
    QCOMPARE(later.size(), std::size_t{2});
    QCOMPARE(later[0], 1.0 - 1.5 / 16.0);
    QCOMPARE(later[1], 1.0 - 4.5 / 16.0);
}

void StrengthCurveTest::the_latent_grid() {
    QCOMPARE(latent_frame_of(0, 8), 0);
    QCOMPARE(latent_frame_of(1, 8), 1);
    QCOMPARE(latent_frame_of(8, 8), 1);
    QCOMPARE(latent_frame_of(9, 8), 2);
    QCOMPARE(first_frame_of_latent(0, 8), 0);
    QCOMPARE(first_frame_of_latent(1, 8), 1);
    QCOMPARE(first_frame_of_latent(2, 8), 9);
}

KINORA_TEST(StrengthCurveTest)
#include "strength_curve_test.moc"
