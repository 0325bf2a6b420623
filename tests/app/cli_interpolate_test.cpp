// kinora-cli interpolate, as a user runs it.
#include <QElapsedTimer>
#include <QRegularExpression>
#include <QThread>

#include <cmath>
#include <csignal>
#include <fstream>
#include <numeric>
#include <optional>

#include "core/base/content_hash.h"
#include "core/base/file_io.h"
#include "core/media/clip_writer.h"
#include "core/media/image_file.h"
#include "core/media/interpolation/scene_cut.h"
#include "core/media/media_probe.h"
#include "tests/core/media/clip_maker.h"
#include "tests/support/command.h"
#include "tests/support/decoded_frames.h"
#include "tests/support/reference_cases.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"

using namespace kinora;
namespace fs = std::filesystem;
using kinora::test::CommandResult;
using kinora::test::describe;
using kinora::test::entries;
using kinora::test::frames_of;
using kinora::test::run;
using kinora::test::stored_frames_of;
using kinora::test::TempFolder;

class CliInterpolateTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void keeps_every_original_data();
    void keeps_every_original();
    void keeps_samples_as_they_are_stored_data();
    void keeps_samples_as_they_are_stored();
    void reaches_a_rate_exactly();
    void slows_down_with_sound();
    void keeps_sound_in_smooth_motion();
    void runs_rife();
    void takes_the_network_that_lies_among_the_models();
    void goes_on_after_a_stop_data();
    void goes_on_after_a_stop();
    void says_how_it_was_made();
    void a_stop_leaves_nothing();
    void says_what_is_wrong_data();
    void says_what_is_wrong();
    void pictures_of_changing_size_have_a_clear_end();
};

#define KINORA_VERIFY_STATUS(result, expected) QVERIFY2((result).status == (expected), describe(result).constData())

// A disc that moves over a gradient.
static Image disc(int width, int height, int frame) {
    std::vector<std::uint8_t> rgb;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const int dx = x - 20 - 3 * frame;
            const int dy = y - height / 2;
            const bool is_inside = dx * dx + dy * dy < 144;
            rgb.push_back(static_cast<std::uint8_t>(is_inside ? 220 : 40 + x % 128));
            rgb.push_back(static_cast<std::uint8_t>(is_inside ? 60 + 4 * dy : 80 + y % 100));
            rgb.push_back(static_cast<std::uint8_t>(is_inside ? 90 : 60));
        }
    }
    return Image(width, height, std::move(rgb));
}

static fs::path make_clip(const fs::path& path, int num_frames, FrameRate rate = {24, 1}, int width = 96, int height = 64,
                          const std::optional<SoundSource>& sound = {}) {
    ClipSettings settings;
    settings.width = width;
    settings.height = height;
    settings.frame_rate = rate;
    settings.sound = sound;
    ClipWriter writer(path, settings);
    for (int i = 0; i < num_frames; ++i) {
        writer.write(disc(width, height, i));
    }
    writer.finish();
    return path;
}

// A second of a 440 Hz tone as a WAV file.
static fs::path make_tone(const fs::path& path, int seconds) {
    constexpr std::uint32_t rate = 48000;
    const std::uint32_t bytes = rate * 2 * static_cast<std::uint32_t>(seconds);
    std::ofstream file(path, std::ios::binary);
    const auto put = [&](auto value) { file.write(reinterpret_cast<const char*>(&value), sizeof value); };
    file << "RIFF";
    put(static_cast<std::uint32_t>(36 + bytes));
    file << "WAVEfmt ";
    put(std::uint32_t{16});
    put(std::uint16_t{1});
    put(std::uint16_t{1});
    put(rate);
    put(rate * 2);
    put(std::uint16_t{2});
    put(std::uint16_t{16});
    file << "data";
    put(bytes);
    for (std::uint32_t i = 0; i < bytes / 2; ++i) {
        put(static_cast<std::int16_t>(12000.0 * std::sin(2.0 * 3.14159265358979 * 440.0 * i / rate)));
    }
    return path;
}

