#include "core/media/video_writer.h"

#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <cstring>
#include <fstream>
#include <random>

#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/media/gif_comment.h"
#include "core/media/media_probe.h"
#include "core/media/video_reader.h"
#include "tests/core/media/clip_maker.h"
#include "tests/core/media/restricted.h"
#include "tests/core/media/test_pictures.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;

Q_DECLARE_METATYPE(kinora::OutputFormat)

class VideoWriterTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void chooses_the_format_by_the_ending();
    void lossless_frames_come_back_bit_for_bit_data();
    void lossless_frames_come_back_bit_for_bit();
    void colours_come_back_data();
    void colours_come_back();
    void tags_stream_and_container();
    void rate_and_length_are_exact_data();
    void rate_and_length_are_exact();
    void a_single_frame_is_a_video_data();
    void a_single_frame_is_a_video();
    void repeats_the_edge_of_odd_sizes();
    void the_same_frames_give_the_same_bytes_data();
    void the_same_frames_give_the_same_bytes();
    void mp4_begins_with_its_index();
    void mp4_can_be_entered_every_two_seconds();
    void a_gif_keeps_colours_and_time();
    void a_gif_has_its_metadata_in_front();
    void fails_wherever_the_disk_is_full_data();
    void fails_wherever_the_disk_is_full();
    void names_what_cannot_be_written();
};

static VideoWriterSettings settings_for(VideoCodec codec, Container container, int width = 96, int height = 64,
                                        FrameRate rate = {25, 1}) {
    VideoWriterSettings settings;
    settings.format = {codec, container};
    settings.width = width;
    settings.height = height;
    settings.frame_rate = rate;
    return settings;
}

static void write_clip(const std::filesystem::path& path, const VideoWriterSettings& settings, int count) {
    VideoWriter writer(path, settings);
    for (int i = 0; i < count; ++i) {
        writer.write(numbered_picture(settings.width, settings.height, i));
    }
    writer.finish();
}

static void add_formats() {
    QTest::addColumn<OutputFormat>("format");
    QTest::newRow("h264 mp4") << OutputFormat{VideoCodec::h264, Container::mp4};
    QTest::newRow("h264 mov") << OutputFormat{VideoCodec::h264, Container::mov};
    QTest::newRow("h264 mkv") << OutputFormat{VideoCodec::h264, Container::mkv};
    QTest::newRow("prores mov") << OutputFormat{VideoCodec::prores, Container::mov};
    QTest::newRow("prores mkv") << OutputFormat{VideoCodec::prores, Container::mkv};
    QTest::newRow("ffv1 mkv") << OutputFormat{VideoCodec::ffv1, Container::mkv};
    QTest::newRow("vp9 webm") << OutputFormat{VideoCodec::vp9, Container::webm};
    QTest::newRow("vp9 mp4") << OutputFormat{VideoCodec::vp9, Container::mp4};
    QTest::newRow("vp9 mkv") << OutputFormat{VideoCodec::vp9, Container::mkv};
    QTest::newRow("av1 webm") << OutputFormat{VideoCodec::av1, Container::webm};
    QTest::newRow("av1 mp4") << OutputFormat{VideoCodec::av1, Container::mp4};
    QTest::newRow("av1 mkv") << OutputFormat{VideoCodec::av1, Container::mkv};
    QTest::newRow("gif") << OutputFormat{VideoCodec::gif, Container::gif};
}

