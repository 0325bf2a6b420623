#include "core/media/interpolation/scene_scan.h"

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/media/clip_writer.h"
#include "core/media/interpolation/scene_cut.h"
#include "tests/core/media/interpolation/moving_pictures.h"
#include "tests/core/media/test_pictures.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;

class SceneScanTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void finds_cuts_hard_places_and_repeats();
    void looks_only_where_it_is_asked_to();
    void says_how_far_it_is();
    void motion_is_not_hard();
    void stops();
    void refuses_what_is_no_film();
};

constexpr int side = 128;

// A shot that moves a little.
static Image shot(double dx) {
    return painted(side, side, [&](double x, double y) { return texture(x - dx, y); });
}

// The same shot, and something large and new before it.
static Image with_smoke(double dx) {
    return painted(side, side, [&](double x, double y) { return y > 0.55 * side ? texture(2.1 * x, 1.7 * y, 9.0) : texture(x - dx, y); });
}

static std::filesystem::path write(const std::filesystem::path& path, const std::vector<Image>& images) {
    ClipWriter writer(path, {.width = side, .height = side, .frame_rate = {24, 1}});
    for (const Image& image : images) {
        writer.write(image);
    }
    writer.finish();
    return path;
}

static SceneScan scan(const std::filesystem::path& path, const FrameRange& frames = {}) {
    return scan_scenes(path, frames, [](const SceneScan&) {}, {});
}

static std::vector<std::int64_t> frames_of(const std::vector<SceneMark>& marks) {
    std::vector<std::int64_t> frames;
    for (const SceneMark& mark : marks) {
        frames.push_back(mark.frame);
    }
    return frames;
}

void SceneScanTest::finds_cuts_hard_places_and_repeats() {
    const TempFolder folder;
    const auto path = write(folder / "a.mkv", {shot(0), shot(1), shot(1), with_smoke(2), noise_picture(side, side, 7)});
    const double change = scene_change(shot(1), with_smoke(2));
    const SceneScan found = scan(path);
    QVERIFY2(frames_of(found.hard) == (std::vector<std::int64_t>{3}), qPrintable(QString::number(change)));
    QCOMPARE(frames_of(found.cuts), (std::vector<std::int64_t>{4}));
    QVERIFY(std::abs(found.cuts[0].seconds - 4.0 / 24.0) < 0.002);
    QCOMPARE(found.num_duplicates, 1);
    QCOMPARE(found.num_looked_at, 5);
    QCOMPARE(found.frames, (FrameRange{0, 5}));
}

void SceneScanTest::looks_only_where_it_is_asked_to() {
    const TempFolder folder;
    const auto path = write(folder / "a.mkv", {shot(0), noise_picture(side, side, 1), noise_picture(side, side, 1), shot(0), shot(1)});
    QCOMPARE(frames_of(scan(path).cuts), (std::vector<std::int64_t>{1, 3}));
    QCOMPARE(frames_of(scan(path, {1, 3}).cuts), (std::vector<std::int64_t>{3}));
    QVERIFY(scan(path, {1, 2}).cuts.empty());
    QCOMPARE(scan(path, {3, 100}).num_looked_at, 2);
    QCOMPARE(scan(path, {9, 2}).num_looked_at, 0);
}

void SceneScanTest::says_how_far_it_is() {
    const TempFolder folder;
    const auto path = write(folder / "a.mkv", {shot(0), shot(1), shot(2)});
    std::vector<std::int64_t> seen;
    scan_scenes(path, {}, [&](const SceneScan& so_far) { seen.push_back(so_far.num_looked_at); }, {});
    QCOMPARE(seen, (std::vector<std::int64_t>{1, 2, 3}));
}

void SceneScanTest::motion_is_not_hard() {
    for (const double dx : {0.5, 3.0, 9.0}) {
        const double change = scene_change(shot(0), shot(dx));
        QVERIFY2(!is_hard_to_bridge(change) && !is_scene_cut(change), qPrintable(QString::number(change)));
    }
}

void SceneScanTest::stops() {
    const TempFolder folder;
    const auto path = write(folder / "a.mkv", {shot(0), shot(1), shot(2)});
    std::stop_source source;
    int calls = 0;
    const auto stop_at_once = [&](const SceneScan&) {
        ++calls;
        source.request_stop();
    };
    QVERIFY_EXCEPTION_THROWN(scan_scenes(path, {}, stop_at_once, source.get_token()), Cancelled);
    QCOMPARE(calls, 1);
}

void SceneScanTest::refuses_what_is_no_film() {
    QVERIFY(contains(message_of<MediaError>([] { scan("/nowhere/a.mkv"); }), "a.mkv"));
}

KINORA_TEST(SceneScanTest)
#include "scene_scan_test.moc"
