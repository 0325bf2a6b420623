#include "core/base/picture_similarity.h"

#include <array>
#include <cmath>
#include <stdexcept>

#include "tests/core/media/test_pictures.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::test;

class PictureSimilarityTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void equal_pictures();
    void psnr_of_a_known_difference();
    void ssim_of_flat_pictures();
    void ssim_follows_the_definition();
    void noise_lowers_both();
    void tiny_pictures();
    void different_sizes_are_refused();
};

static double luma_at(const Image& image, int x, int y) {
    const std::uint8_t* rgb = image.row(y) + 3 * x;
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
}

// Straight from the definition: for each window its weighted means, variances and covariance.
static double ssim_by_definition(const Image& a, const Image& b) {
    constexpr int size = 11;
    std::array<std::array<double, size>, size> weights{};
    double total = 0.0;
    for (int y = 0; y < size; ++y) {
        for (int x = 0; x < size; ++x) {
            const double distance = (x - 5) * (x - 5) + (y - 5) * (y - 5);
            weights.at(static_cast<std::size_t>(y)).at(static_cast<std::size_t>(x)) = std::exp(-distance / (2.0 * 1.5 * 1.5));
            total += weights.at(static_cast<std::size_t>(y)).at(static_cast<std::size_t>(x));
        }
    }
    double sum = 0.0;
    int count = 0;
    for (int top = 0; top + size <= a.height(); ++top) {
        for (int left = 0; left + size <= a.width(); ++left) {
            std::array<double, 2> mean{};
            std::array<double, 3> moment{};
            for (int pass = 0; pass < 2; ++pass) {
                for (int y = 0; y < size; ++y) {
                    for (int x = 0; x < size; ++x) {
                        const double w = weights.at(static_cast<std::size_t>(y)).at(static_cast<std::size_t>(x)) / total;
                        const double p = luma_at(a, left + x, top + y);
                        const double q = luma_at(b, left + x, top + y);
                        if (pass == 0) {
                            mean[0] += w * p;
                            mean[1] += w * q;
                        } else {
                            moment[0] += w * (p - mean[0]) * (p - mean[0]);
                            moment[1] += w * (q - mean[1]) * (q - mean[1]);
                            moment[2] += w * (p - mean[0]) * (q - mean[1]);
                        }
                    }
                }
            }
            const double c1 = 6.5025;
            const double c2 = 58.5225;
            sum += (2 * mean[0] * mean[1] + c1) * (2 * moment[2] + c2) /
                   ((mean[0] * mean[0] + mean[1] * mean[1] + c1) * (moment[0] + moment[1] + c2));
            ++count;
        }
    }
    return sum / count;
}

void PictureSimilarityTest::equal_pictures() {
    const Image picture = noise_picture(40, 30, 3);
    QVERIFY(std::isinf(psnr(picture, picture)));
    QVERIFY(std::abs(ssim(picture, picture) - 1.0) < 1e-9);
}

void PictureSimilarityTest::psnr_of_a_known_difference() {
    const double found = psnr(flat_picture(16, 16, 100, 100, 100), flat_picture(16, 16, 110, 110, 110));
    QVERIFY(std::abs(found - 20.0 * std::log10(255.0 / 10.0)) < 1e-9);
    const double one_channel = psnr(flat_picture(16, 16, 100, 100, 100), flat_picture(16, 16, 110, 100, 100));
    QVERIFY(std::abs(one_channel - 10.0 * std::log10(255.0 * 255.0 * 3.0 / 100.0)) < 1e-9);
}

void PictureSimilarityTest::ssim_of_flat_pictures() {
    const double found = ssim(flat_picture(20, 20, 50, 50, 50), flat_picture(20, 20, 150, 150, 150));
    const double c1 = 6.5025;
    QVERIFY(std::abs(found - (2.0 * 50 * 150 + c1) / (50.0 * 50 + 150.0 * 150 + c1)) < 1e-3);
}

void PictureSimilarityTest::ssim_follows_the_definition() {
    const Image a = numbered_picture(32, 24, 3);
    const Image b = numbered_picture(32, 24, 5);
    QVERIFY2(std::abs(ssim(a, b) - ssim_by_definition(a, b)) < 1e-3, qPrintable(QString::number(ssim(a, b))));
}

void PictureSimilarityTest::noise_lowers_both() {
    const Image picture = numbered_picture(64, 48, 1);
    double last_psnr = INFINITY;
    double last_ssim = 1.0;
    for (const int strength : {4, 16, 64}) {
        const Image noise = noise_picture(64, 48, 9);
        std::vector<std::uint8_t> rgb(picture.rgb().begin(), picture.rgb().end());
        for (std::size_t i = 0; i < rgb.size(); ++i) {
            rgb[i] = static_cast<std::uint8_t>(std::clamp(rgb[i] + (noise.rgb()[i] - 128) * strength / 128, 0, 255));
        }
        const Image noisy(64, 48, rgb);
        QVERIFY(psnr(picture, noisy) < last_psnr);
        QVERIFY(ssim(picture, noisy) < last_ssim);
        last_psnr = psnr(picture, noisy);
        last_ssim = ssim(picture, noisy);
    }
}

void PictureSimilarityTest::tiny_pictures() {
    const Image a = noise_picture(5, 4, 1);
    QVERIFY(std::abs(ssim(a, a) - 1.0) < 1e-9);
    QVERIFY(ssim(a, noise_picture(5, 4, 2)) < 0.9);
}

void PictureSimilarityTest::different_sizes_are_refused() {
    QVERIFY_EXCEPTION_THROWN(psnr(noise_picture(5, 4, 1), noise_picture(4, 5, 1)), std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(ssim(Image(), Image()), std::invalid_argument);
}

KINORA_TEST(PictureSimilarityTest)
#include "picture_similarity_test.moc"