void VideoWriterTest::chooses_the_format_by_the_ending() {
    const auto codec_of = [](const char* name) { return output_format_for(name).codec; };
    QCOMPARE(codec_of("a.mp4"), VideoCodec::h264);
    QCOMPARE(codec_of("a.MP4"), VideoCodec::h264);
    QCOMPARE(codec_of("a.b.mov"), VideoCodec::prores);
    QCOMPARE(codec_of("a.mkv"), VideoCodec::ffv1);
    QCOMPARE(codec_of("a.webm"), VideoCodec::vp9);
    QCOMPARE(codec_of("a.gif"), VideoCodec::gif);
    QCOMPARE(codec_of("frame_%04d.png"), VideoCodec::png);
    QCOMPARE(output_format_for("a.mkv", VideoCodec::prores).codec, VideoCodec::prores);
    QCOMPARE(output_format_for("a.mp4", VideoCodec::av1).container, Container::mp4);

    QCOMPARE(message_of<MediaError>([] { output_format_for("a.webm", VideoCodec::h264); }),
             std::string("a.webm: cannot hold the codec h264; .webm files hold vp9, av1"));
    QVERIFY(contains(message_of<MediaError>([] { output_format_for("a.avi"); }), "choose .mp4, .mov, .mkv, .webm, .gif or .png"));
    QVERIFY(contains(message_of<MediaError>([] { output_format_for("mp4"); }), "has no ending"));
    for (const VideoCodec codec : {VideoCodec::h264, VideoCodec::prores, VideoCodec::png}) {
        QCOMPARE(*parse_video_codec(to_string(codec)), codec);
    }
    QVERIFY(!parse_video_codec("divx"));
    QVERIFY(!parse_video_codec(""));
}

void VideoWriterTest::lossless_frames_come_back_bit_for_bit_data() {
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::newRow("even") << 96 << 64;
    QTest::newRow("odd") << 97 << 63;
    QTest::newRow("smallest") << 4 << 4;
    QTest::newRow("tall") << 5 << 301;
}

void VideoWriterTest::lossless_frames_come_back_bit_for_bit() {
    QFETCH(int, width);
    QFETCH(int, height);
    const TempFolder folder;
    VideoWriter writer(folder / "a.mkv", settings_for(VideoCodec::ffv1, Container::mkv, width, height));
    for (std::uint32_t i = 0; i < 5; ++i) {
        writer.write(noise_picture(width, height, i));
    }
    writer.finish();
    QCOMPARE(writer.num_frames(), 5);
    VideoReader reader(folder / "a.mkv");
    for (std::uint32_t i = 0; i < 5; ++i) {
        QVERIFY(reader.read_next()->image == noise_picture(width, height, i));
    }
    QVERIFY(!reader.read_next());
    QVERIFY(!reader.ended_early());
}

void VideoWriterTest::colours_come_back_data() { add_formats(); }

void VideoWriterTest::colours_come_back() {
    QFETCH(OutputFormat, format);
    const TempFolder folder;
    const std::vector<std::array<std::uint8_t, 3>> colours = {
        {0, 0, 0},     {255, 255, 255}, {128, 128, 128}, {16, 16, 16},  {235, 235, 235}, {255, 0, 0},     {0, 255, 0},
        {0, 0, 255},   {255, 255, 0},   {0, 255, 255},   {255, 0, 255}, {200, 120, 60},  {60, 120, 200}, {230, 200, 180},
    };
    VideoWriter writer(folder / "a", settings_for(format.codec, format.container));
    for (const auto& colour : colours) {
        for (int repeat = 0; repeat < 2; ++repeat) {
            writer.write(flat_picture(96, 64, colour[0], colour[1], colour[2]));
        }
    }
    writer.finish();
    VideoReader reader(folder / "a");
    for (std::size_t i = 0; i < 2 * colours.size(); ++i) {
        const auto& colour = colours[i / 2];
        const Image expected = flat_picture(96, 64, colour[0], colour[1], colour[2]);
        const int difference = largest_difference(reader.read_next()->image, expected);
        QVERIFY2(difference <= 3, qPrintable(QStringLiteral("frame %1 is off by %2").arg(i).arg(difference)));
    }
}

