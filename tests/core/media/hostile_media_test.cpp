// Files that were made or changed to do harm, or were simply cut off: each must end in one line that names it.
#include <sys/stat.h>

#include <chrono>
#include <fstream>

#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/media/image_file.h"
#include "core/media/media_probe.h"
#include "core/media/video_reader.h"
#include "core/media/video_writer.h"
#include "tests/core/media/clip_maker.h"
#include "tests/core/media/restricted.h"
#include "tests/core/media/test_pictures.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;

class HostileMediaTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void names_what_is_no_video_data();
    void names_what_is_no_video();
    void opens_no_other_file_data();
    void opens_no_other_file();
    void names_places_that_hold_no_file();
    void refuses_sizes_before_it_takes_memory_data();
    void refuses_sizes_before_it_takes_memory();
    void survives_files_cut_anywhere_data();
    void survives_files_cut_anywhere();
    void survives_changed_bytes_data();
    void survives_changed_bytes();
};

static void write(const std::filesystem::path& path, std::string_view content) { write_file_atomically(path, content); }

// What opening says, by the reader and by the probe, which must agree; empty if it opens.
static std::string complaint(const std::filesystem::path& path) {
    const auto message = message_of<MediaError>([&] { VideoReader(path).read_next(); });
    const auto probed = message_of<MediaError>([&] { probe_media(path); });
    return message == probed ? message : message + " / " + probed;
}

static bool is_one_line_about(const std::string& message, const std::filesystem::path& path) {
    return message.starts_with(path.string() + ": ") && message.find('\n') == std::string::npos &&
           message.size() > path.string().size() + 10;
}

static std::string random_bytes(std::size_t count, std::uint32_t seed) {
    std::string bytes;
    std::uint32_t state = seed;
    for (std::size_t i = 0; i < count; ++i) {
        state = state * 1664525u + 1013904223u;
        bytes += static_cast<char>(state >> 24);
    }
    return bytes;
}

void HostileMediaTest::names_what_is_no_video_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("one byte") << QByteArray("x");
    QTest::newRow("text") << QByteArray("This is a letter and no film.\nIt has two lines.\n");
    QTest::newRow("zeros") << QByteArray(100'000, '\0');
    QTest::newRow("json") << QByteArray("{\"version\": 3}");
    QTest::newRow("html") << QByteArray("<!doctype html><title>404</title>");
    QTest::newRow("shell script") << QByteArray("#!/bin/sh\necho hello\n");
    for (std::uint32_t seed = 0; seed < 20; ++seed) {
        QTest::addRow("random %u", seed) << QByteArray::fromStdString(random_bytes(std::size_t{1000} << (seed % 8), seed));
    }
}

void HostileMediaTest::names_what_is_no_video() {
    QFETCH(QByteArray, content);
    const TempFolder folder;
    for (const char* name : {"a.mp4", "a.mkv", "a.gif", "a.png", "a"}) {
        write(folder / name, content.toStdString());
        const std::string message = complaint(folder / name);
        QVERIFY2(is_one_line_about(message, folder / name), message.c_str());
        const auto as_image = message_of<MediaError>([&] { read_image(folder / name); });
        QVERIFY2(is_one_line_about(as_image, folder / name), as_image.c_str());
    }
}

void HostileMediaTest::opens_no_other_file_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("hls") << QByteArray("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nclip.ts\n#EXT-X-ENDLIST\n");
    QTest::newRow("concat") << QByteArray("ffconcat version 1.0\nfile 'clip.ts'\n");
    QTest::newRow("sdp") << QByteArray("v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5000 RTP/AVP 96\n");
    QTest::newRow("dash") << QByteArray("<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\"><Period>"
                                        "<AdaptationSet><Representation><BaseURL>clip.ts</BaseURL></Representation>"
                                        "</AdaptationSet></Period></MPD>");
    QTest::newRow("metadata file") << QByteArray(";FFMETADATA1\ntitle=x\n");
    QTest::newRow("subtitles") << QByteArray("1\n00:00:00,000 --> 00:00:01,000\nhello\n");
}

