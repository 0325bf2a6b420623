// A minute of video as a chain of segments, made by kinora-cli project render with the model that comes with Kinora: every frame is
// there, and the memory that it takes does not depend on the length.
#include "core/media/media_probe.h"
#include "core/project/edits/generation_edits.h"
#include "core/project/edits/keyframe_edits.h"
#include "core/project/edits/track_edits.h"
#include "core/project/project_file.h"
#include "tests/support/command.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"

using namespace kinora;
using kinora::test::CommandResult;
using kinora::test::describe;
using kinora::test::run;
using kinora::test::TempFolder;

class CliProjectSlowTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void a_minute_takes_no_more_memory_than_seconds();
};

static constexpr FrameRate rate = {8, 1};
static constexpr std::int64_t segment_frames = 16;
static constexpr std::int64_t minute = 60 * 8;

// A chain of that many frames, each segment from the end of the one before it.
static Project chain(std::int64_t num_frames) {
    Project project = set_timeline_rate(set_timeline_size(add_track(Project(), 0, ""), 96, 64), rate);
    GenerationWish wish = {.model = "kinora-tiny"};
    wish.settings.prompt = "a red ball rolling over green grass";
    wish.settings.width = 96;
    wish.settings.height = 64;
    wish.settings.num_inference_steps = 4;
    wish.settings.guidance_scale = 3.0;
    std::vector<Segment> segments;
    for (const std::int64_t length : segment_lengths(num_frames, segment_frames)) {
        segments.push_back({.length = length});
    }
    return lay_out_segments(project, project.timeline.tracks[0]->id, 0, segments, wish, EditMode::normal);
}

// The peak of the process's resident memory, in bytes.
static std::int64_t render(std::int64_t num_frames) {
    const TempFolder folder;
    save_project(folder / "chain.kinora", chain(num_frames));
    const CommandResult result = run({"project", "render", "chain.kinora", "--out", "out.mkv", "--json"}, folder.path());
    if (result.status != 0) {
        qWarning("%s", describe(result).constData());
        return 0;
    }
    if (probe_media(folder / "out.mkv").num_frames != num_frames) {
        qWarning("the file has %ld frames", static_cast<long>(probe_media(folder / "out.mkv").num_frames));
        return 0;
    }
    for (const nlohmann::json& event : result.events()) {
        if (event["event"] == "done") {
            return event["peak_rss_bytes"].get<std::int64_t>();
        }
    }
    return 0;
}

void CliProjectSlowTest::a_minute_takes_no_more_memory_than_seconds() {
    const std::int64_t seconds_long = render(3 * segment_frames);
    QVERIFY(seconds_long > 0);
    const std::int64_t minute_long = render(minute);
    QVERIFY(minute_long > 0);
    qInfo("peak of a chain of 6 s: %.1f MiB, of 60 s: %.1f MiB", double(seconds_long) / (1 << 20), double(minute_long) / (1 << 20));
    // What an allocator keeps varies; what grew with the length would be ten times as much.
    QVERIFY(minute_long < seconds_long + seconds_long / 10);
}

KINORA_TEST(CliProjectSlowTest)
#include "cli_project_slow_test.moc"
