// kinora-cli extend and fill: new frames are made, existing ones come through untouched.
#include <pty.h>
#include <unistd.h>

#include <QRegularExpression>

#include <algorithm>
#include <fstream>

#include "core/base/file_io.h"
#include "core/base/resample.h"
#include "core/media/clip_writer.h"
#include "core/media/image_file.h"
#include "core/media/media_probe.h"
#include "tests/core/media/clip_maker.h"
#include "tests/support/command.h"
#include "tests/support/decoded_frames.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"

using namespace kinora;
using kinora::test::CommandResult;
using kinora::test::describe;
using kinora::test::frames_of;
using kinora::test::run;
using kinora::test::stored_frames_of;
using kinora::test::TempFolder;

class CliExtendTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void extends_and_keeps_every_frame_data();
    void extends_and_keeps_every_frame();
    void keeps_samples_as_they_are_stored_data();
    void keeps_samples_as_they_are_stored();
    void strict_makes_no_other_size();
    void large_clips_are_continued_at_what_the_model_usually_makes();
    void continues_from_the_clip_and_not_from_nothing();
    void fills_between_clips();
    void fills_between_pictures();
    void a_clip_decides_over_a_picture();
    void repeats_by_recipe();
    void a_recipe_is_changed_by_what_is_given_besides();
    void refuses_sources_that_break_off();
    void says_that_a_source_changes_its_size();
    void says_what_overlap_there_is();
    void tells_how_long_a_frame_takes();
};

#define KINORA_VERIFY_STATUS(result, expected) QVERIFY2((result).status == (expected), describe(result).constData())

static Image picture(int width, int height, int shift) {
    std::vector<std::uint8_t> rgb;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const bool is_ball = (x - 20 - 2 * shift) * (x - 20 - 2 * shift) + (y - height / 2) * (y - height / 2) < height * height / 25;
            rgb.insert(rgb.end(), {static_cast<std::uint8_t>(is_ball ? 220 : 60 + x / 2), static_cast<std::uint8_t>(is_ball ? 30 : 120 + y),
                                   static_cast<std::uint8_t>(is_ball ? 30 : 200 - y)});
        }
    }
    return {width, height, std::move(rgb)};
}

static void write_clip(const std::filesystem::path& path, int width, int height, int frames, FrameRate rate, VideoCodec codec) {
    ClipSettings settings;
    settings.width = width;
    settings.height = height;
    settings.frame_rate = rate;
    settings.codec = codec;
    ClipWriter writer(path, settings);
    for (int i = 0; i < frames; ++i) {
        writer.write(picture(width, height, i));
    }
    writer.finish();
}

void CliExtendTest::extends_and_keeps_every_frame_data() {
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("out");
    QTest::addColumn<bool>("is_before");
    QTest::addColumn<int>("width");
    QTest::newRow("after, FFV1") << "source.mkv" << "out.mkv" << false << 96;
    QTest::newRow("before, FFV1") << "source.mkv" << "out.mkv" << true << 96;
    QTest::newRow("after, from H.264 to PNG") << "source.mp4" << "out_%03d.png" << false << 96;
    QTest::newRow("a size that the model cannot make") << "source.mkv" << "out.mkv" << false << 101;
}

void CliExtendTest::extends_and_keeps_every_frame() {
    QFETCH(QString, source);
    QFETCH(QString, out);
    QFETCH(bool, is_before);
    QFETCH(int, width);
    const TempFolder folder;
    const auto source_path = folder / source.toStdString();
    write_clip(source_path, width, 63 + width % 2, 20, {24000, 1001}, VideoCodec::unset);
    QStringList command = {"extend", source, "a red ball on green grass", "--out", out, "--seconds", "0.5", "--steps", "3"};
    if (is_before) {
        command << "--before";
    }
    const CommandResult result = run(command, folder.path());
    KINORA_VERIFY_STATUS(result, 0);
    const auto before = frames_of(source_path);
    const auto after = frames_of(folder / out.toStdString());
    QCOMPARE(before.size(), std::size_t{20});
    QCOMPARE(after.size(), std::size_t{20 + 12});
    const std::size_t offset = is_before ? 12 : 0;
    for (std::size_t i = 0; i < 20; ++i) {
        QVERIFY2(after[i + offset] == before[i], qPrintable(QString("frame %1").arg(i)));
    }
    const Image& made = after[is_before ? 0 : 31];
    QCOMPARE(made.width(), before[0].width());
    QVERIFY(!(made == before[is_before ? 0 : 19]));
    if (out.endsWith(".mkv")) {
        QCOMPARE(probe_media(folder / out.toStdString()).frame_rate, (FrameRate{24000, 1001}));
    }
}

