#include "core/media/media_probe.h"

#include <cmath>
#include <fstream>

#include "core/base/error.h"
#include "core/media/clip_writer.h"
#include "core/media/video_reader.h"
#include "tests/core/media/clip_maker.h"
#include "tests/core/media/test_pictures.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;

class MediaProbeTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void metadata_survives_every_container_data();
    void metadata_survives_every_container();
    void refuses_metadata_that_no_container_keeps();
    void describes_a_clip();
    void tells_constant_from_variable_rates();
    void averages_have_terms_that_can_be_reckoned_with();
    void tells_interlaced_video();
    void tells_containers_apart();
    void finds_sound();
};

// JSON of about `bytes` bytes with everything in it that a prompt may hold.
static std::string long_recipe(std::size_t bytes) {
    std::string json = "{\"prompt\":\"";
    for (int i = 0; json.size() < bytes; ++i) {
        json += "a \\\"red\\\" ball \xF0\x9F\x94\xB4 \xE4\xB8\xAD\xE6\x96\x87 \\n line " + std::to_string(i) + "; ";
    }
    return json + "\"}";
}

void MediaProbeTest::metadata_survives_every_container_data() {
    QTest::addColumn<QByteArray>("name");
    for (const char* name : {"a.mp4", "a.mov", "a.mkv", "a.webm", "a.gif", "frame_%04d.png"}) {
        QTest::newRow(name) << QByteArray(name);
    }
}

void MediaProbeTest::metadata_survives_every_container() {
    QFETCH(QByteArray, name);
    const TempFolder folder;
    ClipSettings settings;
    settings.width = 64;
    settings.height = 48;
    settings.frame_rate = {25, 1};
    settings.overwrite = true;
    for (const std::size_t recipe_bytes : {std::size_t{100}, std::size_t{255}, std::size_t{70'000}, std::size_t{200'000}, std::size_t{1'000'000}}) {
        settings.metadata = {
            {"kinora", long_recipe(recipe_bytes)},
            {"title", "\xD8\xA7\xD9\x84\xD8\xB9 caf\xC3\xA9 \xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x9A\x80 e\xCC\x81"},
            {"comment", "first line\nsecond\r\n\tthird\n"},
            {"key_2", "  a=b;c#d\\e\"f'g  "},
            {"marked", "\xEF\xBB\xBF starts with a byte order mark"},
        };
        ClipWriter writer(folder / name.toStdString(), settings);
        writer.write(numbered_picture(64, 48, 0));
        writer.write(numbered_picture(64, 48, 1));
        writer.finish();
        MediaMetadata read = probe_media(folder / name.toStdString()).metadata;
        read.erase("encoder");  // Matroska's own
        QCOMPARE(read.size(), settings.metadata.size());
        for (const auto& [key, value] : settings.metadata) {
            QVERIFY2(read[key] == value, (key + ": " + read[key].substr(0, 300)).c_str());
        }
    }
}

void MediaProbeTest::refuses_metadata_that_no_container_keeps() {
    const auto message_for = [](const MediaMetadata& metadata) {
        return message_of<MediaError>([&] { check_metadata("a.mp4", metadata); });
    };
    QVERIFY(contains(message_for({{"Kinora", "x"}}), "a.mp4: cannot hold metadata named \"Kinora\""));
    QVERIFY(contains(message_for({{"", "x"}}), "names are made of"));
    QVERIFY(contains(message_for({{std::string(61, 'x'), "x"}}), "60 at most"));
    QVERIFY(contains(message_for({{"kinora", std::string("a\0b", 3)}}), "has a NUL in it"));
    QVERIFY(contains(message_for({{"kinora", ""}}), "is empty"));
    QVERIFY(contains(message_for({{"kinora", std::string(std::size_t{17} << 20, 'x')}}), "bytes of metadata"));
    check_metadata("a.mp4", {{"kinora", "x"}});

    const TempFolder folder;
    ClipSettings settings;
    settings.width = settings.height = 64;
    settings.frame_rate = {25, 1};
    settings.metadata = {{"no good", "x"}};
    for (const char* name : {"a.mp4", "a.gif", "a.png"}) {
        QVERIFY(contains(message_of<MediaError>([&] { ClipWriter(folder / name, settings); }), "no good"));
        QVERIFY(!std::filesystem::exists(folder / name));
    }
}

void MediaProbeTest::describes_a_clip() {
    const TempFolder folder;
    ClipRecipe recipe;
    recipe.times = {10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21};
    recipe.options = {{"x264-params", "bframes=2"}};
    recipe.matrix = "smpte170m";
    make_clip(folder / "a.mkv", [&] {
        recipe.container = "matroska";
        return recipe;
    }());
    const MediaInfo info = probe_media(folder / "a.mkv");
    QCOMPARE(info.container, std::string("mkv"));
    QCOMPARE(info.video_codec, std::string("h264"));
    QCOMPARE(info.width, 96);
    QCOMPARE(info.height, 64);
    QCOMPARE(to_string(info.frame_rate), std::string("25"));
    QCOMPARE(info.num_frames, 12);
    QVERIFY((info.start_time == MediaTime{2, 5}));
    QVERIFY((info.duration == MediaTime{12, 25}));
    QCOMPARE(info.rotation_degrees, 0);
    QCOMPARE(info.bit_depth, 8);
    QVERIFY(!info.has_alpha);
    QVERIFY(!info.is_interlaced);
    QVERIFY(!info.has_sound);
    QCOMPARE(info.colour.matrix, std::string("smpte170m"));
    QCOMPARE(info.colour.range, std::string("tv"));
    QCOMPARE(info.colour.primaries, std::string("unknown"));
}

