#include "core/render/cut_sound.h"

#include <fstream>

#include "core/base/cancelled.h"
#include "core/project/interchange/cut.h"
#include "tests/core/media/clip_maker.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::test;

class CutSoundTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void counts_what_is_heard();
    void stops();
};

// Clips that are heard, of the files that are there and one that is not, and a silent one.
static Cut cut_in(const TempFolder& folder) {
    make_clip(folder / "tone.mp4", {.times = steady_times(5), .sound_encoder = "aac", .sound_seconds = 0.2});
    std::ofstream(folder / "broken.mp4") << "no clip";
    Cut cut;
    for (const char* name : {"tone.mp4", "broken.mp4", "gone.mp4", "silent.mp4"}) {
        cut.media.push_back({.file = folder / name, .kind = AssetKind::video, .num_channels = 7});
    }
    cut.media[3].num_channels = 0;
    std::vector<CutClip> clips;
    for (std::size_t i = 0; i < 4; ++i) {
        clips.push_back({.start = static_cast<std::int64_t>(i) * 5, .length = 5, .versions = {{i, 0}}});
        clips.back().sound = i < 3 ? std::optional(CutUse{i, 0}) : std::nullopt;
    }
    cut.tracks.push_back({.name = "t", .clips = clips});
    return cut;
}

void CutSoundTest::counts_what_is_heard() {
    const TempFolder folder;
    Cut cut = cut_in(folder);
    count_sound_channels(cut, {});
    QCOMPARE(cut.media[0].num_channels, 1);
    QCOMPARE(cut.media[1].num_channels, 0);
    QCOMPARE(cut.media[2].num_channels, 0);
    QCOMPARE(cut.media[3].num_channels, 0);
}

void CutSoundTest::stops() {
    const TempFolder folder;
    Cut cut = cut_in(folder);
    std::stop_source stop;
    stop.request_stop();
    QVERIFY_THROWS_EXCEPTION(Cancelled, count_sound_channels(cut, stop.get_token()));
}

KINORA_TEST(CutSoundTest)
#include "cut_sound_test.moc"
