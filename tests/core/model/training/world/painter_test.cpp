#include "core/model/training/world/painter.h"

#include <cmath>
#include <numbers>

#include "tests/support/test_main.h"

using namespace kinora::training;

class PainterTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void covers_the_area_of_the_shape_data();
    void covers_the_area_of_the_shape();
    void edges_are_one_pixel_wide();
    void places_shapes();
    void keeps_a_layer_within_another();
    void fades_over_its_softness();
};

constexpr int size = 64;
constexpr float pixels_per_unit = 32.0f;

// White on black.
static Canvas drawn(const Layer& layer, const Placement& placement = {}) {
    Canvas canvas(size, size);
    Layer white = layer;
    white.colour = {1.0f, 1.0f, 1.0f};
    canvas.draw(white, placement, {});
    return canvas;
}

static float covered_area(Canvas canvas) {
    float sum = 0.0f;
    for (const float sample : canvas.plane(0)) {
        sum += sample;
    }
    return sum / (pixels_per_unit * pixels_per_unit);
}

void PainterTest::covers_the_area_of_the_shape_data() {
    QTest::addColumn<int>("shape");
    QTest::addColumn<float>("area");
    QTest::newRow("circle") << 0 << std::numbers::pi_v<float> * 0.25f;
    QTest::newRow("ellipse") << 1 << std::numbers::pi_v<float> * 0.5f * 0.3f;
    QTest::newRow("turned box") << 2 << 4.0f * 0.4f * 0.25f;
    QTest::newRow("polygon that is not convex") << 3 << 0.75f;
    QTest::newRow("annulus") << 4 << std::numbers::pi_v<float> * 4.0f * 0.5f * 0.1f;
    QTest::newRow("below a line") << 5 << 1.0f;
}

void PainterTest::covers_the_area_of_the_shape() {
    QFETCH(int, shape);
    QFETCH(float, area);
    const Primitive shapes[] = {circle({0.05f, 0.03f}, 0.5f),
                                ellipse({0.0f, 0.1f}, {0.5f, 0.3f}, 0.4f),
                                box({0.0f, 0.0f}, {0.4f, 0.25f}, 0.0f, 0.7f),
                                polygon({{-0.5f, -0.5f}, {0.5f, -0.5f}, {0.5f, 0.5f}, {0.0f, 0.0f}, {-0.5f, 0.5f}}),
                                annulus({0.0f, 0.0f}, 0.5f, 0.1f),
                                below_curve(-0.5f)};
    const float covered = covered_area(drawn({.shape = {shapes[shape]}}));
    QVERIFY2(std::fabs(covered - area) < 0.02f * area, qPrintable(QString("%1 instead of %2").arg(covered).arg(area)));
}

void PainterTest::edges_are_one_pixel_wide() {
    Canvas canvas = drawn({.shape = {circle({0.0f, 0.0f}, 0.6f)}});
    int num_partial = 0;
    for (const float sample : canvas.plane(0)) {
        num_partial += sample > 0.01f && sample < 0.99f ? 1 : 0;
    }
    const float around = 2.0f * std::numbers::pi_v<float> * 0.6f * pixels_per_unit;
    QVERIFY(static_cast<float>(num_partial) > 0.6f * around);
    QVERIFY(static_cast<float>(num_partial) < 1.6f * around);
}

void PainterTest::places_shapes() {
    const Placement placement = {{0.5f, 0.25f}, std::numbers::pi_v<float> / 2.0f, {0.5f, -1.0f}};
    Canvas canvas = drawn({.shape = {box({0.4f, 0.0f}, {0.4f, 0.1f})}}, placement);
    // The box lies along the local x axis, which points up after the turn, half as long.
    const auto sample = [&](float x, float y) {
        const int column = static_cast<int>((x + 1.0f) * pixels_per_unit);
        const int row = static_cast<int>((1.0f - y) * pixels_per_unit);
        return canvas.plane(0)[static_cast<std::size_t>(row * size + column)];
    };
    QCOMPARE(sample(0.5f, 0.45f), 1.0f);
    QCOMPARE(sample(0.5f, 0.72f), 0.0f);
    QCOMPARE(sample(0.5f, 0.20f), 0.0f);
    QCOMPARE(sample(0.35f, 0.45f), 0.0f);
    QVERIFY(std::fabs(covered_area(canvas) - 0.5f * 4.0f * 0.4f * 0.1f) < 0.005f);
}

void PainterTest::keeps_a_layer_within_another() {
    const Layer layer = {.shape = {below_curve(0.0f)}, .within = {circle({0.0f, 0.0f}, 0.5f)}};
    QVERIFY(std::fabs(covered_area(drawn(layer)) - std::numbers::pi_v<float> * 0.125f) < 0.01f);
}

void PainterTest::fades_over_its_softness() {
    Canvas canvas = drawn({.shape = {below_curve(0.0f)}, .softness = 0.5f});
    int num_partial = 0;
    for (int y = 0; y < size; ++y) {
        const float sample = canvas.plane(0)[static_cast<std::size_t>(y * size)];
        num_partial += sample > 0.01f && sample < 0.99f ? 1 : 0;
    }
    QCOMPARE(num_partial, 16);
}

KINORA_TEST(PainterTest)
#include "painter_test.moc"
