#include <cmath>
#include <cstdlib>
#include <string>

#include "core/base/error.h"
#include "core/model/training/world/choices.h"
#include "tests/support/test_main.h"

using namespace kinora::training;

class RenderSceneTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void attributes_name_every_choice();
    void is_deterministic();
    void small_world_has_few_choices();
    void renders_any_size();
    void shows_every_choice();
    void names_an_unknown_world();
};

static std::vector<std::uint8_t> clip(const Scene& scene) {
    return render_scene(scene, 96, 64, 9, 4.0);
}

// Mean absolute difference over all samples, 0..255.
static double difference(const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b) {
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += std::abs(static_cast<int>(a[i]) - static_cast<int>(b[i]));
    }
    return sum / static_cast<double>(a.size());
}

void RenderSceneTest::attributes_name_every_choice() {
    const auto attributes = world_attributes();
    QCOMPARE(attributes.size(), num_attributes);
    const auto num_values = [&](AttributeId id) { return attributes[static_cast<std::size_t>(id)].values.size(); };
    QCOMPARE(num_values(AttributeId::object), static_cast<std::size_t>(ObjectKind::count));
    QCOMPARE(num_values(AttributeId::colour), static_cast<std::size_t>(ColourName::count));
    QCOMPARE(num_values(AttributeId::motion), static_cast<std::size_t>(MotionKind::count));
    QCOMPARE(num_values(AttributeId::background), static_cast<std::size_t>(BackgroundKind::count));
    QCOMPARE(num_values(AttributeId::style), static_cast<std::size_t>(StyleKind::count));
    QCOMPARE(attributes[0].values[static_cast<std::size_t>(ObjectKind::heart)], std::string_view("heart"));
}

void RenderSceneTest::is_deterministic() {
    const Scene scene = sample_scene(7, {.name = "whole"});
    QVERIFY(sample_scene(7, {.name = "whole"}).choices == scene.choices);
    QVERIFY(clip(scene) == clip(scene));
    QVERIFY(sample_scene(8, {.name = "whole"}).choices != scene.choices);
}

void RenderSceneTest::small_world_has_few_choices() {
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
        const Scene scene = sample_scene(seed, {.name = "small"});
        for (std::size_t i = 0; i < num_attributes; ++i) {
            const int limit = i == static_cast<std::size_t>(AttributeId::motion) ? num_small_motions : 8;
            QVERIFY(i < 4 ? scene.choices[i] >= 0 && scene.choices[i] < limit : scene.choices[i] == -1);
        }
    }
}

void RenderSceneTest::renders_any_size() {
    for (const auto& [width, height] : {std::pair(1, 1), std::pair(7, 33), std::pair(130, 17), std::pair(64, 96)}) {
        const auto frames = render_scene(sample_scene(3, {.name = "whole"}), width, height, 2, 8.0);
        QCOMPARE(frames.size(), static_cast<std::size_t>(2 * 3 * width * height));
    }
    QCOMPARE(render_scene(sample_scene(3, {}), 96, 64, 1, 8.0).size(), std::size_t(3 * 96 * 64));
}

// A choice that cannot be seen could not be learned.
void RenderSceneTest::shows_every_choice() {
    const auto attributes = world_attributes();
    Scene plain = sample_scene(11, {.name = "small"});
    for (std::size_t a = 0; a < attributes.size(); ++a) {
        Scene scene = plain;
        const auto id = static_cast<AttributeId>(a);
        if (id == AttributeId::second_object || id == AttributeId::second_colour || id == AttributeId::second_motion ||
            id == AttributeId::second_place) {
            for (std::size_t b = static_cast<std::size_t>(AttributeId::second_object); b < num_attributes; ++b) {
                scene.choices[b] = 0;
            }
        }
        // Where nothing moves, speed is no choice.
        scene.choices[static_cast<std::size_t>(AttributeId::motion)] = static_cast<int>(MotionKind::right);
        for (int x = 0; x < static_cast<int>(attributes[a].values.size()); ++x) {
            Scene one = scene;
            one.choices[a] = x;
            for (int y = x + 1; y < static_cast<int>(attributes[a].values.size()); ++y) {
                Scene other = scene;
                other.choices[a] = y;
                const double seen = difference(render_scene(one, 48, 32, 5, 2.3), render_scene(other, 48, 32, 5, 2.3));
                QVERIFY2(seen > 0.3, qPrintable(QString("%1: %2 and %3 differ by %4")
                                                    .arg(std::string(attributes[a].name).c_str())
                                                    .arg(x)
                                                    .arg(y)
                                                    .arg(seen)));
            }
        }
    }
}

void RenderSceneTest::names_an_unknown_world() {
    QVERIFY_EXCEPTION_THROWN(sample_scene(1, {.name = "large"}), kinora::InvalidRequest);
}

KINORA_TEST(RenderSceneTest)
#include "render_scene_test.moc"