void CliExtendTest::keeps_samples_as_they_are_stored_data() {
    QTest::addColumn<QString>("source");
    QTest::addColumn<bool>("is_before");
    QTest::newRow("H.264, 4:2:0") << "source.mp4" << false;
    QTest::newRow("ProRes, 4:2:2 with 10 bits") << "source.mov" << true;
}

void CliExtendTest::keeps_samples_as_they_are_stored() {
    QFETCH(QString, source);
    QFETCH(bool, is_before);
    const TempFolder folder;
    write_clip(folder / source.toStdString(), 96, 64, 9, {8, 1}, VideoCodec::unset);
    QStringList command = {"extend", source, "a red ball on green grass", "--out", "out.mkv", "--seconds", "0.5", "--steps", "2"};
    if (is_before) {
        command << "--before";
    }
    const CommandResult result = run(command, folder.path());
    KINORA_VERIFY_STATUS(result, 0);
    QVERIFY2(!result.err.contains("copied with 8"), describe(result).constData());
    const auto before = stored_frames_of(folder / source.toStdString());
    const auto after = stored_frames_of(folder / "out.mkv");
    QCOMPARE(before.size(), std::size_t{9});
    QCOMPARE(after.size(), std::size_t{9 + 4});
    for (std::size_t i = 0; i < before.size(); ++i) {
        QVERIFY2(after[i + (is_before ? 4 : 0)] == before[i], qPrintable(QString("frame %1").arg(i)));
    }
    QVERIFY(!(after[is_before ? 0 : 12] == before[is_before ? 0 : 8]));
}

static double difference(const Image& a, const Image& b) {
    double sum = 0.0;
    for (std::size_t i = 0; i < a.rgb().size(); ++i) {
        sum += std::abs(a.rgb()[i] - b.rgb()[i]);
    }
    return sum / static_cast<double>(a.rgb().size());
}

void CliExtendTest::strict_makes_no_other_size() {
    const TempFolder folder;
    write_clip(folder / "in.mkv", 98, 66, 9, {8, 1}, VideoCodec::ffv1);
    const CommandResult result = run({"extend", "in.mkv", "a ball", "--out", "out.mkv", "--frames", "5", "--steps", "1", "--strict"}, folder.path());
    KINORA_VERIFY_STATUS(result, 1);
    QCOMPARE(result.error_lines().size(), 1);
    QVERIFY(!std::filesystem::exists(folder / "out.mkv"));
}

void CliExtendTest::continues_from_the_clip_and_not_from_nothing() {
    const TempFolder folder;
    write_clip(folder / "source.mkv", 96, 64, 9, {8, 1}, VideoCodec::unset);
    KINORA_VERIFY_STATUS(run({"extend", "source.mkv", "a red ball on green grass", "--out", "out.mkv", "--seconds", "1", "--seed", "1"}, folder.path()), 0);
    KINORA_VERIFY_STATUS(run({"render", "a red ball on green grass", "--out", "alone.mkv", "--seed", "1"}, folder.path()), 0);
    const auto source = frames_of(folder / "source.mkv");
    const double continued = difference(frames_of(folder / "out.mkv")[9], source[8]);
    const double unrelated = difference(frames_of(folder / "alone.mkv")[9], source[8]);
    QVERIFY2(continued < 0.6 * unrelated, qPrintable(QString("%1 %2").arg(continued).arg(unrelated)));
}

void CliExtendTest::fills_between_clips() {
    const TempFolder folder;
    write_clip(folder / "first.mkv", 96, 64, 10, {8, 1}, VideoCodec::unset);
    write_clip(folder / "last.mkv", 80, 64, 6, {8, 1}, VideoCodec::unset);
    const CommandResult result =
        run({"fill", "first.mkv", "last.mkv", "a red ball on green grass", "--out", "out.mkv", "--seconds", "2", "--steps", "3"}, folder.path());
    KINORA_VERIFY_STATUS(result, 0);
    QVERIFY(result.err.contains("16 new frames became 15"));
    QVERIFY(result.err.contains("last.mkv (80x64) is resized to fill 96x64"));
    const auto first = frames_of(folder / "first.mkv");
    const auto last = frames_of(folder / "last.mkv");
    const auto out = frames_of(folder / "out.mkv");
    QCOMPARE(out.size(), std::size_t{10 + 15 + 6});
    for (std::size_t i = 0; i < 10; ++i) {
        QVERIFY(out[i] == first[i]);
    }
    // The second clip has another size and takes that of the first.
    for (std::size_t i = 0; i < 6; ++i) {
        QVERIFY(out[25 + i] == resample_to_fill(last[i], 96, 64));
    }
}