static CommandResult interpolate(const TempFolder& folder, const QStringList& arguments) {
    return run(QStringList{"interpolate"} + arguments, folder.path());
}

void CliInterpolateTest::keeps_every_original_data() {
    QTest::addColumn<QByteArray>("out");
    QTest::addColumn<int>("factor");
    QTest::newRow("ffv1") << QByteArray("out.mkv") << 2;
    QTest::newRow("pictures") << QByteArray("out_%04d.png") << 3;
}

void CliInterpolateTest::keeps_every_original() {
    QFETCH(QByteArray, out);
    QFETCH(int, factor);
    const TempFolder folder;
    const auto originals = frames_of(make_clip(folder / "in.mkv", 5, {30000, 1001}));
    const auto result = interpolate(folder, {"in.mkv", "--factor", QString::number(factor), "--out", out, "--json"});
    KINORA_VERIFY_STATUS(result, 0);
    QCOMPARE(result.events().back()["event"].get<std::string>(), std::string("done"));
    QCOMPARE(result.events().back()["frames"].get<int>(), 5 * factor);
    const auto frames = frames_of(folder / out.toStdString());
    QCOMPARE(frames.size(), originals.size() * static_cast<std::size_t>(factor));
    for (std::size_t i = 0; i < originals.size(); ++i) {
        QVERIFY(frames[i * static_cast<std::size_t>(factor)] == originals[i]);
    }
    QVERIFY(!(frames[1] == originals[0]) && !(frames[1] == originals[1]));
    const MediaInfo info = probe_media(folder / out.toStdString());
    QCOMPARE(info.frame_rate, (FrameRate{30000 * factor / std::gcd(1001, factor), 1001 / std::gcd(1001, factor)}));
}

void CliInterpolateTest::keeps_samples_as_they_are_stored_data() {
    QTest::addColumn<QString>("source");
    QTest::addColumn<bool>("can_resume");
    QTest::newRow("H.264, 4:2:0") << "in.mp4" << false;
    QTest::newRow("ProRes, 4:2:2 with 10 bits") << "in.mov" << false;
    QTest::newRow("ProRes, in stretches") << "in.mov" << true;
}

void CliInterpolateTest::keeps_samples_as_they_are_stored() {
    QFETCH(QString, source);
    QFETCH(bool, can_resume);
    const TempFolder folder;
    make_clip(folder / source.toStdString(), 4);
    QStringList command = {source, "--factor", "2", "--out", "out.mkv"};
    if (can_resume) {
        command << "--resume";
    }
    const auto result = interpolate(folder, command);
    KINORA_VERIFY_STATUS(result, 0);
    QVERIFY2(!result.err.contains("made with 8"), result.err.constData());
    const auto before = stored_frames_of(folder / source.toStdString());
    const auto after = stored_frames_of(folder / "out.mkv");
    QCOMPARE(before.size(), std::size_t{4});
    QCOMPARE(after.size(), std::size_t{8});
    for (std::size_t i = 0; i < before.size(); ++i) {
        QVERIFY2(after[2 * i] == before[i], qPrintable(QString("frame %1").arg(i)));
        QVERIFY(after[2 * i + 1].format() == before[i].format());
    }
    QVERIFY(!(after[1] == before[0]) && !(after[1] == before[1]));
}

void CliInterpolateTest::reaches_a_rate_exactly() {
    const TempFolder folder;
    make_clip(folder / "in.mkv", 24);
    KINORA_VERIFY_STATUS(interpolate(folder, {"in.mkv", "--fps", "60", "--out", "up.mkv"}), 0);
    const MediaInfo up = probe_media(folder / "up.mkv");
    QCOMPARE(up.frame_rate, (FrameRate{60, 1}));
    QCOMPARE(up.num_frames, 60);
    KINORA_VERIFY_STATUS(interpolate(folder, {"up.mkv", "--fps", "24", "--out", "down.mkv"}), 0);
    const auto down = frames_of(folder / "down.mkv");
    const auto originals = frames_of(folder / "in.mkv");
    QCOMPARE(down.size(), originals.size());
    for (std::size_t i = 0; i < down.size(); i += 2) {
        QVERIFY(down[i] == originals[i]);
    }
}

