#include "core/media/video_reader.h"

#include <algorithm>
#include <fstream>
#include <numeric>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/media/media_probe.h"
#include "tests/core/media/clip_maker.h"
#include "tests/core/media/test_pictures.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;

Q_DECLARE_METATYPE(kinora::test::ClipRecipe)

class VideoReaderTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void every_frame_by_number_is_the_frame_by_reading_data();
    void every_frame_by_number_is_the_frame_by_reading();
    void numbers_frames_in_the_order_shown();
    void reading_goes_on_behind_a_jump();
    void keeps_times_exact();
    void finds_the_frame_seen_at_a_time();
    void leaves_out_what_an_edit_list_cuts();
    void turns_frames_upright_data();
    void turns_frames_upright();
    void stretches_pixels_that_are_not_square();
    void converts_with_the_matrix_of_the_stream_data();
    void converts_with_the_matrix_of_the_stream();
    void assumes_the_usual_matrix_where_none_is_named();
    void shows_black_where_frames_are_transparent();
    void rounds_ten_bits_to_eight();
    void delivers_what_a_broken_file_still_holds_data();
    void delivers_what_a_broken_file_still_holds();
    void says_what_frames_there_are();
    void stops_on_request();
};

static ClipRecipe h264(int count, const std::string& x264_params) {
    ClipRecipe recipe;
    recipe.times = steady_times(count);
    recipe.options = {{"crf", "30"}, {"x264-params", x264_params}};
    return recipe;
}

static const char* const open_gop = "open-gop=1:keyint=9:min-keyint=4:bframes=3:b-adapt=0:scenecut=0";

static ClipRecipe with(ClipRecipe recipe, const std::string& container, const std::string& encoder = "libx264") {
    recipe.container = container;
    recipe.encoder = encoder;
    return recipe;
}

static ClipRecipe plain(int count, const std::string& container, const std::string& encoder,
                        const std::string& pixel_format = "yuv420p") {
    ClipRecipe recipe;
    recipe.container = container;
    recipe.encoder = encoder;
    recipe.pixel_format = pixel_format;
    recipe.times = steady_times(count);
    return recipe;
}

void VideoReaderTest::every_frame_by_number_is_the_frame_by_reading_data() {
    QTest::addColumn<ClipRecipe>("recipe");
    const ClipRecipe closed = h264(40, "keyint=12:min-keyint=4:bframes=3:b-pyramid=normal");
    const ClipRecipe open = h264(45, open_gop);
    QTest::newRow("h264 with B-frames") << closed;
    QTest::newRow("h264 open groups, mp4") << open;
    QTest::newRow("h264 open groups, mkv") << with(open, "matroska");
    QTest::newRow("h264 open groups, ts") << with(open, "mpegts");
    QTest::newRow("h264 open groups, raw") << with(open, "h264");
    QTest::newRow("h264 open groups, avi") << with(open, "avi");
    QTest::newRow("h264 fragmented mp4") << [&] {
        ClipRecipe recipe = closed;
        recipe.muxer_options = {{"movflags", "frag_keyframe+empty_moov"}};
        return recipe;
    }();
    QTest::newRow("h264 refreshed in columns") << h264(40, "intra-refresh=1:keyint=10:bframes=0");
    QTest::newRow("h264 one frame") << h264(1, "");
    for (const char* container : {"mp4", "matroska", "mpegts"}) {
        ClipRecipe variable = with(open, container);
        variable.time_base = {1, 1000};
        std::int64_t time = 0;
        for (std::size_t i = 0; i < variable.times.size(); ++i) {
            variable.times[i] = time;
            time += 20 + static_cast<std::int64_t>(i * i % 7) * 13;
        }
        QTest::addRow("variable rate, %s", container) << variable;
        ClipRecipe late = with(open, container);
        for (std::int64_t& each : late.times) {
            each += 77;
        }
        QTest::addRow("first time not 0, %s", container) << late;
    }
    ClipRecipe fields = h264(30, "keyint=10:bframes=2:tff=1");
    fields.is_interlaced = true;
    QTest::newRow("h264 in fields, mp4") << fields;
    QTest::newRow("h264 in fields, ts") << with(fields, "mpegts");
    ClipRecipe odd = h264(20, "keyint=8");
    odd.width = 97;
    odd.height = 63;
    odd.pixel_format = "yuv444p";
    QTest::newRow("odd size") << odd;
    ClipRecipe ten_bits = h264(20, "keyint=8");
    ten_bits.pixel_format = "yuv420p10le";
    QTest::newRow("10 bits") << ten_bits;
    ClipRecipe hevc = plain(40, "mp4", "libx265");
    hevc.options = {{"x265-params", "log-level=none:keyint=9:min-keyint=4:bframes=3:open-gop=1:pools=1:frame-threads=1"}};
    QTest::newRow("hevc open groups") << hevc;
    ClipRecipe vp9 = plain(30, "webm", "libvpx-vp9");
    vp9.options = {{"g", "10"}, {"cpu-used", "8"}, {"deadline", "realtime"}, {"auto-alt-ref", "1"}, {"lag-in-frames", "10"}};
    QTest::newRow("vp9 with hidden frames") << vp9;
    ClipRecipe mpeg4 = plain(30, "avi", "mpeg4");
    mpeg4.options = {{"g", "8"}, {"bf", "2"}};
    QTest::newRow("mpeg4 with B-frames, avi") << mpeg4;
    QTest::newRow("mpeg2 with B-frames, ts") << with(mpeg4, "mpegts", "mpeg2video");
    QTest::newRow("prores") << plain(6, "mov", "prores_ks", "yuv422p10le");
    QTest::newRow("apng") << plain(8, "apng", "apng", "rgb24");
    QTest::newRow("gif") << plain(8, "gif", "gif", "rgb8");
    QTest::newRow("mjpeg, avi") << plain(8, "avi", "mjpeg", "yuvj420p");
}