void CliExtendTest::fills_between_pictures() {
    const TempFolder folder;
    write_image(folder / "a.png", picture(192, 128, 0), false);
    write_image(folder / "b.png", picture(192, 128, 12), false);
    KINORA_VERIFY_STATUS(run({"fill", "a.png", "b.png", "a red ball", "--out", "out.mkv", "--seconds", "1.9", "--steps", "3"}, folder.path()), 0);
    const auto out = frames_of(folder / "out.mkv");
    QCOMPARE(out.size(), std::size_t{17});  // two pictures and fifteen new frames
    QCOMPARE(out[0].width(), 96);
    QVERIFY(out[0] == resample_to_fill(picture(192, 128, 0), 96, 64));
    QVERIFY(out[16] == resample_to_fill(picture(192, 128, 12), 96, 64));
}

void CliExtendTest::a_clip_decides_over_a_picture() {
    const TempFolder folder;
    write_image(folder / "a.png", picture(96, 64, 0), false);
    write_clip(folder / "tall.mkv", 64, 96, 6, {12, 1}, VideoCodec::unset);
    KINORA_VERIFY_STATUS(run({"fill", "a.png", "tall.mkv", "a red ball", "--out", "out.mkv", "--seconds", "1", "--steps", "2"}, folder.path()), 0);
    const auto clip = frames_of(folder / "tall.mkv");
    const auto out = frames_of(folder / "out.mkv");
    QCOMPARE(probe_media(folder / "out.mkv").frame_rate, (FrameRate{12, 1}));
    for (std::size_t i = 0; i < 6; ++i) {
        QVERIFY(out[out.size() - 6 + i] == clip[i]);
    }
    // Numbered pictures are a clip as well.
    KINORA_VERIFY_STATUS(run({"extend", "tall.mkv", "a red ball", "--out", "s_%03d.png", "--seconds", "0.4", "--steps", "2"}, folder.path()), 0);
    KINORA_VERIFY_STATUS(run({"extend", "s_%03d.png", "a red ball", "--out", "t.mkv", "--seconds", "0.4", "--steps", "2"}, folder.path()), 0);
}

void CliExtendTest::repeats_by_recipe() {
    const TempFolder folder;
    write_clip(folder / "source.mkv", 96, 64, 9, {8, 1}, VideoCodec::unset);
    KINORA_VERIFY_STATUS(run({"extend", "source.mkv", "a red ball", "--out", "a.mkv", "--seconds", "1", "--steps", "2", "--before", "--overlap", "5"}, folder.path()), 0);
    KINORA_VERIFY_STATUS(run({"render", "--recipe", "a.mkv", "--out", "b.mkv"}, folder.path()), 0);
    const auto a = frames_of(folder / "a.mkv");
    const auto b = frames_of(folder / "b.mkv");
    QCOMPARE(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        QVERIFY(a[i] == b[i]);
    }
    // The recipe finds its files beside it, wherever the program runs, and notices others of the same name.
    std::filesystem::create_directory(folder / "elsewhere");
    const CommandResult elsewhere = run({"render", "--recipe", "../a.mkv", "--out", "e.mkv"}, folder / "elsewhere");
    KINORA_VERIFY_STATUS(elsewhere, 0);
    QVERIFY(frames_of(folder / "elsewhere/e.mkv")[0] == a[0]);
    std::filesystem::rename(folder / "source.mkv", folder / "kept.mkv");
    write_clip(folder / "source.mkv", 96, 64, 12, {8, 1}, VideoCodec::unset);
    QVERIFY(run({"render", "--recipe", "a.mkv", "--out", "f.mkv"}, folder.path()).err.contains("is not the file that the recipe was made with"));
    KINORA_VERIFY_STATUS(run({"fill", "source.mkv", "source.mkv", "a red ball", "--out", "c.mkv", "--seconds", "1", "--steps", "2"}, folder.path()), 0);
    KINORA_VERIFY_STATUS(run({"render", "--recipe", "c.mkv", "--out", "d.mkv"}, folder.path()), 0);
    QVERIFY(frames_of(folder / "c.mkv")[12] == frames_of(folder / "d.mkv")[12]);
}

