#include "core/media/interpolation/cubic_sampler.h"

#include <cmath>

#include "tests/core/media/test_pictures.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::test;

class CubicSamplerTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void gives_pixels_back_exactly();
    void keeps_one_colour();
    void follows_a_parabola();
    void continues_the_edge();
};

static double value(const CubicSampler& sampler, float x, float y, std::size_t channel) {
    return static_cast<double>(sampler.sample(x, y)[channel]) / CubicSampler::one;
}

void CubicSamplerTest::gives_pixels_back_exactly() {
    const Image image = noise_picture(9, 7, 3);
    const CubicSampler sampler(image);
    for (int y = 0; y < 7; ++y) {
        for (int x = 0; x < 9; ++x) {
            for (std::size_t channel = 0; channel < 3; ++channel) {
                QCOMPARE(value(sampler, static_cast<float>(x), static_cast<float>(y), channel),
                         static_cast<double>(image.row(y)[3 * x + static_cast<int>(channel)]));
            }
        }
    }
}

void CubicSamplerTest::keeps_one_colour() {
    const CubicSampler sampler(flat_picture(8, 8, 255, 1, 77));
    for (int i = 0; i < 100; ++i) {
        const auto at = static_cast<float>(i) * 0.07f;
        QCOMPARE(value(sampler, at, 6.9f - at, 0), 255.0);
        QCOMPARE(value(sampler, at, 6.9f - at, 1), 1.0);
        QCOMPARE(value(sampler, at, 6.9f - at, 2), 77.0);
    }
}

void CubicSamplerTest::follows_a_parabola() {
    // Keys' kernel reproduces polynomials of the second degree.
    std::vector<std::uint8_t> rgb;
    for (int y = 0; y < 12; ++y) {
        for (int x = 0; x < 12; ++x) {
            rgb.insert(rgb.end(), {static_cast<std::uint8_t>(x * x + 7 * y), static_cast<std::uint8_t>(y * y), 0});
        }
    }
    const CubicSampler sampler(Image(12, 12, std::move(rgb)));
    for (float x = 2.0f; x < 9.0f; x += 0.3f) {
        const float y = 11.0f - x;
        // The weights are sixty-fourths.
        QVERIFY(std::abs(value(sampler, x, y, 0) - (x * x + 7.0f * y)) < 1.0);
        QVERIFY(std::abs(value(sampler, x, y, 1) - y * y) < 1.0);
    }
}

void CubicSamplerTest::continues_the_edge() {
    const Image image = noise_picture(5, 4, 8);
    const CubicSampler sampler(image);
    QCOMPARE(value(sampler, -50.0f, -50.0f, 0), static_cast<double>(image.row(0)[0]));
    QCOMPARE(value(sampler, 1e9f, 1e9f, 2), static_cast<double>(image.row(3)[14]));
    QCOMPARE(value(sampler, -3.0f, 2.0f, 1), static_cast<double>(image.row(2)[1]));
}

KINORA_TEST(CubicSamplerTest)
#include "cubic_sampler_test.moc"
