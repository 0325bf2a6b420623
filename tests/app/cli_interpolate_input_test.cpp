// kinora-cli interpolate with input of all kinds: what it makes of it, and what it says.
#include <cmath>
#include <cstdlib>
#include <fstream>

#include "core/base/file_io.h"
#include "core/media/interpolation/retiming.h"
#include "core/media/media_probe.h"
#include "core/media/video_reader.h"
#include "tests/core/media/clip_maker.h"
#include "tests/support/command.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"

using namespace kinora;
using kinora::test::ClipRecipe;
using kinora::test::CommandResult;
using kinora::test::describe;
using kinora::test::make_clip;
using kinora::test::run;
using kinora::test::steady_times;
using kinora::test::TempFolder;

class CliInterpolateInputTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void says_that_it_is_interlaced();
    void says_what_becomes_of_alpha_data();
    void says_what_becomes_of_alpha();
    void says_that_bits_are_lost();
    void says_what_flow_leaves_aside();
    void is_silent_where_there_is_no_sound();
    void brings_frames_of_another_size_to_that_of_the_first();
    void multiplies_the_average_of_a_variable_rate();
};

static CommandResult interpolate(const TempFolder& folder, const QStringList& arguments) {
    return run(QStringList{"interpolate"} + arguments, folder.path());
}

#define KINORA_VERIFY_DONE(result) QVERIFY2((result).status == 0, describe(result).constData())

void CliInterpolateInputTest::says_that_it_is_interlaced() {
    const TempFolder folder;
    ClipRecipe recipe = {.times = steady_times(4), .options = {{"x264-params", "tff=1"}}};
    recipe.is_interlaced = true;
    make_clip(folder / "fields.mp4", recipe);
    const auto result = interpolate(folder, {"fields.mp4", "--factor", "2", "--out", "out.mkv"});
    KINORA_VERIFY_DONE(result);
    QVERIFY2(result.err.contains("fields.mp4 is interlaced") && result.err.contains("deinterlace it first"), result.err.constData());
    QCOMPARE(probe_media(folder / "out.mkv").num_frames, 8);
}

void CliInterpolateInputTest::says_what_becomes_of_alpha_data() {
    QTest::addColumn<QByteArray>("encoder");
    QTest::addColumn<QByteArray>("format");
    QTest::addColumn<QString>("out");
    QTest::addColumn<QByteArray>("says");
    const QByteArray black = "transparent parts become black";
    const QByteArray left_out = "it is left out, and the result is opaque";
    QTest::newRow("kept") << QByteArray("ffv1") << QByteArray("bgra") << "out.mkv" << QByteArray();
    QTest::newRow("black") << QByteArray("ffv1") << QByteArray("bgra") << "out.mp4" << black;
    QTest::newRow("VP9 to Matroska") << QByteArray("libvpx-vp9") << QByteArray("yuva420p") << "out.mkv" << left_out;
    QTest::newRow("VP8 to MP4") << QByteArray("libvpx") << QByteArray("yuva420p") << "out.mp4" << left_out;
}

void CliInterpolateInputTest::says_what_becomes_of_alpha() {
    QFETCH(QByteArray, encoder);
    QFETCH(QByteArray, format);
    QFETCH(QString, out);
    QFETCH(QByteArray, says);
    const TempFolder folder;
    ClipRecipe recipe = {.container = "matroska", .encoder = encoder.toStdString(), .pixel_format = format.toStdString(), .times = steady_times(3)};
    recipe.alpha = format == "bgra" ? 128 : 255;
    if (encoder.startsWith("libvpx")) {
        recipe.options["auto-alt-ref"] = "0";  // libvpx has no alpha otherwise
    }
    make_clip(folder / "in.mkv", recipe);
    QVERIFY(probe_media(folder / "in.mkv").has_alpha);
    const auto result = interpolate(folder, {"in.mkv", "--factor", "2", "--out", out});
    KINORA_VERIFY_DONE(result);
    for (const QByteArray& sentence : {QByteArray("transparent parts become black"), QByteArray("it is left out, and the result is opaque")}) {
        QVERIFY2(result.err.contains(sentence) == (sentence == says), result.err.constData());
    }
    QCOMPARE(probe_media(folder / out.toStdString()).has_alpha, says.isEmpty());
}

void CliInterpolateInputTest::says_that_bits_are_lost() {
    const TempFolder folder;
    make_clip(folder / "deep.mp4", {.pixel_format = "yuv420p10le", .times = steady_times(3)});
    const auto lossy = interpolate(folder, {"deep.mp4", "--factor", "2", "--out", "out.mp4"});
    KINORA_VERIFY_DONE(lossy);
    QVERIFY2(lossy.err.contains("10 bits a sample; they are rounded to 8"), lossy.err.constData());
    const auto kept = interpolate(folder, {"deep.mp4", "--factor", "2", "--out", "out.mkv"});
    KINORA_VERIFY_DONE(kept);
    QVERIFY2(!kept.err.contains("bits a sample"), kept.err.constData());
    QCOMPARE(probe_media(folder / "out.mkv").bit_depth, 10);
    // Neither RGB nor more than twelve bits lie in planes that flow knows.
    for (const auto& [format, bits] : {std::pair("gbrp10le", "10"), std::pair("yuv444p16le", "16")}) {
        make_clip(folder / "in.mkv", {.container = "matroska", .encoder = "ffv1", .pixel_format = format, .times = steady_times(3)});
        const auto rounded = interpolate(folder, {"in.mkv", "--factor", "2", "--out", QStringLiteral("%1.mkv").arg(bits)});
        KINORA_VERIFY_DONE(rounded);
        QVERIFY2(rounded.err.contains(QByteArray(bits) + " bits a sample; the frames in between are made with 8"), rounded.err.constData());
    }
}

