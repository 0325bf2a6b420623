#include "core/render/timeline_renderer.h"

#include "core/base/error.h"
#include "tests/core/media/clip_maker.h"
#include "tests/core/render/media_project.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;

class TimelineRendererTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void shows_the_highest_clip_frame_for_frame();
    void follows_time_where_rates_differ();
    void follows_time_where_the_media_s_rate_varies();
    void fits_other_sizes_on_black();
    void says_what_is_missing();
    void counts_clips_that_would_be_black();
};

void TimelineRendererTest::shows_the_highest_clip_frame_for_frame() {
    MediaProject m;
    m.put(m.lower, m.film, 0, 40, 10);
    m.put(m.upper, m.photo, 20, 5, 0);
    TimelineRenderer renderer(m.folder.path());
    for (const int frame : {0, 1, 2, 19, 7, 25, 39, 30}) {
        QVERIFY(renderer.render(m.project, frame) == numbered_picture(media_width, media_height, 10 + frame));
    }
    QCOMPARE(number_in(renderer.render(m.project, 20)), 200);
    QCOMPARE(number_in(renderer.render(m.project, 24)), 200);
    const Project hidden = set_track_hidden(m.project, m.upper, true);
    QCOMPARE(number_in(renderer.render(hidden, 22)), 32);
    QVERIFY(renderer.render(m.project, 40) == flat_picture(media_width, media_height, 0, 0, 0));
    QVERIFY(seen_clip(m.project, 40) == nullptr);
}

void TimelineRendererTest::follows_time_where_rates_differ() {
    MediaProject m;
    m.put(m.lower, m.slow, 0, 60, 0);
    TimelineRenderer renderer(m.folder.path());
    for (const int frame : {0, 1, 2, 3, 10, 11, 59}) {
        QCOMPARE(number_in(renderer.render(m.project, frame)), 100 + frame / 2);
    }
}

void TimelineRendererTest::follows_time_where_the_media_s_rate_varies() {
    MediaProject m;
    make_clip(m.folder / "vfr.mkv", {.container = "matroska", .encoder = "ffv1", .pixel_format = "bgr0", .width = media_width, .height = media_height,
                                     .time_base = {1, 1000}, .times = {0, 250, 1250, 1500, 2000, 2250}});
    m.project = add_asset(m.project, {.kind = AssetKind::video, .name = "vfr", .file = "vfr.mkv", .width = media_width, .height = media_height,
                                      .num_frames = 6, .frame_rate = {12, 5}});
    m.project = set_timeline_rate(m.project, {12, 5});  // the same as that of the clip on average
    m.put(m.lower, m.project.assets->back()->id, 0, 6, 0);
    TimelineRenderer renderer(m.folder.path());
    const std::vector<int> seen = {0, 1, 1, 2, 3, 4};  // at 0, 0.42, 0.83, 1.25, 1.67 and 2.08 seconds
    for (const int frame : {0, 1, 2, 3, 4, 5, 2}) {
        QCOMPARE(number_in(renderer.render(m.project, frame)), seen[static_cast<std::size_t>(frame)]);
    }
}

void TimelineRendererTest::fits_other_sizes_on_black() {
    MediaProject m;
    m.put(m.lower, m.photo, 0, 5, 0);
    const Project wide = set_timeline_size(m.project, 4 * media_width, 2 * media_height);
    TimelineRenderer renderer(m.folder.path());
    const Image image = renderer.render(wide, 0);
    QCOMPARE(image.width(), 4 * media_width);
    QCOMPARE(image.height(), 2 * media_height);
    QCOMPARE(int{image.row(50)[0]}, 0);
    QVERIFY(image.row(60)[3 * 2 * media_width] > 20);
}

void TimelineRendererTest::says_what_is_missing() {
    MediaProject m;
    m.put(m.lower, m.film, 0, 40, 10);
    std::filesystem::remove(m.folder / "film.mkv");
    TimelineRenderer renderer(m.folder.path());
    QVERIFY(contains(message_of<MediaError>([&] { renderer.render(m.project, 0); }), "film.mkv: is missing"));
    write_film(m.folder / "film.mkv", 0, 20, {24, 1});
    QVERIFY(!message_of<MediaError>([&] { renderer.render(m.project, 39); }).starts_with("(nothing"));
}

void TimelineRendererTest::counts_clips_that_would_be_black() {
    MediaProject m;
    const auto wait = [&](TrackId track, std::int64_t start, std::int64_t length) {
        Clip clip;
        clip.start = start;
        clip.length = length;
        m.project = insert_clip(m.project, track, clip, EditMode::normal);
    };
    m.put(m.lower, m.film, 0, 40, 10);
    QCOMPARE(num_black_clips(m.project, {0, 100}), std::size_t{0});
    wait(m.upper, 10, 20);  // the film is seen in its place
    QCOMPARE(num_black_clips(m.project, {0, 100}), std::size_t{0});
    wait(m.upper, 35, 10);
    wait(m.lower, 60, 10);
    QCOMPARE(num_black_clips(m.project, {0, 100}), std::size_t{2});
    QCOMPARE(num_black_clips(m.project, {30, 10}), std::size_t{0});
    QCOMPARE(num_black_clips(m.project, {30, 11}), std::size_t{1});
    QCOMPARE(num_black_clips(set_track_hidden(m.project, m.upper, true), {0, 100}), std::size_t{1});
    QCOMPARE(num_black_clips(set_track_hidden(m.project, m.lower, true), {0, 100}), std::size_t{2});
}

KINORA_TEST(TimelineRendererTest)
#include "timeline_renderer_test.moc"