void VideoWriterTest::tags_stream_and_container() {
    const TempFolder folder;
    for (const auto& [codec, container] : {std::pair(VideoCodec::h264, Container::mp4), std::pair(VideoCodec::prores, Container::mov),
                                           std::pair(VideoCodec::h264, Container::mkv), std::pair(VideoCodec::vp9, Container::webm),
                                           std::pair(VideoCodec::av1, Container::webm)}) {
        write_clip(folder / "a", settings_for(codec, container), 3);
        const MediaInfo info = probe_media(folder / "a");
        QCOMPARE(info.colour.primaries, std::string("bt709"));
        QCOMPARE(info.colour.transfer, std::string("bt709"));
        QCOMPARE(info.colour.matrix, std::string("bt709"));
        QCOMPARE(info.colour.range, std::string("tv"));
    }
    // MP4 says it twice; players differ in which they believe. "nclx", then primaries 1, transfer 1, matrix 1, limited.
    write_clip(folder / "a", settings_for(VideoCodec::h264, Container::mp4), 3);
    const std::string file = read_file(folder / "a", 1 << 20);
    QVERIFY(contains(file, std::string("colrnclx\0\1\0\1\0\1\0", 15)));

    write_clip(folder / "a", settings_for(VideoCodec::ffv1, Container::mkv), 3);
    QCOMPARE(probe_media(folder / "a").colour.matrix, std::string("gbr"));
    QCOMPARE(probe_media(folder / "a").colour.range, std::string("pc"));
}

void VideoWriterTest::rate_and_length_are_exact_data() {
    QTest::addColumn<OutputFormat>("format");
    QTest::addColumn<int>("numerator");
    QTest::addColumn<int>("denominator");
    const std::vector<std::pair<int, int>> rates = {{24, 1},       {25, 1},  {30000, 1001}, {24000, 1001}, {60000, 1001},
                                                    {2997, 125},   {25, 2},  {1, 1},        {1, 3},        {120, 1},
                                                    {1000, 7}};
    for (const auto& [numerator, denominator] : rates) {
        QTest::addRow("mp4 %d/%d", numerator, denominator)
            << OutputFormat{VideoCodec::h264, Container::mp4} << numerator << denominator;
        QTest::addRow("mov %d/%d", numerator, denominator)
            << OutputFormat{VideoCodec::prores, Container::mov} << numerator << denominator;
        QTest::addRow("mkv %d/%d", numerator, denominator)
            << OutputFormat{VideoCodec::ffv1, Container::mkv} << numerator << denominator;
        QTest::addRow("webm %d/%d", numerator, denominator)
            << OutputFormat{VideoCodec::vp9, Container::webm} << numerator << denominator;
    }
}

void VideoWriterTest::rate_and_length_are_exact() {
    QFETCH(OutputFormat, format);
    QFETCH(int, numerator);
    QFETCH(int, denominator);
    const TempFolder folder;
    const FrameRate rate = {numerator, denominator};
    constexpr int count = 37;
    write_clip(folder / "a", settings_for(format.codec, format.container, 64, 48, rate), count);

    const MediaInfo info = probe_media(folder / "a");
    QCOMPARE(to_string(info.frame_rate), to_string(rate));
    QVERIFY(!info.is_variable_rate);
    QCOMPARE(info.num_frames, count);
    QVERIFY((info.duration == MediaTime{std::int64_t{count} * denominator, numerator}));
    QVERIFY((info.start_time == MediaTime{0, 1}));

    const bool is_rounded = format.container == Container::mkv || format.container == Container::webm;
    VideoReader reader(folder / "a");
    for (std::int64_t i = 0; i < count; ++i) {
        const auto frame = reader.read_next();
        const MediaTime exact = {i * denominator, numerator};
        if (is_rounded) {
            QVERIFY(std::abs(frame->time.seconds() - exact.seconds()) <= 0.0005 + 1e-9);
        } else {
            QVERIFY(frame->time == exact);
        }
    }
    if (!is_rounded) {
        // Every stored frame lasts as long as the next, the last one too: players take the end from it.
        const auto packets = stored_packets(folder / "a");
        for (const StoredPacket& packet : packets) {
            QCOMPARE(packet.duration, packets.front().duration);
            QVERIFY(packet.duration > 0);
        }
    }
}

