#include "core/base/resample.h"

#include <algorithm>
#include <string>
#include <vector>

#include "core/base/safetensors.h"
#include "tests/support/test_main.h"

using namespace kinora;

class ResampleTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void equals_pillow();
    void fills_by_cutting_the_longer_side();
};

static Image read_image(const SafetensorsFile& file, const std::string& name) {
    const TensorEntry& entry = *file.find(name);
    const auto bytes = file.bytes(entry);
    std::vector<std::uint8_t> rgb(bytes.size());
    std::ranges::transform(bytes, rgb.begin(), [](std::byte b) { return std::to_integer<std::uint8_t>(b); });
    return {static_cast<int>(entry.shape[1]), static_cast<int>(entry.shape[0]), std::move(rgb)};
}

void ResampleTest::equals_pillow() {
    const SafetensorsFile file(KINORA_SOURCE_DIR "/tests/core/base/fixtures/resample.safetensors");
    QCOMPARE(file.tensors().size(), std::size_t{21});
    for (int i = 0; i < 7; ++i) {
        const std::string name = std::to_string(i);
        const Image input = read_image(file, name + ".input");
        const Image lanczos = read_image(file, name + ".output");
        const Image bicubic = read_image(file, name + ".bicubic");
        QVERIFY2(resample_lanczos(input, lanczos.width(), lanczos.height()) == lanczos, qPrintable(QString("case %1").arg(i)));
        QVERIFY2(resample_bicubic(input, bicubic.width(), bicubic.height()) == bicubic, qPrintable(QString("case %1").arg(i)));
    }
}

void ResampleTest::fills_by_cutting_the_longer_side() {
    // Three columns, red, green and blue; a square cut keeps the middle one.
    const Image image(3, 1, {255, 0, 0, 0, 255, 0, 0, 0, 255});
    const Image filled = resample_to_fill(image, 4, 4);
    QCOMPARE(filled.width(), 4);
    QCOMPARE(filled.height(), 4);
    for (int i = 0; i < 16; ++i) {
        QCOMPARE(filled.rgb()[static_cast<std::size_t>(i) * 3 + 1], std::uint8_t{255});
        QCOMPARE(filled.rgb()[static_cast<std::size_t>(i) * 3], std::uint8_t{0});
    }
    QVERIFY(resample_to_fill(image, 3, 1) == image);
}

KINORA_TEST(ResampleTest)
#include "resample_test.moc"
