#include "core/media/interpolation/scene_cut.h"

#include "tests/core/media/interpolation/moving_pictures.h"
#include "tests/core/media/test_pictures.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::test;

class SceneCutTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void motion_is_no_cut_data();
    void motion_is_no_cut();
    void another_picture_is_a_cut();
    void water_is_no_cut();
    void light_is_no_cut();
    void flat_pictures_are_no_trouble();
    void duplicates_survive_compression();
    void small_motion_is_no_duplicate();
};

// A picture with objects of many sizes, another one for each seed.
static Image scene(double seed, double dx = 0.0, double dy = 0.0, double light = 1.0) {
    return painted(320, 180, [&](double x, double y) {
        double value = 60.0 + 30.0 * std::sin(0.01 * (x - dx) * (1.0 + seed)) + 20.0 * std::cos(0.02 * (y - dy) + seed);
        for (int i = 0; i < 9; ++i) {
            const double cx = std::fmod(71.0 * i * (1.0 + 0.37 * seed) + 40.0 * seed, 320.0) + dx;
            const double cy = std::fmod(43.0 * i * (1.0 + 0.61 * seed) + 25.0, 180.0) + dy;
            const double radius = 8.0 + 5.0 * i;
            if ((x - cx) * (x - cx) + (y - cy) * (y - cy) < radius * radius) {
                value = 40.0 + std::fmod(97.0 * i + 61.0 * seed, 190.0) + 10.0 * std::sin(0.5 * (x - cx));
            }
        }
        return value * light;
    });
}

void SceneCutTest::motion_is_no_cut_data() {
    QTest::addColumn<double>("dx");
    QTest::addColumn<double>("dy");
    QTest::newRow("still") << 0.0 << 0.0;
    QTest::newRow("slow") << 2.0 << 1.0;
    QTest::newRow("fast") << 18.0 << -9.0;
}

void SceneCutTest::motion_is_no_cut() {
    QFETCH(double, dx);
    QFETCH(double, dy);
    const double change = scene_change(scene(1.0), scene(1.0, dx, dy));
    QVERIFY2(!is_scene_cut(scene(1.0), scene(1.0, dx, dy)), qPrintable(QString::number(change)));
}

void SceneCutTest::another_picture_is_a_cut() {
    for (int i = 1; i < 6; ++i) {
        const double change = scene_change(scene(i), scene(i + 1.3));
        QVERIFY2(is_scene_cut(scene(i), scene(i + 1.3)), qPrintable(QString::number(change)));
    }
}

// Ripples that are others in every frame, on water that is bright on one side.
static Image water(unsigned frame) {
    const auto ripple = [frame](int column, int row) {
        unsigned hash = (static_cast<unsigned>(column) * 73856093u) ^ (static_cast<unsigned>(row) * 19349663u) ^ (frame * 83492791u);
        hash = (hash ^ (hash >> 13)) * 2654435761u;
        return 70.0 * static_cast<double>(hash >> 16) / 65536.0;
    };
    return painted(320, 180, [&](double x, double y) { return 60.0 + 0.3 * x + ripple(static_cast<int>(x / 11.0), static_cast<int>(y / 7.0)); });
}

void SceneCutTest::water_is_no_cut() {
    const double change = scene_change(water(0), water(1));
    QVERIFY2(!is_scene_cut(change) && is_hard_to_bridge(change), qPrintable(QString::number(change)));
    QVERIFY(is_scene_cut(water(0), scene(2.0)));
}

void SceneCutTest::light_is_no_cut() {
    QVERIFY(!is_scene_cut(scene(2.0), scene(2.0, 1.0, 0.0, 1.15)));
}

void SceneCutTest::flat_pictures_are_no_trouble() {
    QVERIFY(!is_scene_cut(flat_picture(64, 64, 0, 0, 0), flat_picture(64, 64, 0, 0, 0)));
    QVERIFY(is_scene_cut(flat_picture(64, 64, 0, 0, 0), flat_picture(64, 64, 250, 250, 250)));
    QVERIFY(!is_scene_cut(flat_picture(1, 1, 9, 9, 9), flat_picture(1, 1, 10, 9, 9)));
}

void SceneCutTest::duplicates_survive_compression() {
    const Image original = scene(3.0);
    std::vector<std::uint8_t> noisy(original.rgb().begin(), original.rgb().end());
    for (std::size_t i = 0; i < noisy.size(); i += 5) {
        noisy[i] = static_cast<std::uint8_t>(noisy[i] + (i % 2 == 0 ? 1 : -1));
    }
    QVERIFY(is_duplicate_frame(original, original));
    QVERIFY(is_duplicate_frame(original, Image(320, 180, std::move(noisy))));
}

void SceneCutTest::small_motion_is_no_duplicate() {
    QVERIFY(!is_duplicate_frame(scene(3.0), scene(3.0, 0.5, 0.0)));
    // One small thing that moves while all else stands still.
    QVERIFY(!is_duplicate_frame(square_before_texture(320, 180, 40, 40, 10), square_before_texture(320, 180, 42, 40, 10)));
}

KINORA_TEST(SceneCutTest)
#include "scene_cut_test.moc"