// An order in which jumps go forwards and backwards over every distance.
static std::vector<std::int64_t> mixed_order(std::int64_t count) {
    std::vector<std::int64_t> order(static_cast<std::size_t>(count));
    std::iota(order.begin(), order.end(), 0);
    std::uint32_t state = 12345;
    for (std::size_t i = order.size(); i > 1; --i) {
        state = state * 1664525u + 1013904223u;
        std::swap(order[i - 1], order[(state >> 8) % i]);
    }
    return order;
}

static std::vector<VideoFrame> read_all(const std::filesystem::path& path) {
    VideoReader reader(path);
    std::vector<VideoFrame> frames;
    while (auto frame = reader.read_next()) {
        frames.push_back(std::move(*frame));
    }
    return frames;
}

void VideoReaderTest::every_frame_by_number_is_the_frame_by_reading() {
    QFETCH(ClipRecipe, recipe);
    const TempFolder folder;
    const auto path = folder / "clip";
    make_clip(path, recipe);

    const std::vector<VideoFrame> frames = read_all(path);
    const auto count = static_cast<std::int64_t>(frames.size());
    QCOMPARE(frames.size(), recipe.times.size());
    for (std::int64_t i = 0; i < count; ++i) {
        QCOMPARE(number_in(frames[static_cast<std::size_t>(i)].image), static_cast<int>(i));
    }

    VideoReader reader(path);
    QCOMPARE(reader.num_frames(), count);
    std::vector<std::int64_t> order = mixed_order(count);
    for (std::int64_t i = count; i > 0; --i) {
        order.push_back(i - 1);
    }
    for (const std::int64_t index : order) {
        const VideoFrame& expected = frames[static_cast<std::size_t>(index)];
        const VideoFrame frame = reader.frame(index);
        QVERIFY2(frame.image == expected.image, qPrintable(QStringLiteral("frame %1 shows %2").arg(index).arg(number_in(frame.image))));
        QVERIFY(frame.time == expected.time);
    }
    QVERIFY(!reader.ended_early());
    QCOMPARE(probe_media(path).num_frames, count);
}