void CliInterpolateTest::slows_down_with_sound() {
    const TempFolder folder;
    make_clip(folder / "in.mp4", 24, {24, 1}, 96, 64, SoundSource{make_tone(folder / "tone.wav", 1)});
    KINORA_VERIFY_STATUS(interpolate(folder, {"in.mp4", "--factor", "4", "--slow-motion", "--out", "out.mp4"}), 0);
    const MediaInfo info = probe_media(folder / "out.mp4");
    QCOMPARE(info.frame_rate, (FrameRate{24, 1}));
    QCOMPARE(info.num_frames, 96);
    QVERIFY(info.has_sound);
    QCOMPARE(info.duration, (MediaTime{4, 1}));
    const test::DecodedSound sound = test::decode_sound(folder / "out.mp4");
    const auto second = static_cast<std::size_t>(sound.sample_rate);
    QVERIFY2(sound.samples.size() > second * 39 / 10, qPrintable(QString::number(sound.samples.size())));
    // The tone goes on to the end, at its pitch: it crosses zero upwards 440 times a second.
    const auto last = std::vector<float>(sound.samples.begin() + static_cast<std::ptrdiff_t>(second * 28 / 10),
                                         sound.samples.begin() + static_cast<std::ptrdiff_t>(second * 38 / 10));
    int crossings = 0;
    for (std::size_t i = 1; i < last.size(); ++i) {
        crossings += last[i - 1] < 0.0F && last[i] >= 0.0F ? 1 : 0;
    }
    QVERIFY2(std::abs(crossings - 440) < 10, qPrintable(QString::number(crossings)));
}

void CliInterpolateTest::keeps_sound_in_smooth_motion() {
    const TempFolder folder;
    make_clip(folder / "in.mp4", 24, {24, 1}, 96, 64, SoundSource{make_tone(folder / "tone.wav", 1)});
    KINORA_VERIFY_STATUS(interpolate(folder, {"in.mp4", "--factor", "2", "--out", "out.mp4"}), 0);
    QVERIFY(probe_media(folder / "out.mp4").has_sound);
    KINORA_VERIFY_STATUS(interpolate(folder, {"in.mp4", "--factor", "2", "--no-sound", "--out", "silent.mp4"}), 0);
    QVERIFY(!probe_media(folder / "silent.mp4").has_sound);
    const auto pictures = interpolate(folder, {"in.mp4", "--factor", "2", "--out", "p_%03d.png"});
    KINORA_VERIFY_STATUS(pictures, 0);
    QVERIFY(pictures.err.contains("cannot hold sound"));
}

void CliInterpolateTest::runs_rife() {
    const TempFolder folder;
    const auto originals = frames_of(make_clip(folder / "in.mkv", 3));
    const QString model = QString::fromStdString(test::case_model("ifnet").string());
    const auto result = interpolate(folder, {"in.mkv", "--factor", "2", "--model", model, "--device", "cpu", "--out", "out.mkv"});
    KINORA_VERIFY_STATUS(result, 0);
    const auto frames = frames_of(folder / "out.mkv");
    QCOMPARE(frames.size(), std::size_t{6});
    QVERIFY(frames[2] == originals[1]);
    QVERIFY(!(frames[1] == originals[0]));
    KINORA_VERIFY_STATUS(run({"models", "verify", model, QString::fromStdString(test::case_reference("ifnet").string())}, folder.path()), 0);
}

