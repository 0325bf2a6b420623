#include "core/media/interpolation/flow_interpolator.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include <opencv2/core.hpp>

#include "core/base/cancelled.h"
#include "tests/core/media/interpolation/moving_pictures.h"
#include "tests/core/media/interpolation/planar_pictures.h"
#include "tests/core/media/test_pictures.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::test;

class FlowInterpolatorTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void follows_motion_at_any_time_data();
    void follows_motion_at_any_time();
    void follows_motion_that_changes_data();
    void follows_motion_that_changes();
    void forgets_outer_pictures_with_the_pair();
    void finds_small_things_that_move_fast_data();
    void finds_small_things_that_move_fast();
    void shows_what_is_uncovered();
    void stands_still_before_a_jump();
    void keeps_what_stands_still();
    void makes_planes_data();
    void makes_planes();
    void rounds_ties_up();
    void keeps_every_bit_of_a_sample_data();
    void keeps_every_bit_of_a_sample();
    void has_the_planes_of_the_pair_alone();
    void is_the_same_on_any_number_of_threads();
    void takes_any_size_data();
    void takes_any_size();
    void gives_the_same_whatever_was_asked_before();
    void gives_the_same_along_a_clip_as_afresh();
    void stops();
};

static Image between(const Image& first, const Image& second, double time) {
    const auto interpolator = make_flow_interpolator();
    interpolator->set_pair(first, second, {});
    return interpolator->between(time, {});
}

void FlowInterpolatorTest::follows_motion_at_any_time_data() {
    QTest::addColumn<double>("dx");
    QTest::addColumn<double>("dy");
    QTest::addColumn<double>("time");
    QTest::newRow("middle") << 6.0 << 0.0 << 0.5;
    QTest::newRow("a quarter") << 8.0 << -4.0 << 0.25;
    QTest::newRow("late") << -5.0 << 7.0 << 0.9;
    QTest::newRow("less than a pixel") << 0.8 << 0.4 << 0.5;
    QTest::newRow("far") << 26.0 << 11.0 << 0.5;
}

void FlowInterpolatorTest::follows_motion_at_any_time() {
    QFETCH(double, dx);
    QFETCH(double, dy);
    QFETCH(double, time);
    const Image made = between(moved_texture(192, 128, 0.0, 0.0), moved_texture(192, 128, dx, dy), time);
    const Image expected = moved_texture(192, 128, time * dx, time * dy);
    // What comes into the picture from outside is nowhere to be seen whole.
    QVERIFY2(psnr(made, expected, 28) > 38.0, qPrintable(QString::number(psnr(made, expected, 28))));
}

// The texture at `time` where its motion grows: by 4 pixels in the time between a pair's pictures, with each such time.
static Image hastened(double time) {
    return moved_texture(192, 128, 4.0 * time + 4.0 * time * time, -3.0 * time * time);
}

static std::optional<OuterPicture> outer(double distance, double time) {
    return distance > 0.0 ? std::optional(OuterPicture{hastened(time), distance}) : std::nullopt;
}

void FlowInterpolatorTest::follows_motion_that_changes_data() {
    QTest::addColumn<double>("before");
    QTest::addColumn<double>("after");
    QTest::addColumn<double>("time");
    QTest::addColumn<double>("gain");
    QTest::newRow("both") << 1.0 << 1.0 << 0.5 << 8.0;
    QTest::newRow("both, early") << 1.0 << 1.0 << 0.2 << 6.0;
    QTest::newRow("one is twice as far") << 2.0 << 1.0 << 0.5 << 8.0;
    QTest::newRow("one is half as far") << 1.0 << 0.5 << 0.7 << 7.0;
    QTest::newRow("none before") << 0.0 << 1.0 << 0.5 << 6.0;
    QTest::newRow("none after") << 1.0 << 0.0 << 0.5 << 6.0;
}

