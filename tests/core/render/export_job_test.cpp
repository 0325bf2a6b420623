#include "core/render/export_job.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/cancelled.h"
#include "core/base/content_hash.h"
#include "core/base/error.h"
#include "core/media/media_probe.h"
#include "core/project/edits/generation_edits.h"
#include "tests/core/media/clip_maker.h"
#include "tests/core/media/numbered_sound.h"
#include "tests/core/render/media_project.h"
#include "tests/support/decoded_frames.h"
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
    void cuts_sound_with_the_picture();
    void a_blend_fades_from_one_sound_into_the_other();
    void is_silent_where_nothing_is_heard();
    void takes_another_size_and_rate();
    void a_higher_rate_shows_what_media_has_between_two_frames();
    void names_the_takes_that_are_seen();
    void a_failure_keeps_the_file_that_was_there();
};

static const ExportProgress no_progress = [](std::int64_t, std::int64_t) {};

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

void ExportJobTest::cuts_sound_with_the_picture() {
    MediaProject m;
    const MediaRef loud = m.add_loud_film();
    const ClipId clip = m.put(m.lower, loud, 10, 30, 5);
    m.put(m.upper, loud, 50, 8, 40);
    m.project = split_clip(m.project, clip, 22);
    export_timeline(m.project, m.folder.path(), {.path = m.folder / "out.mkv", .range = {8, 60}}, no_progress, {});
    const DecodedSound sound = decode_sound(m.folder / "out.mkv");
    QCOMPARE(sound.samples.size(), std::size_t{60 * 2000});
    QCOMPARE(first_difference(sound.samples, 60 * 2000, [](std::int64_t i) {
        const std::int64_t frame = 8 + i / 2000;
        return frame >= 10 && frame < 40   ? numbered_sample(i + (8 - 10 + 5) * 2000)
               : frame >= 50 && frame < 58 ? numbered_sample(i + (8 - 50 + 40) * 2000)
                                           : 0;
    }), -1);
    QCOMPARE(number_in(frames_of(m.folder / "out.mkv")[2]), 5);
    export_timeline(m.project, m.folder.path(), {.path = m.folder / "out.mp4"}, no_progress, {});
    QCOMPARE(probe_media(m.folder / "out.mp4").sound_codec, std::string("aac"));
}

void ExportJobTest::a_blend_fades_from_one_sound_into_the_other() {
    MediaProject m;
    constexpr std::int64_t rounding = 1;
    const MediaRef loud = m.add_loud_film();
    const ClipId left = m.put(m.lower, loud, 0, 20, 0);
    const ClipId right = m.put(m.lower, loud, 20, 20, 40);
    GenerationWish wish;
    wish.settings.prompt = "from here to there";
    Project project = blend_clips(m.project, left, right, 7, wish);
    const GenerationPart part = project.generations->front()->parts.front();
    write_film(m.folder / "made.mkv", 150, static_cast<int>(part.num_kept), {24, 1});
    project = finish_take(project, project.generations->front()->id, 0,
                          {.name = "made", .file = "made.mkv", .width = media_width, .height = media_height, .num_frames = part.num_kept, .frame_rate = {24, 1}});
    const Clip& made = *project.timeline.tracks[0]->clips[1];
    export_timeline(project, m.folder.path(), {.path = m.folder / "out.mkv"}, no_progress, {});
    const DecodedSound sound = decode_sound(m.folder / "out.mkv");
    QCOMPARE(first_difference(sound.samples, 40 * 2000, [&](std::int64_t i) {
        const double part_of_fade = static_cast<double>(i - made.start * 2000) / static_cast<double>(made.length * 2000);
        const double quarter = std::numbers::pi / 2.0 * std::clamp(part_of_fade, 0.0, 1.0);
        return std::lround(std::cos(quarter) * static_cast<double>(numbered_sample(i)) + std::sin(quarter) * static_cast<double>(numbered_sample(i + 20 * 2000)));
    }, rounding), -1);
}

void ExportJobTest::is_silent_where_nothing_is_heard() {
    MediaProject m;
    const MediaRef loud = m.add_loud_film();
    const ClipId clip = m.put(m.lower, loud, 0, 10, 0);
    const auto has_sound = [&](const Project& project, ExportSettings settings) {
        settings.overwrite = true;
        export_timeline(project, m.folder.path(), settings, no_progress, {});
        return probe_media(settings.path).has_sound;
    };
    const std::filesystem::path out = m.folder / "out.mkv";
    QVERIFY(has_sound(m.project, {.path = out}));
    QVERIFY(!has_sound(m.project, {.path = out, .has_sound = false}));
    QVERIFY(!has_sound(set_clip_muted(m.project, clip, true), {.path = out}));
    QVERIFY(!has_sound(set_track_muted(m.project, m.lower, true), {.path = out}));
    QVERIFY(has_sound(set_track_hidden(m.project, m.lower, true), {.path = out}));
    QVERIFY(!has_sound(m.project, {.path = m.folder / "out.gif"}));
}