void CliInterpolateTest::takes_the_network_that_lies_among_the_models() {
    const TempFolder folder;
    make_clip(folder / "in.mkv", 3);
    const auto engine_of = [&](const QStringList& options, const QString& out) {
        const auto result = interpolate(folder, QStringList{"in.mkv", "--factor", "2", "--device", "cpu", "--out", out} + options);
        const auto recipe = nlohmann::json::parse(run({"info", out, "--json"}, folder.path()).out.toStdString())["interpolation"];
        return recipe.value("engine", result.err.toStdString());
    };
    QCOMPARE(engine_of({}, "without.mkv"), std::string("flow"));
    qputenv("KINORA_MODELS", QByteArray::fromStdString("/nowhere:" + test::case_folder("ifnet").string()));
    QCOMPARE(engine_of({}, "with.mkv"), std::string("rife"));
    QCOMPARE(engine_of({"--engine", "rife"}, "by_name.mkv"), std::string("rife"));
    QCOMPARE(engine_of({"--engine", "flow"}, "still.mkv"), std::string("flow"));
    qunsetenv("KINORA_MODELS");
}

// How many frames a process that runs with --json says it has made.
static int frames_told(QProcess& process) {
    static const QRegularExpression step("\"step\":(\\d+)");
    int frames = 0;
    for (auto found = step.globalMatch(QString::fromUtf8(process.peek(10'000'000))); found.hasNext();) {
        frames = found.next().captured(1).toInt();
    }
    return frames;
}

// Starts the command, and interrupts it as soon as `is_time` says so; nothing where it had ended before.
static CommandResult interrupt(const TempFolder& folder, const QStringList& arguments, const std::function<bool(QProcess&)>& is_time,
                               int signal = SIGINT) {
    QProcess process;
    test::start(process, QStringList{"interpolate"} + arguments, folder.path());
    process.waitForStarted();
    QElapsedTimer patience;
    patience.start();
    while (!is_time(process) && process.state() == QProcess::Running && patience.elapsed() < 60'000) {
        QThread::msleep(5);
        process.waitForReadyRead(1);
    }
    ::kill(static_cast<pid_t>(process.processId()), signal);
    return test::finish(process);
}

void CliInterpolateTest::goes_on_after_a_stop_data() {
    QTest::addColumn<int>("signal");
    QTest::addColumn<bool>("by_network");
    QTest::newRow("Ctrl-C") << SIGINT << false;
    QTest::newRow("killed") << SIGKILL << false;
    QTest::newRow("a network, killed") << SIGKILL << true;
}

void CliInterpolateTest::goes_on_after_a_stop() {
    QFETCH(int, signal);
    QFETCH(bool, by_network);
    const TempFolder folder;
    // 192 frames each time are finished for good. 1,280 are far more than are made before the stop, however fast the machine; a
    // network takes longer for each.
    make_clip(folder / "in.mkv", by_network ? 25 : 80, {24, 1}, by_network ? 64 : 160, by_network ? 64 : 120);
    QStringList wanted = {"in.mkv", "--factor", "16", "--slow-motion"};
    if (by_network) {
        wanted += {"--model", QString::fromStdString(test::case_model("ifnet").string()), "--device", "cpu"};
    }
    wanted += "--out";
    KINORA_VERIFY_STATUS(interpolate(folder, wanted + QStringList{"whole.mkv", "--resume"}), 0);
    const QStringList arguments = wanted + QStringList{"out.mkv", "--resume"};
    const auto stopped = interrupt(folder, arguments + QStringList{"--json"}, [](QProcess& process) { return frames_told(process) > 200; }, signal);
    KINORA_VERIFY_STATUS(stopped, signal == SIGINT ? 130 : -1);
    QVERIFY(!fs::exists(folder / "out.mkv"));
    QCOMPARE(kept_for(folder / "out.mkv").size(), std::size_t{1});
    // Other settings neither take it up nor touch it.
    const auto other = interpolate(folder, {"in.mkv", "--factor", "3", "--out", "out.mkv", "--resume"});
    KINORA_VERIFY_STATUS(other, 0);
    QVERIFY2(other.err.contains("unfinished work"), other.err.constData());
    fs::remove(folder / "out.mkv");
    const auto result = interpolate(folder, arguments);
    KINORA_VERIFY_STATUS(result, 0);
    QVERIFY2(result.err.contains("going on after"), result.err.constData());
    QVERIFY(kept_for(folder / "out.mkv").empty());
    QVERIFY(read_file(folder / "out.mkv", 100'000'000) == read_file(folder / "whole.mkv", 100'000'000));
}