void VideoWriterTest::a_single_frame_is_a_video_data() { add_formats(); }

void VideoWriterTest::a_single_frame_is_a_video() {
    QFETCH(OutputFormat, format);
    const TempFolder folder;
    write_clip(folder / "a", settings_for(format.codec, format.container), 1);
    const MediaInfo info = probe_media(folder / "a");
    QCOMPARE(info.num_frames, 1);
    QCOMPARE(info.width, 96);
    QCOMPARE(info.height, 64);
    QCOMPARE(info.video_codec, std::string(to_string(format.codec)));
    VideoReader reader(folder / "a");
    QCOMPARE(number_in(reader.read_next()->image), 0);
    QVERIFY(!reader.read_next());
    QVERIFY(!reader.ended_early());
}

void VideoWriterTest::repeats_the_edge_of_odd_sizes() {
    const TempFolder folder;
    QVERIFY((encoded_size(VideoCodec::h264, {97, 63}) == FrameSize{98, 64}));
    QVERIFY((encoded_size(VideoCodec::h264, {96, 64}) == FrameSize{96, 64}));
    // A dark frame with a bright right column and lower row: what is repeated must be those.
    std::vector<std::uint8_t> rgb;
    for (int y = 0; y < 63; ++y) {
        for (int x = 0; x < 97; ++x) {
            rgb.insert(rgb.end(), 3, static_cast<std::uint8_t>(x == 96 || y == 62 ? 230 : 30));
        }
    }
    const Image image(97, 63, std::move(rgb));
    VideoWriter writer(folder / "a.mp4", settings_for(VideoCodec::h264, Container::mp4, 97, 63));
    writer.write(image);
    writer.finish();
    const Image read = VideoReader(folder / "a.mp4").read_next()->image;
    QCOMPARE(read.width(), 98);
    QCOMPARE(read.height(), 64);
    QVERIFY(read.row(10)[3 * 97] > 200);
    QVERIFY(read.row(63)[3 * 10] > 200);
    QVERIFY(read.row(10)[3 * 90] < 60);

    for (const auto& [codec, container] : {std::pair(VideoCodec::prores, Container::mov), std::pair(VideoCodec::vp9, Container::webm),
                                           std::pair(VideoCodec::av1, Container::webm), std::pair(VideoCodec::gif, Container::gif)}) {
        write_clip(folder / "b", settings_for(codec, container, 97, 63), 4);
        VideoReader reader(folder / "b");
        QCOMPARE(reader.width(), 97);
        QCOMPARE(reader.height(), 63);
        for (int i = 0; i < 4; ++i) {
            QCOMPARE(number_in(reader.read_next()->image), i);
        }
    }
}

void VideoWriterTest::the_same_frames_give_the_same_bytes_data() { add_formats(); }

void VideoWriterTest::the_same_frames_give_the_same_bytes() {
    QFETCH(OutputFormat, format);
    const TempFolder folder;
    VideoWriterSettings settings = settings_for(format.codec, format.container, 192, 128);
    settings.metadata["kinora"] = "{}";
    write_clip(folder / "a", settings, 30);
    write_clip(folder / "b", settings, 30);
    const std::string first = read_file(folder / "a", std::size_t{1} << 30);
    QVERIFY(first.size() > 1000);
    QVERIFY(first == read_file(folder / "b", std::size_t{1} << 30));
}

void VideoWriterTest::mp4_begins_with_its_index() {
    const TempFolder folder;
    write_clip(folder / "a.mp4", settings_for(VideoCodec::h264, Container::mp4), 10);
    const std::string file = read_file(folder / "a.mp4", 1 << 20);
    QVERIFY(file.find("moov") != std::string::npos);
    QVERIFY(file.find("moov") < file.find("mdat"));
}