void FlowInterpolatorTest::follows_motion_that_changes() {
    QFETCH(double, before);
    QFETCH(double, after);
    QFETCH(double, time);
    QFETCH(double, gain);
    const auto interpolator = make_flow_interpolator();
    interpolator->set_pair(hastened(0.0), hastened(1.0), {});
    const double straight = psnr(interpolator->between(time, {}), hastened(time), 28);
    interpolator->set_outer(outer(before, -before), outer(after, 1.0 + after), {});
    const double bent = psnr(interpolator->between(time, {}), hastened(time), 28);
    QVERIFY2(bent - straight > gain, qPrintable(QString("%1 to %2").arg(straight).arg(bent)));
}

void FlowInterpolatorTest::forgets_outer_pictures_with_the_pair() {
    const Image first = hastened(0.0);
    const Image second = hastened(1.0);
    const auto interpolator = make_flow_interpolator();
    interpolator->set_pair(first, second, {});
    interpolator->set_outer(outer(1.0, -1.0), outer(1.0, 2.0), {});
    interpolator->set_pair(first, second, {});
    QCOMPARE(largest_difference(interpolator->between(0.5, {}), between(first, second, 0.5)), 0);
}

void FlowInterpolatorTest::finds_small_things_that_move_fast_data() {
    QTest::addColumn<double>("side");
    QTest::addColumn<double>("way");
    QTest::newRow("24 pixels, by 16") << 24.0 << 16.0;
    QTest::newRow("48 pixels, by 32") << 48.0 << 32.0;
}

void FlowInterpolatorTest::finds_small_things_that_move_fast() {
    QFETCH(double, side);
    QFETCH(double, way);
    const auto at = [side](double left) { return square_before_texture(256, 144, left, 60.0, side); };
    const Image made = between(at(60.0), at(60.0 + way), 0.5);
    const Image expected = at(60.0 + way / 2.0);
    const double gain = psnr(made, expected) - psnr(average(at(60.0), at(60.0 + way)), expected);
    QVERIFY2(gain > 8.0, qPrintable(QString::number(gain)));
}

void FlowInterpolatorTest::stands_still_before_a_jump() {
    const Image still = moved_texture(192, 128, 0.0, 0.0);
    const auto interpolator = make_flow_interpolator();
    interpolator->set_pair(still, still, {});
    interpolator->set_outer(std::nullopt, OuterPicture{moved_texture(192, 128, 9.0, 6.0)}, {});
    QVERIFY(psnr(interpolator->between(0.5, {}), still) > 50.0);
}

void FlowInterpolatorTest::shows_what_is_uncovered() {
    const auto at = [](double left) { return square_before_texture(256, 144, left, 40.0, 56.0); };
    const Image made = between(at(90.0), at(106.0), 0.5);
    const Image expected = at(98.0);
    // The strips that the square covers in one of the pictures only: left of it and right of it.
    const auto strip_error = [&](int left, int right) {
        double sum = 0.0;
        for (int y = 44; y < 92; ++y) {
            for (int i = 3 * left; i < 3 * right; ++i) {
                sum += std::abs(static_cast<double>(made.row(y)[i]) - expected.row(y)[i]);
            }
        }
        return sum / (48.0 * 3.0 * (right - left));
    };
    QVERIFY2(strip_error(91, 96) < 6.0, qPrintable(QString::number(strip_error(91, 96))));
    QVERIFY2(strip_error(156, 161) < 6.0, qPrintable(QString::number(strip_error(156, 161))));
}

void FlowInterpolatorTest::keeps_what_stands_still() {
    const Image still = noise_picture(120, 90, 5);
    QCOMPARE(largest_difference(between(still, still, 0.3), still), 0);
}

static PlanarImage planar_between(const Image& first, const Image& second, const PlanarImage& first_planes, const PlanarImage& second_planes, double time) {
    const auto interpolator = make_flow_interpolator();
    interpolator->set_pair(first, second, {});
    interpolator->set_planes(first_planes, second_planes);
    return *interpolator->planes_between(time, {});
}

static std::vector<Image> planes_between(const Image& first, const Image& second, int across, int down, double time) {
    return planes_of(planar_between(first, second, planar(first, across, down), planar(second, across, down), time));
}