void VideoReaderTest::numbers_frames_in_the_order_shown() {
    const TempFolder folder;
    make_clip(folder / "a.mp4", h264(30, open_gop));
    // The file must hold its frames in another order, or the test proves nothing.
    const auto packets = stored_packets(folder / "a.mp4");
    QVERIFY(!std::ranges::is_sorted(packets, {}, &StoredPacket::pts));
    VideoReader reader(folder / "a.mp4");
    for (const int index : {13, 2, 29, 0, 28}) {
        QCOMPARE(number_in(reader.frame(index).image), index);
    }
}

void VideoReaderTest::reading_goes_on_behind_a_jump() {
    const TempFolder folder;
    make_clip(folder / "a.mp4", h264(30, open_gop));
    VideoReader reader(folder / "a.mp4");
    reader.seek(17);
    for (int index = 17; index < 30; ++index) {
        QCOMPARE(number_in(reader.read_next()->image), index);
    }
    QVERIFY(!reader.read_next());
    QVERIFY(!reader.read_next());
    QVERIFY(!reader.ended_early());
    reader.frame(4);
    QCOMPARE(number_in(reader.read_next()->image), 5);
}

void VideoReaderTest::keeps_times_exact() {
    const TempFolder folder;
    ClipRecipe recipe = h264(30, "keyint=10");
    recipe.time_base = {1001, 30000};
    make_clip(folder / "a.mp4", recipe);
    const auto frames = read_all(folder / "a.mp4");
    for (std::int64_t i = 0; i < 30; ++i) {
        QVERIFY((frames[static_cast<std::size_t>(i)].time == MediaTime{i * 1001, 30000}));
    }
    VideoReader reader(folder / "a.mp4");
    QVERIFY((reader.frame_rate() == FrameRate{30000, 1001}));
}

void VideoReaderTest::finds_the_frame_seen_at_a_time() {
    const TempFolder folder;
    ClipRecipe recipe = h264(4, "");
    recipe.time_base = {1, 1000};
    recipe.times = {500, 600, 1000, 1010};
    make_clip(folder / "a.mkv", with(recipe, "matroska"));
    VideoReader reader(folder / "a.mkv");
    QCOMPARE(reader.index_at({0, 1}), 0);
    QCOMPARE(reader.index_at({99, 1000}), 0);
    QCOMPARE(reader.index_at({1, 10}), 1);
    QCOMPARE(reader.index_at({4999, 10000}), 1);
    QCOMPARE(reader.index_at({1, 2}), 2);
    QCOMPARE(reader.index_at({51, 100}), 3);
    QCOMPARE(reader.index_at({100, 1}), 3);
    QCOMPARE(reader.index_at({-5, 1}), 0);
}

void VideoReaderTest::leaves_out_what_an_edit_list_cuts() {
    const TempFolder folder;
    ClipRecipe recipe = h264(20, "keyint=10:bframes=0");
    for (std::int64_t& time : recipe.times) {
        time -= 5;
    }
    recipe.muxer_options = {{"avoid_negative_ts", "disabled"}, {"use_editlist", "1"}};
    make_clip(folder / "a.mp4", recipe);
    const auto frames = read_all(folder / "a.mp4");
    QCOMPARE(frames.size(), std::size_t{15});
    QCOMPARE(number_in(frames[0].image), 5);
    QCOMPARE(number_in(VideoReader(folder / "a.mp4").frame(9).image), 14);
    QCOMPARE(probe_media(folder / "a.mp4").num_frames, 15);
}

void VideoReaderTest::turns_frames_upright_data() {
    QTest::addColumn<int>("degrees");
    QTest::addColumn<bool>("is_mirrored");
    for (const int degrees : {0, 90, 180, 270}) {
        QTest::addRow("%d", degrees) << degrees << false;
        QTest::addRow("%d mirrored", degrees) << degrees << true;
    }
}

// A picture with a colour of its own in each corner: red, green; blue, white.
static Image four_corners(int width, int height) {
    std::vector<std::uint8_t> rgb;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const bool is_right = x >= width / 2;
            const bool is_low = y >= height / 2;
            rgb.push_back(is_right == is_low ? 220 : 20);
            rgb.push_back(is_right ? 220 : 20);
            rgb.push_back(is_low ? 220 : 20);
        }
    }
    return Image(width, height, std::move(rgb));
}

