// How many frames clips hold, and how long they last, where that is not what a plain count of packets says.
#include <algorithm>
#include <fstream>

#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/media/interpolation/interpolated_clip.h"
#include "core/media/interpolation/retiming.h"
#include "core/media/media_probe.h"
#include "core/media/video_reader.h"
#include "tests/core/media/clip_maker.h"
#include "tests/core/media/test_pictures.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;

Q_DECLARE_METATYPE(kinora::test::ClipRecipe)

class ClipEndTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void a_last_picture_that_stands_long_is_whole_data();
    void a_last_picture_that_stands_long_is_whole();
    void a_clip_lasts_as_long_as_its_last_picture();
    void a_dropped_frame_is_no_damage_and_no_frame();
    void an_empty_sample_is_no_damage_and_no_frame();
    void a_hidden_frame_is_no_frame();
    void what_cannot_be_decoded_before_the_first_key_frame_was_not_promised();
    void a_clock_that_jumps_back_is_told();
    void skipping_tells_what_reading_would();
};

static constexpr std::size_t most_bytes = 10'000'000;

static void write(const std::filesystem::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

// The numbers in the pictures of a clip, which is whole.
static std::vector<int> numbers_of_whole(const std::filesystem::path& path) {
    VideoReader reader(path);
    std::vector<int> numbers;
    while (const auto frame = reader.read_next()) {
        numbers.push_back(number_in(frame->image));
    }
    return reader.ended_early() ? std::vector<int>{} : numbers;
}

void ClipEndTest::a_last_picture_that_stands_long_is_whole_data() {
    QTest::addColumn<ClipRecipe>("recipe");
    ClipRecipe gif = {.container = "gif", .encoder = "gif", .pixel_format = "rgb8", .times = steady_times(8)};
    gif.muxer_options = {{"final_delay", "100"}};
    QTest::newRow("gif") << gif;
    const ClipRecipe uneven = {.time_base = {1, 1000}, .times = {0, 40, 90, 130, 200, 230}, .last_duration = 2000};
    ClipRecipe in_order = uneven;
    in_order.options = {{"x264-params", "bframes=0"}};
    QTest::newRow("mp4 in the order shown") << in_order;
    ClipRecipe remuxed = uneven;
    remuxed.container = "matroska";
    QTest::newRow("mkv") << remuxed;
    ClipRecipe reordered = uneven;
    reordered.options = {{"x264-params", "bframes=2:b-adapt=0"}};
    QTest::newRow("mp4 in another order") << reordered;
}

void ClipEndTest::a_last_picture_that_stands_long_is_whole() {
    QFETCH(ClipRecipe, recipe);
    const TempFolder folder;
    make_clip(folder / "a", recipe);
    QCOMPARE(numbers_of_whole(folder / "a").size(), recipe.times.size());
    VideoReader by_number(folder / "a");
    QCOMPARE(by_number.num_frames(), static_cast<std::int64_t>(recipe.times.size()));
    while (by_number.read_next()) {
    }
    QVERIFY(!by_number.ended_early());
}

// Shows whichever of the two is nearer.
class Nearer : public FrameInterpolator {
 public:
    std::string_view name() const override { return "nearer"; }
    void set_pair(const Image& first, const Image& second, const std::stop_token&) override {
        first_ = first;
        second_ = second;
    }
    void set_outer(const std::optional<OuterPicture>&, const std::optional<OuterPicture>&, const std::stop_token&) override {}
    Image between(double time, const std::stop_token&) override { return time < 0.5 ? first_ : second_; }

 private:
    Image first_;
    Image second_;
};

void ClipEndTest::a_clip_lasts_as_long_as_its_last_picture() {
    const TempFolder folder;
    ClipRecipe recipe = {.times = steady_times(10), .last_duration = 125};
    recipe.options = {{"x264-params", "bframes=0"}};
    recipe.sound_encoder = "aac";
    recipe.sound_seconds = 5.36;
    make_clip(folder / "a.mp4", recipe);
    const MediaInfo info = probe_media(folder / "a.mp4");
    QVERIFY(!info.is_variable_rate);
    QCOMPARE(to_string(info.frame_rate), std::string("25"));
    QCOMPARE(info.num_frames, 10);
    QVERIFY((info.duration == MediaTime{134, 25}));

    Nearer nearer;
    InterpolatedClip whole(folder / "a.mp4", info, {{50, 1}}, nearer, {});
    QCOMPARE(whole.num_frames(), 268);
    std::vector<int> numbers;
    while (const auto frame = whole.next({})) {
        numbers.push_back(number_in(frame->image));
    }
    QCOMPARE(numbers.size(), std::size_t{268});
    QCOMPARE(numbers.front(), 0);
    QCOMPARE(std::ranges::count(numbers, 9), 268 - 17);
    // What ends before the last frame does is not held, and what reaches behind it is.
    QCOMPARE(InterpolatedClip(folder / "a.mp4", info, {{50, 1}, false, {2, 8}}, nearer, {}).num_frames(), 16);
    QCOMPARE(InterpolatedClip(folder / "a.mp4", info, {{50, 1}, false, {2, 9}}, nearer, {}).num_frames(), 264);
}

void ClipEndTest::a_dropped_frame_is_no_damage_and_no_frame() {
    const TempFolder folder;
    for (const char* encoder : {"ffvhuff", "mjpeg"}) {
        ClipRecipe recipe = {.container = "avi", .encoder = encoder, .times = {0, 1, 2, 4, 5, 6, 7, 8, 9, 10}};
        recipe.pixel_format = std::string(encoder) == "mjpeg" ? "yuvj420p" : "yuv420p";
        make_clip(folder / "a.avi", recipe);
        QCOMPARE(numbers_of_whole(folder / "a.avi"), (std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
        const MediaInfo info = probe_media(folder / "a.avi");
        QCOMPARE(info.num_frames, 10);
        QVERIFY(info.is_variable_rate);
        QVERIFY((info.duration == MediaTime{11, 25}));
    }
    ClipRecipe steady = {.container = "avi", .encoder = "mpeg4", .times = steady_times(20)};
    steady.options = {{"bf", "2"}, {"g", "8"}};
    make_clip(folder / "steady.avi", steady);
    QVERIFY(!probe_media(folder / "steady.avi").is_variable_rate);
}

void ClipEndTest::an_empty_sample_is_no_damage_and_no_frame() {
    const TempFolder folder;
    make_clip(folder / "a.mov", {.container = "mov", .encoder = "mjpeg", .pixel_format = "yuvj420p", .times = steady_times(8)});
    std::string bytes = read_file(folder / "a.mov", most_bytes);
    // The list of sizes: that of the last of eight frames becomes 0.
    const std::size_t list = bytes.find("stsz");
    QVERIFY(list != std::string::npos && bytes[list + 15] == 8);
    bytes.replace(list + 16 + 7 * 4, 4, 4, '\0');
    write(folder / "empty.mov", bytes);
    QCOMPARE(numbers_of_whole(folder / "empty.mov"), (std::vector<int>{0, 1, 2, 3, 4, 5, 6}));
    const MediaInfo info = probe_media(folder / "empty.mov");
    QCOMPARE(info.num_frames, 7);
    QVERIFY((info.duration == MediaTime{8, 25}));
    QCOMPARE(VideoReader(folder / "empty.mov").num_frames(), 7);
}

void ClipEndTest::a_hidden_frame_is_no_frame() {
    const TempFolder folder;
    ClipRecipe recipe = {.container = "webm", .encoder = "libvpx", .times = steady_times(8)};
    recipe.options = {{"g", "1"}, {"deadline", "realtime"}, {"lag-in-frames", "0"}};
    make_clip(folder / "a.webm", recipe);
    std::string bytes = read_file(folder / "a.webm", most_bytes);
    // Of a key frame, which begins with three bytes of flags and sizes and these three. The bit says whether it is shown.
    std::size_t key = 0;
    for (int i = 0; i < 4; ++i) {
        key = bytes.find("\x9d\x01\x2a", key + 1);
        QVERIFY(key != std::string::npos);
    }
    bytes[key - 3] = static_cast<char>(static_cast<unsigned char>(bytes[key - 3]) & ~0x10U);
    write(folder / "hidden.webm", bytes);
    QCOMPARE(numbers_of_whole(folder / "hidden.webm"), (std::vector<int>{0, 1, 2, 4, 5, 6, 7}));
    QCOMPARE(probe_media(folder / "hidden.webm").num_frames, 7);
    QCOMPARE(VideoReader(folder / "hidden.webm").num_frames(), 7);
    QCOMPARE(number_in(VideoReader(folder / "hidden.webm").frame(3).image), 4);
}

void ClipEndTest::what_cannot_be_decoded_before_the_first_key_frame_was_not_promised() {
    const TempFolder folder;
    // FFmpeg looks into H.264 itself for key frames; of this it believes the container.
    ClipRecipe recipe = {.encoder = "mpeg4", .times = steady_times(30)};
    recipe.options = {{"g", "9"}};
    make_clip(folder / "a.mp4", recipe);
    std::string bytes = read_file(folder / "a.mp4", most_bytes);
    // The list of key frames: 1, 10, 19, 28. Now it begins with the tenth.
    const std::size_t list = bytes.find("stss");
    QVERIFY(list != std::string::npos && bytes[list + 15] == 1 && bytes[list + 19] == 10);
    bytes[list + 15] = 10;
    write(folder / "late.mp4", bytes);
    const std::vector<int> numbers = numbers_of_whole(folder / "late.mp4");
    QCOMPARE(numbers.size(), std::size_t{21});
    QCOMPARE(numbers.front(), 9);
    QCOMPARE(probe_media(folder / "late.mp4").num_frames, 21);
}

void ClipEndTest::a_clock_that_jumps_back_is_told() {
    const TempFolder folder;
    make_clip(folder / "a.ts", {.container = "mpegts", .encoder = "mpeg2video", .times = steady_times(12)});
    const std::string bytes = read_file(folder / "a.ts", most_bytes);
    write(folder / "twice.ts", bytes + bytes);
    Nearer nearer;
    InterpolatedClip clip(folder / "twice.ts", probe_media(folder / "twice.ts"), {{50, 1}}, nearer, {});
    const std::string message = message_of<MediaError>([&] {
        while (clip.next({})) {
        }
    });
    QVERIFY2(contains(message, "twice.ts: its clock jumps back at frame 1"), message.c_str());
}

void ClipEndTest::skipping_tells_what_reading_would() {
    const TempFolder folder;
    ClipRecipe recipe = {.container = "mpegts", .encoder = "mpeg2video", .times = steady_times(8)};
    make_clip(folder / "wide.ts", recipe);
    recipe.width = 64;
    recipe.height = 48;
    std::ranges::for_each(recipe.times, [](std::int64_t& time) { time += 8; });
    make_clip(folder / "small.ts", recipe);
    write(folder / "both.ts", read_file(folder / "wide.ts", most_bytes) + read_file(folder / "small.ts", most_bytes));
    VideoReader reading(folder / "both.ts");
    VideoReader skipping(folder / "both.ts");
    VideoReader mixed(folder / "both.ts");
    int num_foreign = 0;
    for (bool skips = true;; skips = !skips) {
        const auto frame = reading.read_next();
        const auto skipped = skipping.skip_next();
        QCOMPARE(skipped.has_value(), frame.has_value());
        if (!frame) {
            break;
        }
        QCOMPARE(skipped->comes_as_stored, frame->stored != nullptr);
        num_foreign += skipped->comes_as_stored ? 0 : 1;
        if (skips) {
            QVERIFY(mixed.skip_next().has_value());
        } else {
            QVERIFY(mixed.read_next()->image == frame->image);
        }
    }
    QVERIFY(num_foreign >= 7);
    QVERIFY(!skipping.ended_early());

    ClipRecipe index_first = {.times = steady_times(30)};
    index_first.muxer_options = {{"movflags", "+faststart"}};
    make_clip(folder / "first.mp4", index_first);
    const std::string bytes = read_file(folder / "first.mp4", most_bytes);
    write(folder / "cut.mp4", bytes.substr(0, bytes.size() * 6 / 10));
    VideoReader cut(folder / "cut.mp4");
    while (cut.skip_next()) {
    }
    QVERIFY(cut.ended_early());
}

KINORA_TEST(ClipEndTest)
#include "clip_end_test.moc"
