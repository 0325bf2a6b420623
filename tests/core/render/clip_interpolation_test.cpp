#include "core/render/clip_interpolation.h"

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/media/clip_writer.h"
#include "core/media/interpolation/flow_interpolator.h"
#include "core/media/media_probe.h"
#include "core/media/video_reader.h"
#include "core/render/media_frames.h"
#include "tests/core/media/clip_maker.h"
#include "tests/core/render/media_project.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;

class ClipInterpolationTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void makes_what_the_clip_shows();
    void comes_back_frame_by_frame();
    void slow_motion_is_shown_at_the_media_s_rate();
    void begins_with_a_frame_of_the_project();
    void follows_the_times_of_a_variable_rate();
    void stretches_the_clip_s_sound();
    void writes_the_metadata();
    void stops_and_leaves_nothing();
    void goes_on_where_it_was();
    void refuses_what_has_no_motion();
};

static const InterpolationProgress no_progress = [](std::int64_t, std::int64_t) {};

static InterpolatedFile make(const MediaProject& m, ClipId clip, const ClipInterpolation& wanted,
                             const InterpolationProgress& progress = no_progress, const std::stop_token& stop = {}) {
    const auto engine = make_flow_interpolator();
    return interpolate_clip(m.project, clip, m.folder.path(), wanted, *engine, {m.folder / "out.mkv", {}, {}}, progress, stop);
}

// The project with what was made as an asset, shown by the clip.
static Project shown(const MediaProject& m, ClipId clip, const InterpolatedFile& made) {
    const Project project = add_asset(m.project, {.kind = AssetKind::video, .name = "made", .file = "out.mkv", .width = made.width, .height = made.height,
                                                  .num_frames = made.num_frames, .frame_rate = made.frame_rate, .has_sound = made.has_sound});
    return show_interpolated(project, clip, project.assets->back()->id, made.version, true);
}

void ClipInterpolationTest::makes_what_the_clip_shows() {
    MediaProject m;
    const ClipId clip = m.put(m.lower, m.film, 5, 10, 20);
    std::int64_t last = 0;
    const InterpolatedFile made = make(m, clip, {.frame_rate = {48, 1}}, [&](std::int64_t done, std::int64_t total) {
        QCOMPARE(done, last + 1);
        QCOMPARE(total, 22);
        last = done;
    });
    QCOMPARE(last, 22);
    QCOMPARE(made.num_frames, 22);  // ten frames, and the one that the last leads to
    QCOMPARE(made.frame_rate, (FrameRate{48, 1}));
    QCOMPARE(made.shown.frames, (FrameRange{20, 11}));
    QCOMPARE(made.version.first, 20);
    QCOMPARE(made.version.slowness, (FrameRate{1, 1}));
    VideoReader reader(m.folder / "out.mkv");
    for (int i = 0; i < 11; ++i) {
        QVERIFY(reader.frame(2 * i).image == numbered_picture(media_width, media_height, 20 + i));
    }
}

void ClipInterpolationTest::comes_back_frame_by_frame() {
    MediaProject m;
    const ClipId clip = m.put(m.lower, m.film, 0, 60, 0);  // to the very end
    const Project after = shown(m, clip, make(m, clip, {.frame_rate = {60, 1}}));
    QVERIFY(check_invariants(after).empty());
    QCOMPARE(find_clip(after, clip)->clip().length, 60);
    MediaFrames frames(m.folder.path());
    for (const std::int64_t i : {0, 2, 34, 58}) {  // where 60 and 24 meet
        QVERIFY(frames.frame(after, *find_clip(after, clip)->clip().shown(), i) == numbered_picture(media_width, media_height, static_cast<int>(i)));
    }
}

void ClipInterpolationTest::slow_motion_is_shown_at_the_media_s_rate() {
    MediaProject m;
    const ClipId clip = m.put(m.lower, m.slow, 0, 20, 10);  // 12 frames a second in a project of 24
    const InterpolatedFile made = make(m, clip, {.frame_rate = {36, 1}, .is_slow_motion = true});
    QCOMPARE(made.frame_rate, (FrameRate{12, 1}));
    QCOMPARE(made.version.slowness, (FrameRate{3, 1}));
    const Project after = shown(m, clip, made);
    QVERIFY(check_invariants(after).empty());
    const Clip& slow = find_clip(after, clip)->clip();
    QCOMPARE(slow.length, 60);
    MediaFrames frames(m.folder.path());
    QCOMPARE(number_in(frames.frame(after, *slow.shown(), 0)), 105);
    QCOMPARE(number_in(frames.frame(after, *slow.shown(), 6)), 106);
    QCOMPARE(number_in(frames.frame(after, *slow.shown(), 54)), 114);
}