void FlowInterpolatorTest::makes_planes_data() {
    QTest::addColumn<int>("across");
    QTest::addColumn<int>("down");
    QTest::addColumn<int>("bits");
    QTest::newRow("4:4:4") << 0 << 0 << 8;
    QTest::newRow("4:2:2") << 1 << 0 << 8;
    QTest::newRow("4:4:0") << 0 << 1 << 8;
    QTest::newRow("4:2:0") << 1 << 1 << 8;
    QTest::newRow("4:2:0, 10 bits") << 1 << 1 << 10;
    QTest::newRow("4:2:2, 12 bits") << 1 << 0 << 12;
}

void FlowInterpolatorTest::makes_planes() {
    QFETCH(int, across);
    QFETCH(int, down);
    QFETCH(int, bits);
    const int width = 191;  // the last column has a colour of its own
    const int height = 127;
    const auto at = [&](double time) { return moved_texture(width, height, 7.0 * time, -5.0 * time); };
    const auto planes_at = [&](double time) { return planar(at(time), across, down, bits, 1 << (bits - 8) >> 1); };
    const auto made = planes_of(planar_between(at(0.0), at(1.0), planes_at(0.0), planes_at(1.0), 0.3));
    const auto expected = planes_of(planes_at(0.3));
    for (std::size_t plane = 0; plane < expected.size(); ++plane) {
        QCOMPARE(made[plane].width(), expected[plane].width());
        QCOMPARE(made[plane].height(), expected[plane].height());
        const double reached = psnr(made[plane], expected[plane], 12);
        QVERIFY2(reached > 38.0, qPrintable(QString("%1 dB in plane %2").arg(reached).arg(plane)));
    }
}

void FlowInterpolatorTest::rounds_ties_up() {
    const auto made = planes_between(flat_picture(70, 50, 100, 31, 254), flat_picture(70, 50, 101, 30, 255), 1, 1, 0.5);
    QCOMPARE(largest_difference(made[0], flat_picture(70, 50, 101, 101, 101)), 0);
    QCOMPARE(largest_difference(made[1], flat_picture(35, 25, 31, 31, 31)), 0);
    QCOMPARE(largest_difference(made[2], flat_picture(35, 25, 255, 255, 255)), 0);
}

void FlowInterpolatorTest::keeps_every_bit_of_a_sample_data() {
    QTest::addColumn<int>("bits");
    for (const int bits : {9, 10, 12}) {
        QTest::addRow("%d", bits) << bits;
    }
}

void FlowInterpolatorTest::keeps_every_bit_of_a_sample() {
    QFETCH(int, bits);
    const Image image = flat_picture(70, 50, 100, 31, 255);
    const int lowest = (1 << (bits - 8)) - 1;
    const PlanarImage made = planar_between(image, image, planar(image, 1, 1, bits, lowest), planar(image, 1, 1, bits, lowest - 1), 0.5);
    QCOMPARE(made.bits, bits);
    for (std::size_t plane = 0; plane < 3; ++plane) {
        const int expected = (std::array{100, 31, 255}[plane] << (bits - 8)) + lowest;
        QCOMPARE(sample_at(made, plane, 0, 0), expected);
        QCOMPARE(sample_at(made, plane, made.planes[plane].width - 1, made.planes[plane].height / 2), expected);
    }
}

void FlowInterpolatorTest::has_the_planes_of_the_pair_alone() {
    const Image first = moved_texture(64, 48, 0.0, 0.0);
    const Image second = moved_texture(64, 48, 3.0, 0.0);
    const auto interpolator = make_flow_interpolator();
    interpolator->set_pair(first, second, {});
    QVERIFY(!interpolator->planes_between(0.5, {}));
    interpolator->set_planes(planar(first, 1, 1), planar(second, 1, 1));
    QVERIFY(interpolator->planes_between(0.5, {}));
    interpolator->set_pair(first, second, {});
    QVERIFY(!interpolator->planes_between(0.5, {}));
}