void VideoWriterTest::mp4_can_be_entered_every_two_seconds() {
    const TempFolder folder;
    write_clip(folder / "a.mp4", settings_for(VideoCodec::h264, Container::mp4, 64, 48, {10, 1}), 100);
    int since_key = 0;
    for (const StoredPacket& packet : stored_packets(folder / "a.mp4")) {
        since_key = packet.is_key ? 0 : since_key + 1;
        QVERIFY(since_key < 20);
    }
}

// More than is moved at once to make room.
void VideoWriterTest::a_gif_has_its_metadata_in_front() {
    const TempFolder folder;
    VideoWriterSettings settings = settings_for(VideoCodec::gif, Container::gif, 320, 240, {10, 1});
    std::mt19937 random(1);
    std::vector<Image> pictures;
    for (int i = 0; i < 25; ++i) {
        std::vector<std::uint8_t> rgb(std::size_t{320} * 240 * 3);
        std::ranges::generate(rgb, [&] { return static_cast<std::uint8_t>(random()); });
        pictures.emplace_back(320, 240, std::move(rgb));
    }
    const auto write = [&](const char* name) {
        VideoWriter writer(folder / name, settings);
        std::ranges::for_each(pictures, [&](const Image& picture) { writer.write(picture); });
        writer.finish();
    };
    write("plain.gif");
    settings.metadata = {{"kinora", std::string(100'000, 'x')}, {"title", "noise"}};
    write("named.gif");
    QVERIFY(std::filesystem::file_size(folder / "plain.gif") > 2'000'000);
    QVERIFY(read_gif_comments(folder / "named.gif") == settings.metadata);
    QVERIFY(read_file(folder / "named.gif", 4096 + std::filesystem::file_size(folder / "named.gif")).find("title=noise") < 110'000);
    VideoReader plain(folder / "plain.gif");
    VideoReader named(folder / "named.gif");
    for (int i = 0; i < 25; ++i) {
        QVERIFY(plain.read_next()->image == named.read_next()->image);
    }
    QVERIFY(!named.read_next());
}

void VideoWriterTest::a_gif_keeps_colours_and_time() {
    const TempFolder folder;
    write_clip(folder / "a.gif", settings_for(VideoCodec::gif, Container::gif, 96, 64, {24, 1}), 48);
    VideoReader reader(folder / "a.gif");
    double error = 0.0;
    for (int i = 0; i < 48; ++i) {
        const auto frame = reader.read_next();
        QVERIFY(std::abs(frame->time.seconds() - i / 24.0) <= 0.005 + 1e-9);
        const Image expected = numbered_picture(96, 64, i);
        for (std::size_t k = 0; k < expected.rgb().size(); ++k) {
            const double difference = static_cast<double>(frame->image.rgb()[k]) - expected.rgb()[k];
            error += difference * difference / static_cast<double>(expected.rgb().size());
        }
    }
    // 29 dB; FFmpeg from 6 on chooses colours by how they are seen, at 0.3 dB or so.
    QVERIFY2(error / 48 < 80.0, qPrintable(QString::number(error / 48)));
    const MediaInfo info = probe_media(folder / "a.gif");
    QVERIFY((info.duration == MediaTime{2, 1}));
    QCOMPARE(to_string(info.frame_rate), std::string("24"));
    QVERIFY(!std::filesystem::exists(folder / "a.gif.frames"));

    const auto message = message_of<MediaError>(
        [&] { VideoWriter(folder / "b.gif", settings_for(VideoCodec::gif, Container::gif, 96, 64, {60, 1})); });
    QVERIFY2(contains(message, "GIF players show 50 at most"), message.c_str());
}

void VideoWriterTest::fails_wherever_the_disk_is_full_data() {
    QTest::addColumn<OutputFormat>("format");
    QTest::newRow("h264 mp4") << OutputFormat{VideoCodec::h264, Container::mp4};
    QTest::newRow("prores mov") << OutputFormat{VideoCodec::prores, Container::mov};
    QTest::newRow("ffv1 mkv") << OutputFormat{VideoCodec::ffv1, Container::mkv};
    QTest::newRow("vp9 webm") << OutputFormat{VideoCodec::vp9, Container::webm};
    QTest::newRow("gif") << OutputFormat{VideoCodec::gif, Container::gif};
}

void VideoWriterTest::fails_wherever_the_disk_is_full() {
    QFETCH(OutputFormat, format);
    const TempFolder folder;
    VideoWriterSettings settings = settings_for(format.codec, format.container);
    settings.metadata["kinora"] = std::string(3000, 'x');
    settings.shown_path = folder / "final name";
    write_clip(folder / "whole", settings, 12);
    const auto size = std::filesystem::file_size(folder / "whole");
    int num_failed = 0;
    for (std::uintmax_t limit = 0; limit < size; limit += std::max<std::uintmax_t>(size / 40, 1)) {
        const auto message = message_of<MediaError>([&] {
            const FileSizeLimit full_disk(limit);
            write_clip(folder / "a", settings, 12);
        });
        QVERIFY2(contains(message, "final name: cannot be written: File too large"),
                 qPrintable(QStringLiteral("limit %1: %2").arg(limit).arg(QString::fromStdString(message))));
        QVERIFY(!std::filesystem::exists(folder / "a.frames"));
        ++num_failed;
    }
    QVERIFY(num_failed >= 40);
    // With one byte less than needed it fails, with exactly enough (for what GIF keeps beside it, too) it does not.
    const FileSizeLimit nearly(size - 1);
    QVERIFY(contains(message_of<MediaError>([&] { write_clip(folder / "a", settings, 12); }), "File too large"));
}

void VideoWriterTest::names_what_cannot_be_written() {
    const TempFolder folder;
    const auto settings = settings_for(VideoCodec::h264, Container::mp4);
    const auto message_for = [&](const std::filesystem::path& path, const VideoWriterSettings& with) {
        return message_of<MediaError>([&] { write_clip(path, with, 2); });
    };
    QVERIFY(contains(message_for(folder / "no/such/a.mp4", settings), "a.mp4: cannot be written: No such file or directory"));
    QVERIFY(contains(message_for(folder.path(), settings), "cannot be written: Is a directory"));
    {
        const WithoutRights without_rights(folder.path());
        QVERIFY(contains(message_for(folder / "a.mp4", settings), "a.mp4: cannot be written: Permission denied"));
    }
    // A device that is always full.
    std::filesystem::create_symlink("/dev/full", folder / "full.mp4");
    QVERIFY(contains(message_for(folder / "full.mp4", settings), "full.mp4: is not a file"));

    QVERIFY(contains(message_for(folder / "a.mp4", settings_for(VideoCodec::h264, Container::mp4, 0, 64)), "0x64 pixels"));
    QVERIFY(contains(message_for(folder / "a.mkv", settings_for(VideoCodec::ffv1, Container::mkv, 3, 64)), "3x64 pixels; the least"));
    QVERIFY(contains(message_for(folder / "a.mp4", settings_for(VideoCodec::h264, Container::mp4, 16384, 16384)), "the most is"));
    QVERIFY(contains(message_for(folder / "a.mp4", settings_for(VideoCodec::h264, Container::mp4, 64, 64, {0, 1})),
                     "at 0 frames per second"));

    VideoWriter writer(folder / "a.mp4", settings);
    QVERIFY(contains(message_of<MediaError>([&] { VideoWriter(folder / "b.mp4", settings).finish(); }), "no frame"));
    writer.write(numbered_picture(96, 64, 0));
    QVERIFY(contains(message_of<MediaError>([&] { writer.write(numbered_picture(64, 96, 1)); }), "64x96"));
    writer.finish();
    QVERIFY(contains(message_of<MediaError>([&] { writer.finish(); }), "after its end"));
    QVERIFY(contains(message_of<MediaError>([&] { writer.write(numbered_picture(96, 64, 1)); }), "after its end"));
    QCOMPARE(probe_media(folder / "a.mp4").num_frames, 1);
}

KINORA_TEST(VideoWriterTest)
#include "video_writer_test.moc"