void CliExtendTest::a_recipe_is_changed_by_what_is_given_besides() {
    const TempFolder folder;
    write_clip(folder / "source.mkv", 96, 64, 9, {8, 1}, VideoCodec::unset);
    KINORA_VERIFY_STATUS(run({"extend", "source.mkv", "a red ball", "--out", "a.mkv", "--frames", "4", "--steps", "1"}, folder.path()), 0);
    KINORA_VERIFY_STATUS(run({"render", "--recipe", "a.mkv", "--frames", "8", "--out", "b.mkv"}, folder.path()), 0);
    QCOMPARE(frames_of(folder / "b.mkv").size(), std::size_t{9 + 8});
    KINORA_VERIFY_STATUS(run({"render", "--recipe", "a.mkv", "--seconds", "1.5", "--out", "c.mkv"}, folder.path()), 0);
    QCOMPARE(frames_of(folder / "c.mkv").size(), std::size_t{9 + 12});
    KINORA_VERIFY_STATUS(run({"fill", "source.mkv", "source.mkv", "a red ball", "--out", "d.mkv", "--frames", "3", "--steps", "1"}, folder.path()), 0);
    KINORA_VERIFY_STATUS(run({"render", "--recipe", "d.mkv", "--frames", "7", "--out", "e.mkv"}, folder.path()), 0);
    QCOMPARE(frames_of(folder / "e.mkv").size(), std::size_t{9 + 7 + 9});
    for (const QStringList& option :
         {QStringList{"--noise", "n.safetensors"}, QStringList{"--latents-in", "n.safetensors"}, QStringList{"--strength", "1"}}) {
        const CommandResult refused = run(QStringList{"render", "--recipe", "a.mkv", "--out", "f.mkv"} + option, folder.path());
        KINORA_VERIFY_STATUS(refused, 1);
        QVERIFY2(refused.err.contains(option[0].toUtf8() + " does not go with the recipe of a.mkv"), describe(refused).constData());
    }
}

void CliExtendTest::refuses_sources_that_break_off() {
    const TempFolder folder;
    write_clip(folder / "whole.mkv", 96, 64, 40, {8, 1}, VideoCodec::ffv1);
    std::filesystem::copy_file(folder / "whole.mkv", folder / "cut.mkv");
    std::filesystem::resize_file(folder / "cut.mkv", std::filesystem::file_size(folder / "cut.mkv") * 6 / 10);
    const QStringList last = {"a red ball", "--out", "out.mkv", "--frames", "4", "--steps", "1"};
    for (const QStringList& command : {QStringList{"extend", "cut.mkv"}, QStringList{"extend", "--before", "cut.mkv"},
                                       QStringList{"fill", "whole.mkv", "cut.mkv"}, QStringList{"fill", "cut.mkv", "whole.mkv"}}) {
        const CommandResult refused = run(command + last, folder.path());
        KINORA_VERIFY_STATUS(refused, 1);
        QCOMPARE(refused.error_lines().size(), 1);
        QVERIFY2(refused.error_lines()[0].contains("cut.mkv: breaks off after ") && refused.error_lines()[0].contains("repair or cut it first"),
                 describe(refused).constData());
        QVERIFY(!std::filesystem::exists(folder / "out.mkv"));
    }
    // Conditions take what there is, and say so where that is less than there was to be.
    const QStringList condition = {"render", "a red ball", "--condition", "cut.mkv@0", "--steps", "1"};
    const CommandResult kept = run(condition + QStringList{"--frames", "41", "--out", "a.mkv"}, folder.path());
    KINORA_VERIFY_STATUS(kept, 0);
    QVERIFY2(kept.err.contains("note: cut.mkv breaks off after "), describe(kept).constData());
    const CommandResult enough = run(condition + QStringList{"--frames", "5", "--out", "b.mkv"}, folder.path());
    KINORA_VERIFY_STATUS(enough, 0);
    QVERIFY2(!enough.err.contains("breaks off"), describe(enough).constData());
}

void CliExtendTest::says_that_a_source_changes_its_size() {
    const TempFolder folder;
    test::ClipRecipe recipe = {.container = "mpegts", .encoder = "mpeg2video", .times = test::steady_times(8)};
    test::make_clip(folder / "wide.ts", recipe);
    recipe.width = 64;
    recipe.height = 48;
    for (std::int64_t& time : recipe.times) {
        time += 8;
    }
    test::make_clip(folder / "small.ts", recipe);
    std::ofstream(folder / "both.ts", std::ios::binary) << read_file(folder / "wide.ts", 1 << 24) << read_file(folder / "small.ts", 1 << 24);
    const CommandResult result = run({"extend", "both.ts", "a red ball", "--out", "out.mkv", "--frames", "4", "--steps", "1"}, folder.path());
    KINORA_VERIFY_STATUS(result, 0);
    QVERIFY2(result.err.contains("both.ts changes its size: ") && result.err.contains("brought to that of the first, 96x64"),
             describe(result).constData());
}