// Which corner of four_corners is seen at a place: 'r', 'g', 'b', 'w'.
static char corner_at(const Image& image, int x, int y) {
    const std::uint8_t* sample = image.row(y) + std::ptrdiff_t{3} * x;
    const bool has_green = sample[1] > 128;
    return sample[0] > 128 ? (has_green ? 'w' : 'r') : (has_green ? 'g' : 'b');
}

static std::string corners(const Image& image) {
    const int right = image.width() - 8;
    const int low = image.height() - 8;
    return {corner_at(image, 8, 8), corner_at(image, right, 8), corner_at(image, 8, low), corner_at(image, right, low)};
}

void VideoReaderTest::turns_frames_upright() {
    QFETCH(int, degrees);
    QFETCH(bool, is_mirrored);
    const TempFolder folder;
    ClipRecipe recipe = h264(3, "");
    recipe.rotation_degrees = degrees;
    recipe.is_mirrored = is_mirrored;
    make_clip(folder / "a.mp4", recipe, [](int) { return four_corners(96, 64); });
    VideoReader reader(folder / "a.mp4");
    const bool is_lying = degrees % 180 != 0;
    QCOMPARE(reader.width(), is_lying ? 64 : 96);
    QCOMPARE(reader.height(), is_lying ? 96 : 64);
    std::string expected = degrees == 0 ? "rgbw" : degrees == 90 ? "brwg" : degrees == 180 ? "wbgr" : "gwrb";
    if (is_mirrored) {
        expected = {expected[1], expected[0], expected[3], expected[2]};
    }
    QCOMPARE(corners(reader.read_next()->image), expected);
    const MediaInfo info = probe_media(folder / "a.mp4");
    QCOMPARE(info.width, reader.width());
    QCOMPARE(info.height, reader.height());
    if (!is_mirrored) {
        QCOMPARE(info.rotation_degrees, degrees);
    }
}

void VideoReaderTest::stretches_pixels_that_are_not_square() {
    const TempFolder folder;
    ClipRecipe wide = h264(2, "");
    wide.sample_aspect = {4, 3};
    make_clip(folder / "wide.mp4", wide, [](int) { return four_corners(96, 64); });
    VideoReader reader(folder / "wide.mp4");
    QCOMPARE(reader.width(), 128);
    QCOMPARE(reader.height(), 64);
    QCOMPARE(corners(reader.read_next()->image), std::string("rgbw"));
    const MediaInfo info = probe_media(folder / "wide.mp4");
    QCOMPARE(info.width, 128);
    QCOMPARE(info.sample_aspect_numerator * 3, info.sample_aspect_denominator * 4);

    ClipRecipe tall = h264(2, "");
    tall.sample_aspect = {1, 2};
    make_clip(folder / "tall.mp4", tall);
    QCOMPARE(VideoReader(folder / "tall.mp4").width(), 96);
    QCOMPARE(VideoReader(folder / "tall.mp4").height(), 128);

    ClipRecipe absurd = h264(2, "");
    absurd.sample_aspect = {1000, 1};
    make_clip(folder / "absurd.mp4", absurd);
    QCOMPARE(VideoReader(folder / "absurd.mp4").width(), 96);
}

static const std::vector<std::array<std::uint8_t, 3>>& patches() {
    static const std::vector<std::array<std::uint8_t, 3>> colours = {
        {0, 0, 0},     {255, 255, 255}, {128, 128, 128}, {255, 0, 0},   {0, 255, 0},    {0, 0, 255},
        {255, 255, 0}, {0, 255, 255},   {255, 0, 255},   {200, 120, 60}, {60, 120, 200}, {230, 200, 180},
    };
    return colours;
}

void VideoReaderTest::converts_with_the_matrix_of_the_stream_data() {
    QTest::addColumn<QByteArray>("matrix");
    QTest::addColumn<bool>("is_full_range");
    QTest::addColumn<QByteArray>("format");
    for (const char* matrix : {"bt709", "smpte170m", "bt2020nc", "smpte240m"}) {
        QTest::addRow("%s limited", matrix) << QByteArray(matrix) << false << QByteArray("yuv444p");
        QTest::addRow("%s full", matrix) << QByteArray(matrix) << true << QByteArray("yuv444p");
        QTest::addRow("%s 4:2:0", matrix) << QByteArray(matrix) << false << QByteArray("yuv420p");
        QTest::addRow("%s 10 bits", matrix) << QByteArray(matrix) << false << QByteArray("yuv420p10le");
    }
}

