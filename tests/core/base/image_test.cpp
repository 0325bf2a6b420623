#include "core/base/image.h"

#include <stdexcept>

#include "tests/support/test_main.h"

using namespace kinora;

class ImageTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void copies_share_their_samples();
    void refuses_samples_that_do_not_fit();
};

void ImageTest::copies_share_their_samples() {
    const Image image(2, 1, {1, 2, 3, 4, 5, 6});
    const Image copy = image;
    QCOMPARE(copy.row(0), image.row(0));
    QVERIFY(copy == image);
    QVERIFY(!(copy == Image(2, 1, {1, 2, 3, 4, 5, 7})));
    QVERIFY(!(copy == Image(1, 2, {1, 2, 3, 4, 5, 6})));
    QVERIFY(Image().is_empty());
    QVERIFY(Image().rgb().empty());
}

void ImageTest::refuses_samples_that_do_not_fit() {
    QVERIFY_EXCEPTION_THROWN(Image(2, 2, std::vector<std::uint8_t>(11)), std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(Image(-1, -1, std::vector<std::uint8_t>(3)), std::invalid_argument);
}

KINORA_TEST(ImageTest)
#include "image_test.moc"