void CliInterpolateTest::says_how_it_was_made() {
    const TempFolder folder;
    make_clip(folder / "in.mkv", 3);
    KINORA_VERIFY_STATUS(interpolate(folder, {"in.mkv", "--factor", "2", "--slow-motion", "--out", "out.mkv"}), 0);
    const auto told = run({"info", "out.mkv", "--json"}, folder.path());
    KINORA_VERIFY_STATUS(told, 0);
    const auto recipe = nlohmann::json::parse(told.out.toStdString());
    QVERIFY(recipe["operation"] == "interpolate");
    const auto& made = recipe["interpolation"];
    QVERIFY(made["source"]["file"] == "in.mkv");
    QVERIFY(made["source"]["content_hash"] == hash_file(folder / "in.mkv"));
    QVERIFY(made["engine"] == "flow" && made["factor"] == 2 && made["frame_rate"] == "48");
    QVERIFY(made["is_slow_motion"] == true && made["scene_threshold"] == scene_cut_threshold && made["kinora_version"].is_string());
    QVERIFY(!made.contains("weights_hash"));
    const auto shown = run({"info", "out.mkv"}, folder.path());
    QVERIFY2(shown.out.contains("interpolated     in.mkv"), shown.out.constData());
    const auto again = run({"render", "--recipe", "out.mkv", "--out", "again.mkv"}, folder.path());
    QVERIFY2(again.status == 1 && again.err.contains("the interpolation of footage"), describe(again).constData());
    // A network's weights are named by their content; what was done before stays known.
    const QString model = QString::fromStdString(test::case_model("ifnet").string());
    KINORA_VERIFY_STATUS(interpolate(folder, {"out.mkv", "--fps", "60", "--model", model, "--device", "cpu", "--out", "rife.mkv"}), 0);
    const auto twice = nlohmann::json::parse(run({"info", "rife.mkv", "--json"}, folder.path()).out.toStdString())["interpolation"];
    QVERIFY(twice["engine"] == "rife" && twice["weights_hash"].get<std::string>().starts_with("xxh3:"));
    QVERIFY(!twice.contains("factor") && twice["source"]["interpolation"]["engine"] == "flow");
}

void CliInterpolateTest::a_stop_leaves_nothing() {
    const TempFolder folder;
    make_clip(folder / "in.mkv", 60, {24, 1}, 640, 480);
    const auto before = entries(folder.path());
    const auto result = interrupt(folder, {"in.mkv", "--factor", "8", "--out", "out.mkv"},
                                  [&](QProcess&) { return entries(folder.path()).size() > before.size(); });
    KINORA_VERIFY_STATUS(result, 130);
    QVERIFY(entries(folder.path()) == before);
}