void HostileMediaTest::opens_no_other_file() {
    QFETCH(QByteArray, content);
    const TempFolder folder;
    ClipRecipe recipe;
    recipe.container = "mpegts";
    recipe.times = steady_times(10);
    make_clip(folder / "clip.ts", recipe);
    for (const char* name : {"a.m3u8", "a.txt", "a.mp4"}) {
        write(folder / name, content.toStdString());
        const std::string message = complaint(folder / name);
        QVERIFY2(is_one_line_about(message, folder / name), message.c_str());
    }
    // Nor does a name stand for anything but a file of that name.
    const std::string clip = (folder / "clip.ts").string();
    for (const std::string& name : {"concat:" + clip, "file:" + clip, "subfile,,start,0,end,0,,:" + clip, "async:" + clip,
                                    "crypto:" + clip, std::string("pipe:0"), std::string("http://127.0.0.1:1/a.mp4"),
                                    std::string("data:video/mp2t;base64,AAAA")}) {
        const std::string message = complaint(name);
        QVERIFY2(contains(message, "No such file or directory"), message.c_str());
    }
    QVERIFY(VideoReader(folder / "clip.ts").read_next());
}

void HostileMediaTest::names_places_that_hold_no_file() {
    const TempFolder folder;
    QVERIFY(contains(complaint(folder / "none.mp4"), "none.mp4: cannot be opened: No such file or directory"));
    QVERIFY(contains(complaint(folder.path()), "holds no pictures"));
    QVERIFY(contains(complaint(folder / "frame_%04d.png"), "matches no file"));
    QVERIFY(contains(complaint(""), "No such file or directory"));
    // Opening a pipe that nobody writes to must not wait for somebody to.
    QCOMPARE(::mkfifo((folder / "pipe").c_str(), 0600), 0);
    QVERIFY(contains(complaint(folder / "pipe"), "is not a file"));
    QVERIFY(contains(complaint("/dev/zero"), "is not a file"));
    std::filesystem::create_symlink("loop", folder / "loop");
    QVERIFY(contains(complaint(folder / "loop"), "cannot be opened"));
    ClipRecipe recipe;
    recipe.times = steady_times(3);
    make_clip(folder / "a.mp4", recipe);
    {
        const WithoutRights without_rights(folder / "a.mp4");
        QVERIFY(contains(complaint(folder / "a.mp4"), "a.mp4: cannot be opened: Permission denied"));
        QVERIFY(contains(message_of<MediaError>([&] { read_image(folder / "a.mp4"); }), "Permission denied"));
    }
    QVERIFY(VideoReader(folder / "a.mp4").read_next());
}

static std::string png_of_size(std::uint32_t width, std::uint32_t height) {
    const auto number = [](std::uint32_t value) {
        return std::string{static_cast<char>(value >> 24), static_cast<char>(value >> 16), static_cast<char>(value >> 8),
                           static_cast<char>(value)};
    };
    return std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16) + number(width) + number(height) + std::string("\x08\x02\0\0\0", 5) +
           number(0) + std::string("\0\0\0\nIDAT", 8) + std::string(10, '\0') + number(0);
}