void VideoReaderTest::converts_with_the_matrix_of_the_stream() {
    QFETCH(QByteArray, matrix);
    QFETCH(bool, is_full_range);
    QFETCH(QByteArray, format);
    const TempFolder folder;
    ClipRecipe recipe = h264(static_cast<int>(patches().size()), "qp=0");
    recipe.matrix = matrix.toStdString();
    recipe.is_full_range = is_full_range;
    recipe.pixel_format = format.toStdString();
    make_clip(folder / "a.mkv", with(recipe, "matroska"), [](int i) {
        const auto& colour = patches()[static_cast<std::size_t>(i)];
        return flat_picture(96, 64, colour[0], colour[1], colour[2]);
    });
    const auto frames = read_all(folder / "a.mkv");
    QCOMPARE(frames.size(), patches().size());
    for (std::size_t i = 0; i < frames.size(); ++i) {
        const auto& colour = patches()[i];
        const int difference = largest_difference(frames[i].image, flat_picture(96, 64, colour[0], colour[1], colour[2]));
        QVERIFY2(difference <= 2, qPrintable(QStringLiteral("patch %1 is off by %2").arg(i).arg(difference)));
    }
}

void VideoReaderTest::assumes_the_usual_matrix_where_none_is_named() {
    const TempFolder folder;
    const auto off_by = [&](const std::string& matrix, int height) {
        ClipRecipe recipe = h264(1, "qp=0");
        recipe.height = height;
        recipe.matrix = matrix;
        recipe.is_tagged = false;
        make_clip(folder / "a.mkv", with(recipe, "matroska"), [&](int) { return flat_picture(96, height, 30, 200, 90); });
        return largest_difference(read_all(folder / "a.mkv")[0].image, flat_picture(96, height, 30, 200, 90));
    };
    QVERIFY(off_by("smpte170m", 576) <= 2);
    QVERIFY(off_by("bt709", 720) <= 2);
    QVERIFY(off_by("bt709", 576) > 8);
    QVERIFY(off_by("smpte170m", 720) > 8);
}

void VideoReaderTest::shows_black_where_frames_are_transparent() {
    const TempFolder folder;
    ClipRecipe half = plain(2, "matroska", "ffv1", "bgra");
    half.is_tagged = false;
    half.alpha = 128;
    make_clip(folder / "half.mkv", half, [](int) { return flat_picture(96, 64, 200, 100, 51); });
    QCOMPARE(largest_difference(read_all(folder / "half.mkv")[0].image, flat_picture(96, 64, 100, 50, 26)), 0);
    QVERIFY(probe_media(folder / "half.mkv").has_alpha);

    make_clip(folder / "opaque.mov", plain(2, "mov", "prores_ks", "yuva444p10le"),
              [](int) { return flat_picture(96, 64, 200, 100, 50); });
    QVERIFY(largest_difference(read_all(folder / "opaque.mov")[0].image, flat_picture(96, 64, 200, 100, 50)) <= 2);
    QVERIFY(probe_media(folder / "opaque.mov").has_alpha);
}

void VideoReaderTest::rounds_ten_bits_to_eight() {
    const TempFolder folder;
    // A grey ramp in 10 bits, lossless: 8 bits read back must be the ramp itself, without dither.
    ClipRecipe recipe = plain(1, "matroska", "ffv1", "gbrp10le");
    recipe.width = 256;
    const auto ramp = [](int) {
        std::vector<std::uint8_t> rgb;
        for (int i = 0; i < 256 * 64; ++i) {
            rgb.insert(rgb.end(), 3, static_cast<std::uint8_t>(i % 256));
        }
        return Image(256, 64, std::move(rgb));
    };
    recipe.matrix = "gbr";
    recipe.is_full_range = true;
    recipe.is_tagged = false;
    make_clip(folder / "a.mkv", recipe, ramp);
    const Image read = read_all(folder / "a.mkv")[0].image;
    QVERIFY(largest_difference(read, ramp(0)) <= 1);
    for (int y = 1; y < read.height(); ++y) {
        QVERIFY(std::equal(read.row(0), read.row(0) + 3 * 256, read.row(y)));
    }
    QCOMPARE(probe_media(folder / "a.mkv").bit_depth, 10);
}