void CliInterpolateTest::says_what_is_wrong_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("says");
    const auto row = [](const char* name, const QStringList& arguments, int status, const char* says) {
        QTest::newRow(name) << arguments << status << QByteArray(says);
    };
    row("no such clip", {"none.mp4", "--factor", "2", "--out", "o.mkv"}, 1, "none.mp4");
    row("one frame", {"one.mkv", "--factor", "2", "--out", "o.mkv"}, 1, "holds one frame");
    row("a picture", {"one.png", "--factor", "2", "--out", "o.mkv"}, 1, "holds one frame");
    row("no clip at all", {"text.mp4", "--factor", "2", "--out", "o.mkv"}, 1, "text.mp4");
    row("a broken end", {"cut.mp4", "--factor", "2", "--out", "o.mkv"}, 1, "cut.mp4");
    row("no rate", {"in.mkv", "--fps", "fast", "--out", "o.mkv"}, 2, "--fps: must be frames per second");
    row("no codec", {"in.mkv", "--factor", "2", "--codec", "foo", "--out", "o.mkv"}, 2, "--codec: foo");
    row("rife without a model", {"in.mkv", "--factor", "2", "--engine", "rife", "--out", "o.mkv"}, 1, "flownet.safetensors");
    row("flow with a model", {"in.mkv", "--factor", "2", "--engine", "flow", "--model", "m", "--out", "o.mkv"}, 1, "takes no model");
    row("an empty model folder", {"in.mkv", "--factor", "2", "--model", "empty", "--out", "o.mkv"}, 1, "empty");
    row("an unknown ending", {"in.mkv", "--factor", "2", "--out", "o.xyz"}, 1, "o.xyz");
    row("a gif too fast", {"in.mkv", "--factor", "4", "--out", "o.gif"}, 1, "50");
    row("an output that is there", {"in.mkv", "--factor", "2", "--out", "in.mkv"}, 1, "exists already");
    row("factor 1", {"in.mkv", "--factor", "1", "--out", "o.mkv"}, 2, "--factor");
    row("factor 17", {"in.mkv", "--factor", "17", "--out", "o.mkv"}, 2, "--factor");
    row("factor and rate", {"in.mkv", "--factor", "2", "--fps", "60", "--out", "o.mkv"}, 2, "--f");
    row("neither", {"in.mkv", "--out", "o.mkv"}, 2, "--factor");
    row("an unknown engine", {"in.mkv", "--factor", "2", "--engine", "magic", "--out", "o.mkv"}, 2, "magic");
}

void CliInterpolateTest::says_what_is_wrong() {
    QFETCH(QStringList, arguments);
    QFETCH(int, status);
    QFETCH(QByteArray, says);
    const TempFolder folder;
    make_clip(folder / "in.mkv", 4);
    make_clip(folder / "one.mkv", 1);
    write_image(folder / "one.png", disc(96, 64, 0), false);
    std::ofstream(folder / "text.mp4") << "this is no clip";
    fs::create_directory(folder / "empty");
    make_clip(folder / "whole.mp4", 40);
    const std::string bytes = read_file(folder / "whole.mp4", 10'000'000);
    std::ofstream(folder / "cut.mp4", std::ios::binary) << bytes.substr(0, bytes.size() / 2);
    const auto before = entries(folder.path());
    const auto result = interpolate(folder, arguments);
    KINORA_VERIFY_STATUS(result, status);
    QVERIFY2(result.err.contains(says), result.err.constData());
    if (status == 1) {
        QCOMPARE(result.error_lines().size(), 1);
    }
    QVERIFY(entries(folder.path()) == before);
}

void CliInterpolateTest::pictures_of_changing_size_have_a_clear_end() {
    const TempFolder folder;
    for (int i = 0; i < 4; ++i) {
        write_image(folder / ("p_" + std::to_string(i) + ".png"), disc(i < 2 ? 96 : 64, 64, i), false);
    }
    const auto result = interpolate(folder, {"p_%d.png", "--factor", "2", "--out", "o.mkv"});
    KINORA_VERIFY_STATUS(result, 1);
    QVERIFY2(result.err.contains("p_2.png") && result.err.contains("all pictures must have one size"), result.err.constData());
    QCOMPARE(result.error_lines().size(), 1);
    QVERIFY(!fs::exists(folder / "o.mkv"));
}

KINORA_TEST(CliInterpolateTest)
#include "cli_interpolate_test.moc"