void HostileMediaTest::refuses_sizes_before_it_takes_memory_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("expected");
    const auto add = [](const char* name, const std::string& content, const char* expected) {
        QTest::newRow(name) << QByteArray::fromStdString(content) << QByteArray(expected);
    };
    add("png 60000x60000", png_of_size(60000, 60000), "60000x60000 pixels, which is more than Kinora reads");
    add("png 4294967295", png_of_size(0xFFFFFFFF, 0xFFFFFFFF), "more than Kinora reads");
    add("png 0x0", png_of_size(0, 0), "it has no size");
    add("jpeg 65500x65500", std::string("\xFF\xD8\xFF\xC0\0\x11\x08\xFF\xDC\xFF\xDC\x03\x01\x22\0\x02\x11\x01\x03\x11\x01", 21),
        "65500x65500 pixels");
    add("webp 16384x16384 in VP8X",
        std::string("RIFF\x20\0\0\0WEBPVP8X\x0A\0\0\0\0\0\0\0\xFF\xFF\xFF\xFF\xFF\xFF", 30) + std::string(20, '\0'),
        "16777216x16777216 pixels");
    add("bmp 50000x50000", std::string("BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x50\xC3\0\0\x50\xC3\0\0\x01\0\x18\0", 30) + std::string(24, '\0'),
        "50000x50000 pixels");
    add("tiff 50000x50000",
        std::string("II*\0\x08\0\0\0\x02\0\0\x01\x03\0\x01\0\0\0\x50\xC3\0\0\x01\x01\x03\0\x01\0\0\0\x50\xC3\0\0\0\0\0\0", 38),
        "50000x50000 pixels");
    add("y4m 60000x60000", "YUV4MPEG2 W60000 H60000 F25:1 Ip A1:1 C420\nFRAME\n" + std::string(100, 'x'),
        "Picture size 60000x60000 is invalid");
    add("y4m 16384x16384", "YUV4MPEG2 W16384 H16384 F25:1 Ip A1:1 C420\nFRAME\n" + std::string(100, 'x'),
        "Picture size 16384x16384 is invalid");
    add("y4m 10000x10000", "YUV4MPEG2 W10000 H10000 F25:1 Ip A1:1 C420\nFRAME\n" + std::string(100, 'x'),
        "10000x10000 pixels, which is more than Kinora reads");
    add("gif 65535x65535", std::string("GIF89a\xFF\xFF\xFF\xFF\0\0\0,\0\0\0\0\xFF\xFF\xFF\xFF\0\x08\x02\x4C\x01\0;", 27), "");
}

