#include "core/model/interpolation/rife_interpolator.h"

#include <cmath>
#include <cstdlib>

#include "core/base/cancelled.h"
#include "tests/support/reference_cases.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::test;

class RifeInterpolatorTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void takes_any_size_data();
    void takes_any_size();
    void keeps_features_along_a_clip();
    void tiles_join_without_seams();
    void scales();
    void stops();
};

static Image pattern(int width, int height, int shift) {
    std::vector<std::uint8_t> rgb;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            rgb.push_back(static_cast<std::uint8_t>(127.0 + 60.0 * std::sin(0.05 * (x + shift))));
            rgb.push_back(static_cast<std::uint8_t>(127.0 + 60.0 * std::cos(0.04 * y)));
            rgb.push_back(static_cast<std::uint8_t>(127.0 + 60.0 * std::sin(0.03 * (x + y + shift))));
        }
    }
    return Image(width, height, std::move(rgb));
}

static std::unique_ptr<FrameInterpolator> make(double scale = 1.0, std::int64_t max_tile_pixels = 1 << 30) {
    return make_rife_interpolator(case_model("ifnet"), {.device = "cpu", .dtype = "fp32", .scale = scale, .max_tile_pixels = max_tile_pixels});
}

static Image between(FrameInterpolator& interpolator, const Image& first, const Image& second, double time) {
    interpolator.set_pair(first, second, {});
    return interpolator.between(time, {});
}

static int largest_difference(const Image& a, const Image& b) {
    int largest = a.width() == b.width() && a.height() == b.height() ? 0 : 256;
    for (std::size_t i = 0; largest < 256 && i < a.rgb().size(); ++i) {
        largest = std::max(largest, std::abs(static_cast<int>(a.rgb()[i]) - static_cast<int>(b.rgb()[i])));
    }
    return largest;
}

void RifeInterpolatorTest::takes_any_size_data() {
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    for (const auto& [width, height] : {std::pair(1, 1), {64, 64}, {65, 63}, {130, 20}}) {
        QTest::addRow("%dx%d", width, height) << width << height;
    }
}

void RifeInterpolatorTest::takes_any_size() {
    QFETCH(int, width);
    QFETCH(int, height);
    const auto interpolator = make();
    const Image made = between(*interpolator, pattern(width, height, 0), pattern(width, height, 3), 0.5);
    QCOMPARE(made.width(), width);
    QCOMPARE(made.height(), height);
}

void RifeInterpolatorTest::keeps_features_along_a_clip() {
    const Image a = pattern(96, 64, 0);
    const Image b = pattern(96, 64, 3);
    const Image c = pattern(96, 64, 6);
    const auto fresh = make();
    const Image expected = between(*fresh, b, c, 0.25);
    const auto used = make();
    between(*used, a, b, 0.5);
    QCOMPARE(largest_difference(between(*used, b, c, 0.25), expected), 0);
    QVERIFY(largest_difference(between(*used, a, c, 0.25), expected) > 0);
}

void RifeInterpolatorTest::tiles_join_without_seams() {
    const Image first = pattern(900, 448, 0);
    const Image second = pattern(900, 448, 2);
    const auto whole = make();
    const auto tiled = make(1.0, 448 * 448);
    const Image expected = between(*whole, first, second, 0.5);
    const Image made = between(*tiled, first, second, 0.5);
    double sum = 0.0;
    for (std::size_t i = 0; i < made.rgb().size(); ++i) {
        sum += std::abs(static_cast<double>(made.rgb()[i]) - expected.rgb()[i]);
    }
    // Random weights look far; trained ones differ less.
    QVERIFY2(sum / static_cast<double>(made.rgb().size()) < 2.0, qPrintable(QString::number(sum / static_cast<double>(made.rgb().size()))));
    // A seam would be a step between neighbouring columns that the whole picture does not have.
    for (int x = 1; x < 900; ++x) {
        double step = 0.0;
        for (int y = 0; y < 448; ++y) {
            step += (made.row(y)[3 * x] - made.row(y)[3 * x - 3]) - (expected.row(y)[3 * x] - expected.row(y)[3 * x - 3]);
        }
        QVERIFY2(std::abs(step / 448.0) < 2.0, qPrintable(QString("%1: %2").arg(x).arg(step / 448.0)));
    }
}

void RifeInterpolatorTest::scales() {
    const Image first = pattern(128, 128, 0);
    const Image second = pattern(128, 128, 4);
    const Image whole = between(*make(), first, second, 0.5);
    const Image half = between(*make(0.5), first, second, 0.5);
    QCOMPARE(half.width(), 128);
    QVERIFY(largest_difference(whole, half) > 0);
}

void RifeInterpolatorTest::stops() {
    const auto interpolator = make();
    interpolator->set_pair(pattern(64, 64, 0), pattern(64, 64, 1), {});
    std::stop_source source;
    source.request_stop();
    QVERIFY_EXCEPTION_THROWN(interpolator->between(0.5, source.get_token()), Cancelled);
    QVERIFY_EXCEPTION_THROWN(interpolator->set_pair(pattern(64, 64, 0), pattern(64, 64, 1), source.get_token()), Cancelled);
}

KINORA_TEST(RifeInterpolatorTest)
#include "rife_interpolator_test.moc"
