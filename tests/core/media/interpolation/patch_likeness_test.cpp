#include "core/media/interpolation/patch_likeness.h"

#include <algorithm>
#include <cmath>

#include "tests/support/test_main.h"

using namespace kinora;

class PatchLikenessTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void measures_each_pixel_data();
    void measures_each_pixel();
    void weighs_half_at_half();
};

static void fill(ColorPatch& patch, std::size_t plane, int value) {
    std::fill_n(patch.values.begin() + static_cast<std::ptrdiff_t>(plane * ColorPatch::area), ColorPatch::area, static_cast<std::int16_t>(value * ColorPatch::one));
}

static bool is_about(float a, double b) {
    return std::fabs(a - b) < 1e-3;
}

void PatchLikenessTest::measures_each_pixel_data() {
    QTest::addColumn<bool>("is_rgb");
    QTest::addColumn<int>("across");
    QTest::addColumn<int>("down");
    QTest::addColumn<double>("by_first");   // what 30 grey values of the first plane are …
    QTest::addColumn<double>("by_second");  // … and of the second
    QTest::newRow("RGB") << true << 0 << 0 << 10.0 << 10.0;
    QTest::newRow("4:4:4") << false << 0 << 0 << 30.0 * 255 / 219 << 15.0;
    QTest::newRow("4:2:2") << false << 1 << 0 << 30.0 * 255 / 219 << 15.0;
    QTest::newRow("4:4:0") << false << 0 << 1 << 30.0 * 255 / 219 << 15.0;
    QTest::newRow("4:2:0") << false << 1 << 1 << 30.0 * 255 / 219 << 15.0;
}

// One sample of each plane differs: the first plane's at (5, 3), the second's where (12, 8) has its colour.
void PatchLikenessTest::measures_each_pixel() {
    QFETCH(bool, is_rgb);
    QFETCH(int, across);
    QFETCH(int, down);
    QFETCH(double, by_first);
    QFETCH(double, by_second);
    const PlaneLayout layout = {is_rgb, across, down};
    ColorPatch a, b;
    for (std::size_t plane = 0; plane < num_colors; ++plane) {
        fill(a, plane, 100);
        fill(b, plane, 100);
    }
    b.values[3 * color_patch_size + 5] = 130 * ColorPatch::one;
    const int second = (8 >> down) * (color_patch_size >> across) + (12 >> across);
    b.values[static_cast<std::size_t>(ColorPatch::area + second)] = 70 * ColorPatch::one;
    PatchPixels differences;
    const float mean = measure_differences(a, b, layout, differences);
    double sum = 0.0;
    for (int y = 0; y < color_patch_size; ++y) {
        for (int x = 0; x < color_patch_size; ++x) {
            const bool is_second = x >> across == 12 >> across && y >> down == 8 >> down;
            const double expected = x == 5 && y == 3 ? by_first : is_second ? by_second : 0.0;
            sum += expected;
            const float difference = differences[static_cast<std::size_t>(y * color_patch_size + x)];
            QVERIFY2(is_about(difference, expected), qPrintable(QString("%1 at %2, %3").arg(difference).arg(x).arg(y)));
        }
    }
    QVERIFY(is_about(mean, sum / ColorPatch::area));
}

void PatchLikenessTest::weighs_half_at_half() {
    PatchPixels weights = {};
    weights[1] = 15.0f;
    weights[255] = 45.0f;
    weigh_differences(weights, 15.0f);
    QVERIFY(is_about(weights[0], 1.0) && is_about(weights[1], 0.5) && is_about(weights[255], 0.1));
}

KINORA_TEST(PatchLikenessTest)
#include "patch_likeness_test.moc"