void ClipInterpolationTest::begins_with_a_frame_of_the_project() {
    MediaProject m;
    write_film(m.folder / "other.mkv", 0, 60, {30, 1});
    m.project = add_asset(m.project, {.kind = AssetKind::video, .name = "other", .file = "other.mkv", .num_frames = 60, .frame_rate = {30, 1}});
    const ClipId clip = m.put(m.lower, m.project.assets->back()->id, 0, 10, 7);  // 7/24 s lies within frame 8
    const ShownFrames frames = shown_frames(m.project, clip, m.folder.path(), {});
    QCOMPARE(frames.frames.start, 5);  // 5/30 s is 4/24 s
    QCOMPARE(frames.first, 4);
    QVERIFY(frames.frames.end() >= 22);  // 17/24 s lies within frame 21
}

void ClipInterpolationTest::follows_the_times_of_a_variable_rate() {
    MediaProject m;
    make_clip(m.folder / "vfr.mkv", {.container = "matroska", .encoder = "ffv1", .pixel_format = "bgr0", .time_base = {1, 1000},
                                     .times = {0, 250, 1250, 1500, 2000, 2250}});
    m.project = add_asset(m.project, {.kind = AssetKind::video, .name = "vfr", .file = "vfr.mkv", .num_frames = 6, .frame_rate = {12, 5}});
    const ClipId clip = m.put(m.lower, m.project.assets->back()->id, 0, 12, 30);  // 1.25 s to 1.75 s
    const ShownFrames frames = shown_frames(m.project, clip, m.folder.path(), {});
    QCOMPARE(frames.frames, (FrameRange{2, 3}));
    QCOMPARE(frames.first, 30);
    QCOMPARE(frames.first_seconds, 1.25);
    const InterpolatedFile made = make(m, clip, {.frame_rate = {24, 1}});
    QCOMPARE(made.num_frames, 24);
    QCOMPARE(number_in(VideoReader(m.folder / "out.mkv").frame(6).image), 3);
}

void ClipInterpolationTest::stretches_the_clip_s_sound() {
    MediaProject m;
    ClipRecipe recipe = {.container = "mov", .encoder = "libx264", .time_base = {1, 24}, .times = steady_times(48)};
    recipe.sound_encoder = "pcm_s16le";
    recipe.sound_seconds = 2.0;
    make_clip(m.folder / "loud.mov", recipe);
    m.project = add_asset(m.project, {.kind = AssetKind::video, .name = "loud", .file = "loud.mov", .num_frames = 48, .frame_rate = {24, 1}, .has_sound = true});
    const ClipId clip = m.put(m.lower, m.project.assets->back()->id, 0, 12, 24);
    const auto seconds_of_sound = [&] {
        const DecodedSound sound = decode_sound(m.folder / "out.mkv");
        return static_cast<double>(sound.samples.size()) / sound.sample_rate;
    };
    QVERIFY(make(m, clip, {.frame_rate = {48, 1}}).has_sound);
    QVERIFY2(std::abs(seconds_of_sound() - 13.0 / 24.0) < 0.1, qPrintable(QString::number(seconds_of_sound())));
    std::filesystem::remove(m.folder / "out.mkv");
    const InterpolatedFile slow = make(m, clip, {.frame_rate = {96, 1}, .is_slow_motion = true});
    QVERIFY(slow.has_sound);
    QVERIFY2(std::abs(seconds_of_sound() - 4.0 * 13.0 / 24.0) < 0.15, qPrintable(QString::number(seconds_of_sound())));
    const Project after = shown(m, clip, slow);
    QVERIFY(find_clip(after, clip)->clip().sound->media == find_clip(after, clip)->clip().shown()->media);
}

void ClipInterpolationTest::writes_the_metadata() {
    MediaProject m;
    const ClipId clip = m.put(m.lower, m.film, 0, 3, 0);
    const auto engine = make_flow_interpolator();
    interpolate_clip(m.project, clip, m.folder.path(), {.frame_rate = {48, 1}}, *engine, {m.folder / "out.mkv", {{"kinora", "{\"a\":1}"}}, {}}, no_progress, {});
    QCOMPARE(probe_media(m.folder / "out.mkv").metadata.at("kinora"), std::string("{\"a\":1}"));
}

