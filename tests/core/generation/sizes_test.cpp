#include "core/generation/sizes.h"

#include <cmath>

#include "tests/support/test_main.h"

using namespace kinora;

class SizesTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void finds_the_nearest_shape_data();
    void finds_the_nearest_shape();
    void stays_near_for_all_shapes();
};

void SizesTest::finds_the_nearest_shape_data() {
    QTest::addColumn<double>("aspect");
    QTest::addColumn<int>("area");
    QTest::addColumn<int>("multiple");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::newRow("its own") << 1.5 << 96 * 64 << 16 << 96 << 64;
    QTest::newRow("upright") << 2.0 / 3.0 << 96 * 64 << 16 << 64 << 96;
    QTest::newRow("square") << 1.0 << 96 * 64 << 16 << 80 << 80;
    QTest::newRow("16:9") << 16.0 / 9.0 << 704 * 512 << 32 << 800 << 448;
    QTest::newRow("21:9") << 21.0 / 9.0 << 704 * 512 << 32 << 896 << 384;
}

void SizesTest::finds_the_nearest_shape() {
    QFETCH(double, aspect);
    QFETCH(int, area);
    QFETCH(int, multiple);
    const PictureSize size = size_for_aspect(aspect, area, multiple);
    QTEST(size.width, "width");
    QTEST(size.height, "height");
}

void SizesTest::stays_near_for_all_shapes() {
    for (double aspect = 0.3; aspect < 3.5; aspect += 0.01) {
        const PictureSize size = size_for_aspect(aspect, 704 * 512, 32);
        QVERIFY(size.width % 32 == 0 && size.height % 32 == 0);
        QVERIFY(std::abs(std::log(size.width / (aspect * size.height))) < 0.06);
        QVERIFY(std::abs(std::log(size.width * size.height / (704.0 * 512.0))) < 0.25);
    }
}

KINORA_TEST(SizesTest)
#include "sizes_test.moc"