void FlowInterpolatorTest::is_the_same_on_any_number_of_threads() {
    // Odd heights: the last row of the halved planes is half outside the picture. In noise much has nowhere come from.
    const int threads = cv::getNumThreads();
    std::vector<std::vector<Image>> made;
    for (const int count : {1, 4}) {
        cv::setNumThreads(count);
        std::vector<Image>& planes = made.emplace_back();
        for (const std::uint32_t seed : {1u, 2u, 3u}) {
            for (const double time : {0.2, 0.7}) {
                std::ranges::move(planes_between(noise_picture(160, 259, seed), noise_picture(160, 259, seed + 10), 1, 1, time), std::back_inserter(planes));
            }
        }
    }
    cv::setNumThreads(threads);
    QVERIFY(made[0] == made[1]);
}

void FlowInterpolatorTest::takes_any_size_data() {
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    for (const auto& [width, height] : {std::pair(1, 1), {2, 3}, {7, 1}, {15, 17}, {16, 16}, {33, 200}, {641, 9}}) {
        QTest::addRow("%dx%d", width, height) << width << height;
    }
}

void FlowInterpolatorTest::takes_any_size() {
    QFETCH(int, width);
    QFETCH(int, height);
    const Image made = between(flat_picture(width, height, 10, 20, 30), flat_picture(width, height, 12, 24, 30), 0.5);
    QVERIFY(largest_difference(made, flat_picture(width, height, 11, 22, 30)) <= 1);
    const auto planes = planes_between(flat_picture(width, height, 10, 20, 30), flat_picture(width, height, 12, 24, 30), 1, 1, 0.5);
    QVERIFY(largest_difference(planes[0], flat_picture(width, height, 11, 11, 11)) == 0);
    QVERIFY(largest_difference(planes[1], flat_picture((width + 1) / 2, (height + 1) / 2, 22, 22, 22)) == 0);
    const Image noise = between(noise_picture(width, height, 1), noise_picture(width, height, 2), 0.5);
    QCOMPARE(noise.width(), width);
    QCOMPARE(noise.height(), height);
}

void FlowInterpolatorTest::gives_the_same_whatever_was_asked_before() {
    const auto picture = [](int i) { return moved_texture(160, 96, 5.0 * i, 2.0 * i); };
    const Image first = picture(1);
    const Image second = picture(2);
    const Image fresh = between(first, second, 0.5);
    const auto used = make_flow_interpolator();
    used->set_pair(picture(0), first, {});
    used->between(0.5, {});
    used->set_pair(first, second, {});
    used->between(0.2, {});
    QCOMPARE(largest_difference(used->between(0.5, {}), fresh), 0);
}

void FlowInterpolatorTest::gives_the_same_along_a_clip_as_afresh() {
    std::vector<Image> pictures;
    for (int i = 0; i < 5; ++i) {
        pictures.push_back(moved_texture(160, 96, 3.0 * i + 1.5 * i * i, -2.0 * i));
    }
    const auto made = [&](FrameInterpolator& interpolator, std::size_t i) {
        interpolator.set_pair(pictures[i], pictures[i + 1], {});
        interpolator.set_outer(OuterPicture{pictures[i - 1]}, OuterPicture{pictures[i + 2]}, {});
        return interpolator.between(0.5, {});
    };
    const auto used = make_flow_interpolator();
    made(*used, 1);
    const auto fresh = make_flow_interpolator();
    QCOMPARE(largest_difference(made(*used, 2), made(*fresh, 2)), 0);
}

void FlowInterpolatorTest::stops() {
    std::stop_source source;
    const auto interpolator = make_flow_interpolator();
    interpolator->set_pair(moved_texture(96, 64, 0, 0), moved_texture(96, 64, 3, 0), source.get_token());
    source.request_stop();
    QVERIFY_EXCEPTION_THROWN(interpolator->between(0.5, source.get_token()), Cancelled);
    QVERIFY_EXCEPTION_THROWN(interpolator->set_pair(moved_texture(96, 64, 0, 0), moved_texture(96, 64, 3, 0), source.get_token()), Cancelled);
}

KINORA_TEST(FlowInterpolatorTest)
#include "flow_interpolator_test.moc"