void ClipInterpolationTest::stops_and_leaves_nothing() {
    MediaProject m;
    const ClipId clip = m.put(m.lower, m.film, 0, 60, 0);
    std::stop_source source;
    std::int64_t last = 0;
    const auto stop_after_three = [&](std::int64_t done, std::int64_t) {
        last = done;
        if (done == 3) {
            source.request_stop();
        }
    };
    QVERIFY_EXCEPTION_THROWN(make(m, clip, {.frame_rate = {48, 1}}, stop_after_three, source.get_token()), Cancelled);
    QCOMPARE(last, 3);
    for (const auto& entry : std::filesystem::directory_iterator(m.folder.path())) {
        QVERIFY2(entry.path().filename().string().find("out") == std::string::npos, entry.path().c_str());
    }
}

void ClipInterpolationTest::goes_on_where_it_was() {
    MediaProject m;
    // Samples that are no pictures of Kinora's: they are copied into what is kept, too.
    make_clip(m.folder / "deep.mov", {.container = "mov", .encoder = "prores_ks", .pixel_format = "yuv422p10le", .time_base = {1, 24}, .times = steady_times(60)});
    m.project = add_asset(m.project, {.kind = AssetKind::video, .name = "deep", .file = "deep.mov", .num_frames = 60, .frame_rate = {24, 1}});
    const ClipId clip = m.put(m.lower, m.project.assets->back()->id, 0, 60, 0);
    const ClipInterpolation wanted = {.frame_rate = {192, 1}, .is_slow_motion = true};  // 480 frames, in segments of 192
    const auto engine = make_flow_interpolator();
    const auto work = [&](const InterpolationProgress& progress, const std::stop_token& stop) {
        return interpolate_clip(m.project, clip, m.folder.path(), wanted, *engine, {m.folder / "out.mkv", {}, "key"}, progress, stop);
    };
    const InterpolatedFile whole = make(m, clip, wanted);
    const std::string bytes = read_file(m.folder / "out.mkv", 100'000'000);
    std::filesystem::remove(m.folder / "out.mkv");
    for (const std::int64_t end : {250, 400}) {
        std::stop_source source;
        const auto stop_there = [&](std::int64_t done, std::int64_t) {
            if (done == end) {
                source.request_stop();
            }
        };
        QVERIFY_EXCEPTION_THROWN(work(stop_there, source.get_token()), Cancelled);
        QVERIFY(!std::filesystem::exists(m.folder / "out.mkv"));
        QCOMPARE(kept_for(m.folder / "out.mkv").size(), std::size_t{1});
    }
    std::vector<std::int64_t> done;
    const InterpolatedFile made = work([&](std::int64_t frames, std::int64_t) { done.push_back(frames); }, {});
    QCOMPARE(done.front(), 384);
    QCOMPARE(done.at(1), 385);
    QVERIFY(read_file(m.folder / "out.mkv", 100'000'000) == bytes);
    QCOMPARE(made.num_cuts, whole.num_cuts);
    QVERIFY(kept_for(m.folder / "out.mkv").empty());
    done.clear();
    QCOMPARE(work([&](std::int64_t frames, std::int64_t) { done.push_back(frames); }, {}).num_frames, whole.num_frames);
    QVERIFY(done.empty());  // it is there
}

void ClipInterpolationTest::refuses_what_has_no_motion() {
    MediaProject m;
    const ClipId still = m.put(m.lower, m.photo, 0, 20, 0);
    QVERIFY(contains(message_of<EditError>([&] { make(m, still, {.frame_rate = {48, 1}}); }), "no motion"));
    QVERIFY(contains(message_of<EditError>([&] { make(m, ClipId{999}, {.frame_rate = {48, 1}}); }), "no longer"));
    const ClipId clip = m.put(m.upper, m.film, 0, 20, 0);
    std::filesystem::remove(m.folder / "film.mkv");
    QVERIFY(contains(message_of<MediaError>([&] { make(m, clip, {.frame_rate = {48, 1}}); }), "film.mkv"));
}

KINORA_TEST(ClipInterpolationTest)
#include "clip_interpolation_test.moc"