void CliInterpolateInputTest::says_what_flow_leaves_aside() {
    const TempFolder folder;
    make_clip(folder / "in.mp4", {.times = steady_times(3)});
    const QStringList command = {"in.mp4", "--factor", "2", "--engine", "flow"};
    const auto others = interpolate(folder, command + QStringList{"--out", "a.mkv", "--scale", "0.5", "--dtype", "bf16", "--device", "cuda:1"});
    KINORA_VERIFY_DONE(others);
    QVERIFY2(others.err.contains("left aside: --scale, --dtype, --device"), others.err.constData());
    const auto fitting = interpolate(folder, command + QStringList{"--out", "b.mkv", "--device", "cpu"});
    KINORA_VERIFY_DONE(fitting);
    QVERIFY2(!fitting.err.contains("left aside"), fitting.err.constData());
}

void CliInterpolateInputTest::is_silent_where_there_is_no_sound() {
    const TempFolder folder;
    make_clip(folder / "silent.mp4", {.times = steady_times(3)});
    for (const char* out : {"out.mp4", "out_%02d.png"}) {
        const auto result = interpolate(folder, {"silent.mp4", "--factor", "2", "--out", out});
        KINORA_VERIFY_DONE(result);
        QVERIFY2(!result.err.contains("sound"), result.err.constData());
    }
    QVERIFY(!probe_media(folder / "out.mp4").has_sound);
}

void CliInterpolateInputTest::brings_frames_of_another_size_to_that_of_the_first() {
    const TempFolder folder;
    ClipRecipe recipe = {.container = "mpegts", .encoder = "mpeg2video", .times = steady_times(8)};
    make_clip(folder / "wide.ts", recipe);
    recipe.width = 64;
    recipe.height = 48;
    for (std::int64_t& time : recipe.times) {
        time += 8;
    }
    make_clip(folder / "small.ts", recipe);
    std::ofstream(folder / "both.ts", std::ios::binary) << read_file(folder / "wide.ts", 10'000'000) << read_file(folder / "small.ts", 10'000'000);
    const auto result = interpolate(folder, {"both.ts", "--factor", "2", "--out", "out.mkv"});
    KINORA_VERIFY_DONE(result);
    QVERIFY2(result.err.contains("both.ts changes its size: ") && result.err.contains("brought to that of the first, 96x64"), result.err.constData());
    const MediaInfo info = probe_media(folder / "out.mkv");
    QVERIFY(info.width == 96 && info.height == 64);
}

void CliInterpolateInputTest::multiplies_the_average_of_a_variable_rate() {
    const TempFolder folder;
    ClipRecipe recipe = {.width = 64, .height = 48, .time_base = {1, 1'000'000}, .options = {{"x264-params", "bframes=0"}}};
    std::int64_t time = 0;
    for (int i = 0; i < 67; ++i) {
        recipe.times.push_back(time);
        time += 30'011 + 997 * (i % 5);
    }
    make_clip(folder / "in.mp4", recipe);
    const MediaInfo info = probe_media(folder / "in.mp4");
    QVERIFY(info.is_variable_rate);
    const auto result = interpolate(folder, {"in.mp4", "--factor", "16", "--out", "out.mkv"});
    KINORA_VERIFY_DONE(result);
    const MediaInfo made = probe_media(folder / "out.mkv");
    QVERIFY(!made.is_variable_rate);
    QVERIFY(std::abs(made.frame_rate.per_second() / (16.0 * info.frame_rate.per_second()) - 1.0) < 1e-6);
    QCOMPARE(made.num_frames, frames_within(info.duration, multiply(info.frame_rate, 16)));
    // Each moment shows what the stamps say: the frame that is halfway through comes when half of the time is over.
    VideoReader before(folder / "in.mp4");
    VideoReader after(folder / "out.mkv");
    const MediaTime half = {info.duration.numerator, info.duration.denominator * 2};
    const Image due = before.frame(before.index_at(half)).image;
    const Image next = before.frame(before.index_at(half) + 1).image;
    const Image shown = after.frame(after.index_at(half)).image;
    const auto distance = [&shown](const Image& image) {
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < image.rgb().size(); ++i) {
            sum += std::abs(int{image.rgb()[i]} - int{shown.rgb()[i]});
        }
        return sum;
    };
    const Image far = before.frame(before.index_at(half) + 6).image;
    QVERIFY(distance(due) < distance(far) && distance(next) < distance(far));
}

KINORA_TEST(CliInterpolateInputTest)
#include "cli_interpolate_input_test.moc"
