#include "core/model/training/probe/clip_probe.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "core/model/training/world/random.h"
#include "tests/support/test_main.h"

using namespace kinora::training;

class ClipProbeTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void reads_rendered_clips_data();
    void reads_rendered_clips();
    void believes_nothing_where_nothing_is();
};

using Clip = std::vector<std::uint8_t>;

static constexpr std::int64_t num_frames = 17;

// What an autoencoder loses: edges, and a little everywhere. About 26 dB.
static Clip damaged(const Clip& clip, int width, int height, std::uint64_t seed) {
    Random random(seed);
    Clip result(clip.size());
    const auto sample = [&](std::int64_t f, int y, int x, int c) {
        y = std::clamp(y, 0, height - 1);
        x = std::clamp(x, 0, width - 1);
        return static_cast<float>(clip[static_cast<std::size_t>(((f * height + y) * width + x) * 3 + c)]);
    };
    std::size_t i = 0;
    for (std::int64_t f = 0; f < num_frames; ++f) {
        for (int y = 0; y < height; ++y) {
            for (int x = 0; x < width; ++x) {
                for (int c = 0; c < 3; ++c) {
                    float sum = 0.0f;
                    for (int dy = -1; dy <= 1; ++dy) {
                        for (int dx = -1; dx <= 1; ++dx) {
                            sum += sample(f, y + dy, x + dx, c) * (dx == 0 ? 0.5f : 0.25f) * (dy == 0 ? 0.5f : 0.25f);
                        }
                    }
                    const float noise = 18.0f * (random.uniform() + random.uniform() + random.uniform() - 1.5f);
                    result[i++] = static_cast<std::uint8_t>(std::clamp(sum + noise, 0.0f, 255.0f));
                }
            }
        }
    }
    return result;
}

static double psnr(const Clip& a, const Clip& b) {
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double d = static_cast<double>(a[i]) - static_cast<double>(b[i]);
        sum += d * d;
    }
    return 10.0 * std::log10(255.0 * 255.0 * static_cast<double>(a.size()) / sum);
}

void ClipProbeTest::reads_rendered_clips_data() {
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addColumn<bool>("is_damaged");
    QTest::newRow("landscape") << 96 << 64 << false;
    QTest::newRow("landscape, damaged") << 96 << 64 << true;
    QTest::newRow("portrait, damaged") << 64 << 96 << true;
}

void ClipProbeTest::reads_rendered_clips() {
    QFETCH(int, width);
    QFETCH(int, height);
    QFETCH(bool, is_damaged);
    constexpr int num_clips = 16;
    const ClipProbe probe(width, height);
    std::array<int, 4> num_right = {};
    for (std::uint64_t seed = 0; seed < num_clips; ++seed) {
        const Scene scene = sample_scene(70'000 + seed, {.name = "small"});
        const Clip rendered = render_scene(scene, width, height, num_frames, 8.0);
        const Clip clip = is_damaged ? damaged(rendered, width, height, seed) : rendered;
        QVERIFY(!is_damaged || psnr(clip, rendered) < 28.5);
        const ClipReading reading = probe.read(clip, num_frames);
        const std::array<int, 4> seen = {static_cast<int>(reading.object), static_cast<int>(reading.colour),
                                         static_cast<int>(reading.motion), static_cast<int>(reading.background)};
        for (std::size_t a = 0; a < seen.size(); ++a) {
            num_right[a] += seen[a] == scene.choices[a] ? 1 : 0;
        }
    }
    for (std::size_t a = 0; a < num_right.size(); ++a) {
        QVERIFY2(num_right[a] >= num_clips - 1, world_attributes()[a].name.data());
    }
}

void ClipProbeTest::believes_nothing_where_nothing_is() {
    const ClipProbe probe(96, 64);
    Scene scene = sample_scene(3, {.name = "small"});
    const ClipReading with_object = probe.read(render_scene(scene, 96, 64, num_frames, 8.0), num_frames);
    scene.choices[static_cast<std::size_t>(AttributeId::object)] = -1;
    const ClipReading empty = probe.read(render_scene(scene, 96, 64, num_frames, 8.0), num_frames);
    QVERIFY(empty.background == with_object.background);
    QVERIFY2(with_object.explained > 0.4f && empty.explained < 0.2f,
             qPrintable(QString("%1 %2").arg(with_object.explained).arg(empty.explained)));
    const Clip grey(std::size_t(3 * 96 * 64 * num_frames), 128);
    QVERIFY(probe.read(grey, num_frames).explained < 0.2f);
}

KINORA_TEST(ClipProbeTest)
#include "clip_probe_test.moc"