void ExportJobTest::takes_another_size_and_rate() {
    MediaProject m;
    m.put(m.lower, m.film, 0, 41, 0);
    ExportSettings settings = {.path = m.folder / "half.mkv", .width = 2 * media_width, .height = 2 * media_height, .frame_rate = {12, 1}};
    QCOMPARE(num_exported_frames(m.project, settings), 21);
    export_timeline(m.project, m.folder.path(), settings, no_progress, {});
    auto images = frames_of(settings.path);
    QCOMPARE(images.size(), std::size_t{21});
    for (int i = 0; i < 21; ++i) {
        QCOMPARE(number_in(images[static_cast<std::size_t>(i)]), 2 * i);
        QCOMPARE(images[static_cast<std::size_t>(i)].width(), 2 * media_width);
    }
    settings = {.path = m.folder / "double.mkv", .range = {10, 5}, .frame_rate = {48, 1}};
    export_timeline(m.project, m.folder.path(), settings, no_progress, {});
    images = frames_of(settings.path);
    QCOMPARE(images.size(), std::size_t{10});
    for (int i = 0; i < 10; ++i) {
        QCOMPARE(number_in(images[static_cast<std::size_t>(i)]), 10 + i / 2);
    }
    QVERIFY((probe_media(settings.path).frame_rate == FrameRate{48, 1}));
}

void ExportJobTest::a_higher_rate_shows_what_media_has_between_two_frames() {
    MediaProject m;
    write_film(m.folder / "quick.mkv", 0, 120, {60, 1});
    m.project = add_asset(m.project, {.kind = AssetKind::video, .name = "quick", .file = "quick.mkv", .width = media_width, .height = media_height,
                                      .num_frames = 120, .frame_rate = {60, 1}});
    m.put(m.lower, m.project.assets->back()->id, 3, 20, 4);
    const ExportSettings settings = {.path = m.folder / "out.mkv", .range = {3, 20}, .frame_rate = {60, 1}};
    export_timeline(m.project, m.folder.path(), settings, no_progress, {});
    const auto images = frames_of(settings.path);
    QCOMPARE(images.size(), std::size_t{50});
    for (int i = 0; i < 50; ++i) {
        QCOMPARE(number_in(images[static_cast<std::size_t>(i)]), 10 + i);  // frame 4 of 24 a second is frame 10 of 60
    }
}

void ExportJobTest::names_the_takes_that_are_seen() {
    MediaProject m;
    write_film(m.folder / "take.mkv", 150, 20, {24, 1});
    m.project = add_take(m.project, {.name = "t", .file = "take.mkv", .content_hash = "xxh3:5", .num_frames = 20, .frame_rate = {24, 1},
                                     .recipe = {{"format", "kinora-recipe"}, {"settings", {{"prompt", "a storm"}}},
                                                {"model", {{"name", "mine"}, {"folder", "/home/somebody/mine"}}}}});
    const MediaRef take = m.project.takes->back()->id;
    m.put(m.lower, take, 4, 16, 2);
    m.put(m.upper, m.film, 10, 5, 0);
    for (const char* name : {"out.mkv", "out.mp4"}) {
        export_timeline(m.project, m.folder.path(), {.path = m.folder / name, .range = {2, 14}, .metadata = {{"title", "x"}}}, no_progress, {});
        const MediaMetadata metadata = probe_media(m.folder / name).metadata;
        QCOMPARE(metadata.at("title"), std::string("x"));
        const auto takes = nlohmann::json::parse(metadata.at("kinora_takes"));
        // As an older version of the program wrote it, the take says where its model lay. The film says its name alone.
        QVERIFY((takes["takes"][0]["recipe"]["model"] == nlohmann::json{{"name", "mine"}}));
        QCOMPARE(takes["takes"].size(), std::size_t{1});
        QVERIFY(takes["takes"][0]["recipe"]["settings"]["prompt"] == "a storm" && takes["takes"][0]["content_hash"] == "xxh3:5");
        QVERIFY(takes["frame_rate"] == "24" && takes["shown"].size() == 2);
        QVERIFY((takes["shown"][0] == nlohmann::json{{"take", 0}, {"start", 2}, {"length", 6}, {"source_in", 2}}));
        QVERIFY((takes["shown"][1] == nlohmann::json{{"take", 0}, {"start", 13}, {"length", 1}, {"source_in", 13}}));
    }
    export_timeline(m.project, m.folder.path(), {.path = m.folder / "none.mkv", .range = {10, 5}}, no_progress, {});
    QCOMPARE(probe_media(m.folder / "none.mkv").metadata.count("kinora_takes"), std::size_t{0});
}

void ExportJobTest::a_failure_keeps_the_file_that_was_there() {
    MediaProject m;
    const MediaRef loud = m.add_loud_film();
    m.put(m.lower, loud, 0, 60, 0);
    const auto out = m.folder / "out.mkv";
    export_timeline(m.project, m.folder.path(), {.path = out, .range = {0, 5}}, no_progress, {});
    const std::string before = hash_file(out);
    std::stop_source stop;
    bool is_stopped = false;
    try {
        export_timeline(m.project, m.folder.path(), {.path = out, .overwrite = true},
                        [&](std::int64_t num_done, std::int64_t num_frames) {
                            if (num_done == num_frames) {
                                stop.request_stop();  // after the last frame, before the file is finished
                            }
                        },
                        stop.get_token());
    } catch (const Cancelled&) {
        is_stopped = true;
    }
    QVERIFY(is_stopped);
    QCOMPARE(hash_file(out), before);
    std::filesystem::remove(m.folder / "loud.mkv");
    QVERIFY(contains(message_of<MediaError>([&] {
        export_timeline(m.project, m.folder.path(), {.path = out, .overwrite = true}, no_progress, {});
    }), "loud.mkv: "));
    QCOMPARE(hash_file(out), before);
}

KINORA_TEST(ExportJobTest)
#include "export_job_test.moc"