void CliExtendTest::says_what_overlap_there_is() {
    const TempFolder folder;
    write_clip(folder / "source.mkv", 96, 64, 10, {8, 1}, VideoCodec::ffv1);
    const QStringList command = {"extend", "source.mkv", "a red ball", "--frames", "4", "--steps", "1", "--out"};
    const CommandResult cut = run(command + QStringList{"a.mkv", "--overlap", "100"}, folder.path());
    KINORA_VERIFY_STATUS(cut, 0);
    QVERIFY2(cut.err.contains("an overlap of 100 became 9: source.mkv has 10 frames"), describe(cut).constData());
    const CommandResult exact = run(command + QStringList{"b.mkv", "--overlap", "5"}, folder.path());
    KINORA_VERIFY_STATUS(exact, 0);
    QVERIFY2(!exact.err.contains("overlap"), describe(exact).constData());
    KINORA_VERIFY_STATUS(run(command + QStringList{"c.mkv", "--overlap", "100", "--strict"}, folder.path()), 1);
}

// What a command says on a terminal.
static QByteArray shown_on_terminal(const QStringList& arguments, const std::filesystem::path& folder) {
    int terminal = -1;
    int program_side = -1;
    if (::openpty(&terminal, &program_side, nullptr, nullptr, nullptr) != 0) {
        return {};
    }
    QProcess process;
    process.setChildProcessModifier([program_side] { ::dup2(program_side, STDERR_FILENO); });
    test::start(process, arguments, folder);
    process.waitForStarted();
    ::close(program_side);
    QByteArray shown;
    char bytes[4096];
    for (ssize_t count = 1; count > 0; shown.append(bytes, static_cast<int>(std::max<ssize_t>(count, 0)))) {
        count = ::read(terminal, bytes, sizeof bytes);  // ends with the program
    }
    ::close(terminal);
    process.waitForFinished(300'000);
    return process.exitCode() == 0 ? shown : QByteArray();
}

// The frames of the clip are copied before any stage begins.
void CliExtendTest::tells_how_long_a_frame_takes() {
    const TempFolder folder;
    write_clip(folder / "source.mkv", 96, 64, 12, {8, 1}, VideoCodec::ffv1);
    const QByteArray shown = shown_on_terminal({"extend", "source.mkv", "a ball", "--out", "out.mkv", "--frames", "8", "--steps", "1"}, folder.path());
    static const QRegularExpression each("([0-9.]+) s each");
    int num_told = 0;
    for (auto found = each.globalMatch(QString::fromUtf8(shown)); found.hasNext(); ++num_told) {
        const double seconds = found.next().captured(1).toDouble();
        QVERIFY2(seconds < 300.0, shown.constData());
    }
    QVERIFY2(num_told >= 12, shown.constData());
}

void CliExtendTest::large_clips_are_continued_at_what_the_model_usually_makes() {
    const TempFolder folder;
    write_clip(folder / "source.mkv", 640, 360, 9, {8, 1}, VideoCodec::unset);
    const CommandResult result =
        run({"extend", "source.mkv", "a red ball on green grass", "--out", "out.mkv", "--seconds", "1", "--steps", "2"}, folder.path());
    KINORA_VERIFY_STATUS(result, 0);
    const MediaInfo probe = probe_media(folder / "out.mkv");
    QCOMPARE(std::pair(probe.width, probe.height), std::pair(640, 360));
    const CommandResult info = run({"info", "out.mkv", "--json"}, folder.path());
    const auto settings = nlohmann::json::parse(info.out.toStdString())["settings"];
    const int area = settings["width"].get<int>() * settings["height"].get<int>();
    QVERIFY2(area > 4000 && area < 9000, settings.dump().c_str());
    QVERIFY2(result.err.contains("resized to the clip's 640x360; --size"), describe(result).constData());
    // Whoever wants more says so.
    const CommandResult larger = run({"extend", "source.mkv", "a red ball on green grass", "--out", "larger.mkv", "--seconds", "1", "--steps", "1",
                                      "--size", "256x144"}, folder.path());
    KINORA_VERIFY_STATUS(larger, 0);
    QVERIFY2(larger.err.contains("made at 256x144"), describe(larger).constData());
}

KINORA_TEST(CliExtendTest)
#include "cli_extend_test.moc"
