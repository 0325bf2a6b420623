#include "core/render/export_job.h"

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/media/video_reader.h"
#include "core/project/edits/generation_edits.h"
#include "tests/core/render/media_project.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;

class ExportJobTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void writes_every_frame_and_says_how_far_it_is();
    void a_regenerated_range_leaves_the_rest_as_it_was();
    void stops_and_leaves_nothing();
    void refuses_an_empty_timeline();
};

static const ExportProgress no_progress = [](std::int64_t, std::int64_t) {};

static std::vector<Image> frames_of(const std::filesystem::path& path) {
    VideoReader reader(path);
    std::vector<Image> images;
    while (auto frame = reader.read_next()) {
        images.push_back(frame->image);
    }
    return images;
}

void ExportJobTest::writes_every_frame_and_says_how_far_it_is() {
    MediaProject m;
    m.put(m.lower, m.film, 2, 30, 10);
    std::int64_t last = 0;
    export_timeline(m.project, m.folder.path(), {.path = m.folder / "out.mkv", .range = {1, 20}},
                    [&](std::int64_t num_done, std::int64_t num_frames) {
                        QCOMPARE(num_done, last + 1);
                        QCOMPARE(num_frames, 20);
                        last = num_done;
                    },
                    {});
    QCOMPARE(last, 20);
    const auto images = frames_of(m.folder / "out.mkv");
    QCOMPARE(images.size(), std::size_t{20});
    QVERIFY(images[0] == flat_picture(media_width, media_height, 0, 0, 0));
    QVERIFY(images[5] == numbered_picture(media_width, media_height, 14));
}

void ExportJobTest::a_regenerated_range_leaves_the_rest_as_it_was() {
    MediaProject m;
    const ClipId clip = m.put(m.lower, m.film, 0, 60, 0);
    export_timeline(m.project, m.folder.path(), {.path = m.folder / "before.mkv"}, no_progress, {});
    Project p = regenerate_range(m.project, clip, {20, 15}, {.settings = {.prompt = "x", .width = 64, .height = 48}});
    write_film(m.folder / "take.mkv", 150, 15, {24, 1});
    p = finish_take(p, p.generations->front()->id, 0, {.file = "take.mkv", .num_frames = 15, .frame_rate = {24, 1}});
    export_timeline(p, m.folder.path(), {.path = m.folder / "after.mkv"}, no_progress, {});
    const auto before = frames_of(m.folder / "before.mkv");
    const auto after = frames_of(m.folder / "after.mkv");
    QCOMPARE(after.size(), before.size());
    for (std::size_t i = 0; i < after.size(); ++i) {
        const bool is_inside = i >= 20 && i < 35;
        QCOMPARE(after[i] == before[i], !is_inside);
    }
    QCOMPARE(number_in(after[20]), 150);
}

void ExportJobTest::stops_and_leaves_nothing() {
    MediaProject m;
    m.put(m.lower, m.film, 0, 60, 0);
    std::stop_source stop;
    bool is_stopped = false;
    try {
        export_timeline(m.project, m.folder.path(), {.path = m.folder / "out.mkv"},
                        [&](std::int64_t num_done, std::int64_t) {
                            if (num_done == 5) {
                                stop.request_stop();
                            }
                        },
                        stop.get_token());
    } catch (const Cancelled&) {
        is_stopped = true;
    }
    QVERIFY(is_stopped);
    QVERIFY(!std::filesystem::exists(m.folder / "out.mkv"));
}

void ExportJobTest::refuses_an_empty_timeline() {
    MediaProject m;
    QVERIFY(contains(message_of<EditError>([&] {
        export_timeline(m.project, m.folder.path(), {.path = m.folder / "out.mkv"}, no_progress, {});
    }), "nothing on the timeline"));
}

KINORA_TEST(ExportJobTest)
#include "export_job_test.moc"
