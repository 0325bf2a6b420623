#include "core/media/interpolation/patch_sampler.h"

#include <array>
#include <cmath>

#include "tests/core/media/interpolation/planar_pictures.h"
#include "tests/core/media/test_pictures.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::test;

class PatchSamplerTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void gives_pixels_back_exactly();
    void keeps_one_colour();
    void follows_a_parabola();
    void continues_the_edge();
    void reads_deep_samples();
    void mixes_deep_samples_as_others();
};

// Pixel (x, y) as the first of the patch that begins there, and as the last of the patch that ends there.
static std::array<double, 2> values(const PatchSampler& sampler, float x, float y, std::size_t channel) {
    ColorPatch patch;
    sampler.sample(x, y, patch);
    const double first = patch.values[channel * ColorPatch::area];
    constexpr float last = color_patch_size - 1;
    sampler.sample(x - last, y - last, patch);
    return {first / ColorPatch::one, static_cast<double>(patch.values[channel * ColorPatch::area + ColorPatch::area - 1]) / ColorPatch::one};
}

void PatchSamplerTest::gives_pixels_back_exactly() {
    const Image image = noise_picture(9, 7, 3);
    const PatchSampler sampler(image);
    for (int y = 0; y < 7; ++y) {
        for (int x = 0; x < 9; ++x) {
            for (std::size_t channel = 0; channel < 3; ++channel) {
                const double expected = image.row(y)[3 * x + static_cast<int>(channel)];
                QCOMPARE(values(sampler, static_cast<float>(x), static_cast<float>(y), channel), (std::array{expected, expected}));
            }
        }
    }
}

void PatchSamplerTest::keeps_one_colour() {
    const PatchSampler sampler(flat_picture(8, 8, 255, 1, 77));
    for (int i = 0; i < 100; ++i) {
        const auto at = static_cast<float>(i) * 0.07f;
        QCOMPARE(values(sampler, at, 6.9f - at, 0), (std::array{255.0, 255.0}));
        QCOMPARE(values(sampler, at, 6.9f - at, 1), (std::array{1.0, 1.0}));
        QCOMPARE(values(sampler, at, 6.9f - at, 2), (std::array{77.0, 77.0}));
    }
}

void PatchSamplerTest::follows_a_parabola() {
    // Keys' kernel reproduces polynomials of the second degree.
    std::vector<std::uint8_t> rgb;
    for (int y = 0; y < 12; ++y) {
        for (int x = 0; x < 12; ++x) {
            rgb.insert(rgb.end(), {static_cast<std::uint8_t>(x * x + 7 * y), static_cast<std::uint8_t>(y * y), 0});
        }
    }
    const PatchSampler sampler(Image(12, 12, std::move(rgb)));
    for (float x = 2.0f; x < 9.0f; x += 0.3f) {
        const float y = 11.0f - x;
        // The weights are sixty-fourths.
        for (const double value : values(sampler, x, y, 0)) {
            QVERIFY(std::abs(value - (x * x + 7.0f * y)) < 1.0);
        }
        for (const double value : values(sampler, x, y, 1)) {
            QVERIFY(std::abs(value - y * y) < 1.0);
        }
    }
}

void PatchSamplerTest::continues_the_edge() {
    const Image image = noise_picture(5, 4, 8);
    const PatchSampler sampler(image);
    QCOMPARE(values(sampler, -50.0f, -50.0f, 0), (std::array{static_cast<double>(image.row(0)[0]), static_cast<double>(image.row(0)[0])}));
    QCOMPARE(values(sampler, 1e9f, 1e9f, 2), (std::array{static_cast<double>(image.row(3)[14]), static_cast<double>(image.row(3)[14])}));
    QCOMPARE(values(sampler, -3.0f, 2.0f, 1), (std::array{static_cast<double>(image.row(2)[1]), static_cast<double>(image.row(2)[1])}));
}

void PatchSamplerTest::reads_deep_samples() {
    for (const int bits : {9, 10, 12}) {
        const int lowest = (1 << (bits - 8)) - 1;
        const Image image = noise_picture(9, 7, 3);
        const PatchSampler sampler(planar(image, 0, 0, bits, lowest));
        const double expected = image.row(5)[3 * 4 + 1] + static_cast<double>(lowest) / (1 << (bits - 8));
        QCOMPARE(values(sampler, 4.0f, 5.0f, 1), (std::array{expected, expected}));
    }
}

void PatchSamplerTest::mixes_deep_samples_as_others() {
    const Image image = noise_picture(9, 7, 3);
    const PatchSampler sampler(planar(image, 0, 0));
    for (const int bits : {9, 10, 12}) {
        const PatchSampler deep(planar(image, 0, 0, bits));
        for (int i = 0; i < 60; ++i) {
            const float x = static_cast<float>(i) * 0.13f;
            const float y = 6.5f - static_cast<float>(i) * 0.11f;
            for (std::size_t plane = 0; plane < 3; ++plane) {
                // Rounded once more, between both directions.
                QVERIFY(std::abs(values(deep, x, y, plane)[0] - values(sampler, x, y, plane)[0]) <= 2.0 / ColorPatch::one);
            }
        }
    }
}

KINORA_TEST(PatchSamplerTest)
#include "patch_sampler_test.moc"