void MediaProbeTest::tells_constant_from_variable_rates() {
    const TempFolder folder;
    const auto probe = [&](const char* container, std::array<int, 2> time_base, std::vector<std::int64_t> times,
                           const char* x264_params = "bframes=3") {
        ClipRecipe recipe;
        recipe.options = {{"x264-params", x264_params}};
        recipe.container = container;
        recipe.time_base = time_base;
        recipe.times = std::move(times);
        make_clip(folder / "a", recipe);
        return probe_media(folder / "a");
    };
    // Rounding to milliseconds is no variable rate.
    std::vector<std::int64_t> ntsc;
    for (int i = 0; i < 50; ++i) {
        ntsc.push_back((i * 1001 + 15) / 30);
    }
    QVERIFY(!probe("matroska", {1, 1000}, ntsc).is_variable_rate);
    QVERIFY(!probe("matroska", {1, 1000}, {0, 40, 80, 120}).is_variable_rate);
    QVERIFY(!probe("mp4", {1, 25}, steady_times(20)).is_variable_rate);
    // A pause of one frame is one.
    for (const char* container : {"mp4", "matroska"}) {
        const MediaInfo info = probe(container, {1, 1000}, {0, 40, 120, 160, 200});
        QVERIFY(info.is_variable_rate);
        QVERIFY2(info.frame_rate.per_second() > 19.0 && info.frame_rate.per_second() < 25.0,
                 (container + (" " + to_string(info.frame_rate))).c_str());
        QCOMPARE(info.num_frames, 5);
    }
    const MediaInfo average = probe("mp4", {1, 1000}, {0, 100, 150, 399}, "bframes=0");
    QVERIFY(average.is_variable_rate);
    QCOMPARE(to_string(average.frame_rate), std::string("10"));  // 4 frames in 400 ms: the last is shown for 1 ms
    QVERIFY((average.duration == MediaTime{2, 5}));
}

void MediaProbeTest::averages_have_terms_that_can_be_reckoned_with() {
    const TempFolder folder;
    ClipRecipe recipe = {.encoder = "mpeg4", .width = 32, .height = 16, .time_base = {1, 60'000}};
    std::int64_t time = 0;
    for (int i = 0; i < 251; ++i) {
        recipe.times.push_back(time);
        time += 2000 + i * i % 89;
    }
    make_clip(folder / "a.mp4", recipe);
    const MediaInfo info = probe_media(folder / "a.mp4");
    QVERIFY(info.is_variable_rate);
    const FrameRate& rate = info.frame_rate;
    const std::string text = to_string(rate);
    QVERIFY2(rate.numerator <= 1'000'000 && rate.denominator <= 1'000'000, text.c_str());
    QVERIFY2(std::abs(rate.per_second() * info.duration.seconds() / 251.0 - 1.0) < 1e-9, text.c_str());
    QVERIFY(VideoReader(folder / "a.mp4").frame_rate() == rate);
}

void MediaProbeTest::tells_interlaced_video() {
    const TempFolder folder;
    ClipRecipe recipe;
    recipe.times = steady_times(6);
    recipe.options = {{"x264-params", "tff=1"}};
    recipe.is_interlaced = true;
    make_clip(folder / "a.mp4", recipe);
    QVERIFY(probe_media(folder / "a.mp4").is_interlaced);
}

void MediaProbeTest::tells_containers_apart() {
    const TempFolder folder;
    const auto container_of = [&](const char* name, const ClipRecipe& recipe) {
        make_clip(folder / name, recipe);
        return probe_media(folder / name).container;
    };
    ClipRecipe recipe;
    recipe.times = steady_times(3);
    QCOMPARE(container_of("a.wrong", recipe), std::string("mp4"));
    recipe.container = "mov";
    QCOMPARE(container_of("b", recipe), std::string("mov"));
    recipe.container = "avi";
    QCOMPARE(container_of("c", recipe), std::string("avi"));
    recipe.container = "mpegts";
    QCOMPARE(container_of("d", recipe), std::string("mpegts"));
    recipe.container = "webm";
    recipe.encoder = "libvpx-vp9";
    recipe.options = {{"deadline", "realtime"}};
    QCOMPARE(container_of("e", recipe), std::string("webm"));
}

void MediaProbeTest::finds_sound() {
    const TempFolder folder;
    ClipRecipe recipe;
    recipe.times = steady_times(10);
    recipe.sound_encoder = "aac";
    recipe.sound_seconds = 0.4;
    make_clip(folder / "a.mp4", recipe);
    const MediaInfo info = probe_media(folder / "a.mp4");
    QVERIFY(info.has_sound);
    QCOMPARE(info.sound_codec, std::string("aac"));
    QCOMPARE(info.num_sound_channels, 1);
    QCOMPARE(info.num_frames, 10);
    make_sound(folder / "only.wav", "wav", "pcm_s16le", 0.2, 440.0);
    QVERIFY(contains(message_of<MediaError>([&] { probe_media(folder / "only.wav"); }), "only.wav: holds no video"));
}

KINORA_TEST(MediaProbeTest)
#include "media_probe_test.moc"