static long peak_memory_kib() {
    rusage usage = {};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

void HostileMediaTest::refuses_sizes_before_it_takes_memory() {
    QFETCH(QByteArray, content);
    QFETCH(QByteArray, expected);
    const TempFolder folder;
    write(folder / "a", content.toStdString());
    const long before = peak_memory_kib();
    const std::string message = complaint(folder / "a");
    QVERIFY2(is_one_line_about(message, folder / "a"), message.c_str());
    QVERIFY2(contains(message, expected.toStdString()), message.c_str());
    QVERIFY2(peak_memory_kib() - before < 200'000, qPrintable(QString::number(peak_memory_kib() - before)));
}

static void add_clips() {
    QTest::addColumn<QByteArray>("kind");
    for (const char* kind : {"mp4", "matroska", "mpegts", "gif", "avi", "webm", "mov", "ffv1", "apng", "mpeg2"}) {
        QTest::newRow(kind) << QByteArray(kind);
    }
}

static std::string clip_of_kind(const std::filesystem::path& folder, const std::string& kind) {
    ClipRecipe recipe;
    recipe.container = kind;
    recipe.width = 64;
    recipe.height = 48;
    recipe.times = steady_times(12);
    if (kind == "gif") {
        recipe.encoder = "gif";
        recipe.pixel_format = "rgb8";
    } else if (kind == "webm") {
        recipe.encoder = "libvpx-vp9";
        recipe.options = {{"deadline", "realtime"}, {"cpu-used", "8"}};
    } else if (kind == "mov") {
        recipe.encoder = "prores_ks";
        recipe.pixel_format = "yuv422p10le";
        recipe.times = steady_times(4);
    } else if (kind == "ffv1") {
        recipe.container = "matroska";
        recipe.encoder = "ffv1";
        recipe.times = steady_times(4);
    } else if (kind == "apng") {
        recipe.encoder = "apng";
        recipe.pixel_format = "rgb24";
        recipe.times = steady_times(4);
    } else if (kind == "mpeg2") {
        recipe.container = "mpegts";
        recipe.encoder = "mpeg2video";
    } else {
        recipe.options = {{"x264-params", "keyint=5:bframes=2"}};
    }
    if (kind == "mp4") {
        recipe.muxer_options = {{"movflags", "+faststart"}};
        recipe.sound_encoder = "aac";
        recipe.sound_seconds = 0.4;
    }
    make_clip(folder / "whole", recipe);
    return read_file(folder / "whole", std::size_t{1} << 24);
}

// Reads everything there is, forwards and by number. Returns what is wrong with the outcome; empty if nothing.
static std::string outcome_of(const std::filesystem::path& path) {
    const auto begin = std::chrono::steady_clock::now();
    std::string problem;
    try {
        VideoReader reader(path);
        int count = 0;
        while (auto frame = reader.read_next()) {
            if (frame->image.width() != reader.width() || frame->image.height() != reader.height()) {
                problem = "a frame has another size";
            }
            if (++count > 10'000) {
                return "there is no end to the frames";
            }
        }
        const std::int64_t num_frames = reader.num_frames();
        for (std::int64_t index = num_frames - 1; index >= 0 && index >= num_frames - 3; --index) {
            reader.frame(index);
        }
    } catch (const Error& error) {
        problem = is_one_line_about(error.what(), path) ? "" : error.what();
    }
    try {
        probe_media(path);
    } catch (const Error& error) {
        problem += is_one_line_about(error.what(), path) ? "" : error.what();
    }
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    return taken.count() > 20.0 ? "it took " + std::to_string(taken.count()) + " s" : problem;
}

void HostileMediaTest::survives_files_cut_anywhere_data() { add_clips(); }

void HostileMediaTest::survives_files_cut_anywhere() {
    QFETCH(QByteArray, kind);
    const TempFolder folder;
    const std::string whole = clip_of_kind(folder.path(), kind.toStdString());
    QCOMPARE(outcome_of(folder / "whole"), std::string());
    for (std::size_t step = 0; step < 60; ++step) {
        const std::size_t size = step < 20 ? step * 7 : whole.size() * (step - 19) / 41;
        write(folder / "cut", std::string_view(whole).substr(0, size));
        const std::string problem = outcome_of(folder / "cut");
        QVERIFY2(problem.empty(), ("cut to " + std::to_string(size) + ": " + problem).c_str());
    }
}

void HostileMediaTest::survives_changed_bytes_data() { add_clips(); }

void HostileMediaTest::survives_changed_bytes() {
    QFETCH(QByteArray, kind);
    const TempFolder folder;
    const std::string whole = clip_of_kind(folder.path(), kind.toStdString());
    std::uint32_t state = 99;
    const auto next = [&state](std::size_t below) {
        state = state * 1664525u + 1013904223u;
        return static_cast<std::size_t>(state >> 8) % below;
    };
    for (int round = 0; round < 80; ++round) {
        std::string changed = whole;
        // Half of the changes hit the beginning and the end, where the headers are.
        for (std::size_t i = 0, count = 1 + next(12); i < count; ++i) {
            const std::size_t near = next(std::min<std::size_t>(whole.size(), 1500));
            const std::size_t places[] = {near, whole.size() - 1 - near, next(whole.size()), next(whole.size())};
            const char values[] = {'\0', '\x7F', '\xFF', static_cast<char>(next(256))};
            changed[places[next(4)]] = values[next(4)];
        }
        write(folder / "changed", changed);
        const std::string problem = outcome_of(folder / "changed");
        QVERIFY2(problem.empty(), ("round " + std::to_string(round) + ": " + problem).c_str());
    }
}

KINORA_TEST(HostileMediaTest)
#include "hostile_media_test.moc"
