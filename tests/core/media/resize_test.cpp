#include "core/media/resize.h"

#include "tests/core/media/test_pictures.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::test;

class ResizeTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void shrinking_averages();
    void each_direction_is_treated_by_itself();
    void keeps_flat_colours();
    void fits_into_a_box();
};

void ResizeTest::shrinking_averages() {
    // A fine checkerboard: picking samples would give black or white, the average is grey.
    std::vector<std::uint8_t> rgb;
    for (int i = 0; i < 64 * 64; ++i) {
        rgb.insert(rgb.end(), 3, static_cast<std::uint8_t>((i / 64 + i) % 2 == 0 ? 255 : 0));
    }
    const Image small = resize(Image(64, 64, std::move(rgb)), 8, 8);
    QVERIFY(largest_difference(small, flat_picture(8, 8, 128, 128, 128)) <= 1);
}

void ResizeTest::each_direction_is_treated_by_itself() {
    // Columns alternate, rows are alike: narrower and taller must be an even grey.
    std::vector<std::uint8_t> rgb;
    for (int i = 0; i < 64 * 8; ++i) {
        rgb.insert(rgb.end(), 3, static_cast<std::uint8_t>(i % 2 == 0 ? 200 : 100));
    }
    const Image resized = resize(Image(64, 8, std::move(rgb)), 16, 32);
    QCOMPARE(resized.width(), 16);
    QCOMPARE(resized.height(), 32);
    QVERIFY(largest_difference(resized, flat_picture(16, 32, 150, 150, 150)) <= 1);
}

void ResizeTest::keeps_flat_colours() {
    const Image flat = flat_picture(30, 20, 12, 34, 56);
    QVERIFY(resize(flat, 61, 47) == flat_picture(61, 47, 12, 34, 56));
    QVERIFY(resize(flat, 7, 3) == flat_picture(7, 3, 12, 34, 56));
    QVERIFY(resize(flat, 30, 20).rgb().data() == flat.rgb().data());
    const Image big = resize(numbered_picture(96, 64, 37), 200, 150);
    QCOMPARE(number_in(big), 37);
}

void ResizeTest::fits_into_a_box() {
    const auto size_of = [](int width, int height, int max_width, int max_height, bool may_enlarge) {
        const Image fitted = resize_to_fit(flat_picture(width, height, 1, 2, 3), max_width, max_height, may_enlarge);
        return std::pair(fitted.width(), fitted.height());
    };
    QVERIFY(size_of(160, 90, 80, 80, false) == std::pair(80, 45));
    QVERIFY(size_of(90, 160, 80, 80, false) == std::pair(45, 80));
    QVERIFY(size_of(40, 30, 80, 80, false) == std::pair(40, 30));
    QVERIFY(size_of(40, 30, 80, 80, true) == std::pair(80, 60));
    QVERIFY(size_of(1000, 1, 10, 10, false) == std::pair(10, 1));
    QVERIFY(size_of(161, 90, 80, 80, false) == std::pair(80, 45));
}

KINORA_TEST(ResizeTest)
#include "resize_test.moc"