static void truncate_copy(const std::filesystem::path& from, const std::filesystem::path& to, std::size_t size) {
    const std::string content = read_file(from, std::size_t{1} << 30);
    write_file_atomically(to, std::string_view(content).substr(0, size));
}

void VideoReaderTest::delivers_what_a_broken_file_still_holds_data() {
    QTest::addColumn<ClipRecipe>("recipe");
    ClipRecipe index_first = h264(40, "keyint=8:bframes=2");
    index_first.muxer_options = {{"movflags", "+faststart"}};
    QTest::newRow("mp4") << index_first;
    QTest::newRow("mkv") << with(h264(40, "keyint=8:bframes=2"), "matroska");
    QTest::newRow("ts") << with(h264(40, "keyint=8:bframes=2"), "mpegts");
    QTest::newRow("gif") << plain(20, "gif", "gif", "rgb8");
}

void VideoReaderTest::delivers_what_a_broken_file_still_holds() {
    QFETCH(ClipRecipe, recipe);
    const TempFolder folder;
    make_clip(folder / "whole", recipe);
    const std::vector<VideoFrame> whole = read_all(folder / "whole");
    const auto size = std::filesystem::file_size(folder / "whole");
    truncate_copy(folder / "whole", folder / "broken", size * 6 / 10);

    VideoReader reader(folder / "broken");
    std::vector<Image> read;
    while (auto frame = reader.read_next()) {
        read.push_back(frame->image);
    }
    QVERIFY(read.size() > whole.size() / 4);
    QVERIFY(read.size() < whole.size());
    if (recipe.container != "mpegts" && recipe.container != "gif") {  // these do not say how long they were to be
        QVERIFY(reader.ended_early());
    }
    // All but the last ones, whose data is missing, are as they were.
    for (std::size_t i = 0; i + 4 < read.size(); ++i) {
        QVERIFY(read[i] == whole[i].image);
    }
    VideoReader by_number(folder / "broken");
    QCOMPARE(by_number.num_frames(), static_cast<std::int64_t>(read.size()));
    for (const std::int64_t index : mixed_order(by_number.num_frames())) {
        QVERIFY(by_number.frame(index).image == read[static_cast<std::size_t>(index)]);
    }
}

void VideoReaderTest::says_what_frames_there_are() {
    const TempFolder folder;
    make_clip(folder / "a.mp4", h264(5, ""));
    VideoReader reader(folder / "a.mp4");
    const auto message = message_of<MediaError>([&] { reader.frame(5); });
    QVERIFY2(contains(message, "a.mp4: has frames 0 to 4; frame 5 was asked for"), message.c_str());
    QVERIFY(contains(message_of<MediaError>([&] { reader.seek(-1); }), "frame -1"));
    QCOMPARE(number_in(reader.frame(4).image), 4);
}

void VideoReaderTest::stops_on_request() {
    const TempFolder folder;
    make_clip(folder / "a.mp4", h264(20, "keyint=5"));
    std::stop_source stop;
    VideoReader reader(folder / "a.mp4");
    stop.request_stop();
    QVERIFY_EXCEPTION_THROWN(VideoReader(folder / "a.mp4", stop.get_token()), Cancelled);
    QVERIFY_EXCEPTION_THROWN(reader.num_frames(stop.get_token()), Cancelled);
    QVERIFY_EXCEPTION_THROWN(probe_media(folder / "a.mp4", stop.get_token()), Cancelled);
    // A stop is no damage: the same reader goes on when asked again.
    QCOMPARE(number_in(reader.frame(13).image), 13);
    QVERIFY_EXCEPTION_THROWN(reader.frame(2, stop.get_token()), Cancelled);
    QCOMPARE(number_in(reader.frame(2).image), 2);
}

KINORA_TEST(VideoReaderTest)
#include "video_reader_test.moc"
