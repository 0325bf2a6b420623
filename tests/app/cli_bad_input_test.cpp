// Whatever is wrong: one clear line, exit status 1, and no output; a stop at any moment leaves nothing behind.
#include <sys/stat.h>
#include <unistd.h>

#include <QRandomGenerator>

#include <cmath>
#include <cstring>
#include <fstream>

#include "core/base/file_io.h"
#include "core/media/clip_writer.h"
#include "core/media/image_file.h"
#include "tests/support/command.h"
#include "tests/support/reference_cases.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"

using namespace kinora;
namespace fs = std::filesystem;
using kinora::test::CommandResult;
using kinora::test::describe;
using kinora::test::entries;
using kinora::test::run;
using kinora::test::TempFolder;

class CliBadInputTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void says_what_is_wrong_data();
    void says_what_is_wrong();
    void refuses_text_that_is_no_utf8();
    void a_full_disk_leaves_nothing_data();
    void a_full_disk_leaves_nothing();
    void a_full_disk_is_told_of_by_the_name_of_the_latents();
    void errors_are_events_too();
    void wrong_usage_is_one_line_data();
    void wrong_usage_is_one_line();
    void stops_at_any_moment();
    void the_second_signal_is_an_event_too();
    void a_closed_terminal_stops_it_too();
    void weights_that_are_cut_short_meanwhile_end_it();
};

#define KINORA_VERIFY_STATUS(result, expected) QVERIFY2((result).status == (expected), describe(result).constData())

using Prepare = std::function<void(const fs::path& folder)>;

static fs::path copy_model(const fs::path& folder) {
    fs::copy(test::case_model("ltx_t2v"), folder / "model", fs::copy_options::recursive);
    for (const auto& entry : fs::recursive_directory_iterator(folder / "model")) {
        fs::permissions(entry.path(), fs::perms::owner_all, fs::perm_options::add);
    }
    return folder / "model";
}

static void write(const fs::path& file, const std::string& bytes) {
    std::ofstream(file, std::ios::binary) << bytes;
}

static void make_clip(const fs::path& path) {
    ClipSettings settings;
    settings.width = 96;
    settings.height = 64;
    settings.frame_rate = {8, 1};
    ClipWriter writer(path, settings);
    for (int i = 0; i < 5; ++i) {
        writer.write(Image(96, 64, std::vector<std::uint8_t>(96 * 64 * 3, static_cast<std::uint8_t>(40 * i))));
    }
    writer.finish();
}

void CliBadInputTest::says_what_is_wrong_data() {
    QTest::addColumn<Prepare>("prepare");
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("problem");
    const auto row = [](const char* name, const Prepare& prepare, const QStringList& arguments, const char* problem) {
        QTest::newRow(name) << prepare << arguments << QString(problem);
    };
    const Prepare nothing = [](const fs::path&) {};
    const QStringList render = {"render", "a red ball", "--out", "out.mp4"};
    const QStringList with_model = render + QStringList{"--model", "model", "--size", "64x32", "--frames", "9", "--steps", "1"};
    const auto damaged = [](const std::function<void(const fs::path&)>& damage) {
        return [damage](const fs::path& folder) { damage(copy_model(folder)); };
    };

    row("empty prompt", nothing, {"render", "", "--out", "out.mp4"}, "the prompt is empty");
    row("blank prompt", nothing, {"render", "  \t ", "--out", "out.mp4"}, "the prompt is empty");
    row("model that is nowhere", nothing, render + QStringList{"--model", "nowhere"}, "nowhere: is neither a model folder nor the name");
    row("folder that is no model", [](const fs::path& f) { fs::create_directory(f / "model"); }, with_model, "holds no model");
    row("missing shard", damaged([](const fs::path& m) { fs::remove(m / "transformer/diffusion_pytorch_model.safetensors"); }), with_model,
        "holds no .safetensors file");
    row("truncated weights", damaged([](const fs::path& m) { fs::resize_file(m / "transformer/diffusion_pytorch_model.safetensors", 50'000); }),
        with_model, "is cut short");
    row("lying header", damaged([](const fs::path& m) {
        std::fstream file(m / "transformer/diffusion_pytorch_model.safetensors", std::ios::in | std::ios::out | std::ios::binary);
        file.write("\xff\xff\xff\x7f\0\0\0\0", 8);
    }), with_model, "its header would be");
    row("config that does not fit", damaged([](const fs::path& m) {
        std::string text = read_file(m / "transformer/config.json", 1 << 20);
        text.replace(text.find("\"num_layers\": 2"), 15, "\"num_layers\": 3");
        write(m / "transformer/config.json", text);
    }), with_model, "is missing (and");
    row("fewer layers than weights", damaged([](const fs::path& m) {
        std::string text = read_file(m / "transformer/config.json", 1 << 20);
        text.replace(text.find("\"num_layers\": 2"), 15, "\"num_layers\": 1");
        write(m / "transformer/config.json", text);
    }), with_model, "is not part of the model");
    row("unknown architecture", damaged([](const fs::path& m) {
        write(m / "model_index.json", R"({"_class_name":"SkyPipeline","transformer":["diffusers","SkyTransformer"]})");
    }), with_model, "SkyPipeline");
    const auto with_other_number = [damaged](const char* file, const char* number, const char* other) {
        return damaged([=](const fs::path& m) {
            std::string text = read_file(m / file, 1 << 20);
            write(m / file, text.replace(text.find(number), std::strlen(number), other));
        });
    };
    row("vae of another model", with_other_number("transformer/config.json", "\"in_channels\": 8", "\"in_channels\": 16"), with_model,
        "transformer and vae are of different models");
    row("text encoder of another model", with_other_number("text_encoder/config.json", "\"d_model\": 16", "\"d_model\": 32"), with_model,
        "transformer and text_encoder are of different models");
    row("packed latents", with_other_number("transformer/config.json", "\"patch_size\": 1", "\"patch_size\": 2"), with_model,
        "patch_size is 2");
    row("numbers that overflow", damaged([](const fs::path& m) {
        std::fstream file(m / "transformer/diffusion_pytorch_model.safetensors", std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(-20'000, std::ios::end);
        const std::vector<float> large(4000, 60'000.0f);  // that fp16 can hold, but not a sum of them
        file.write(reinterpret_cast<const char*>(large.data()), 16'000);
    }), with_model + QStringList{"--dtype", "fp16", "--device", "cpu"}, "overflowed in fp16; use bf16 or fp32");
    row("garbage tokenizer", damaged([](const fs::path& m) {
        fs::remove_all(m / "tokenizer");
        fs::create_directory(m / "tokenizer");
        write(m / "tokenizer/spiece.model", std::string(5000, '\xa7'));
    }), with_model, "tokenizer");
    row("only a pickle", damaged([](const fs::path& m) {
        fs::remove(m / "vae/diffusion_pytorch_model.safetensors");
        write(m / "vae/diffusion_pytorch_model.bin", "pickle");
    }), with_model, "a pickle");
    row("size beyond all bounds", nothing, render + QStringList{"--size", "90000x90000"}, "width and height must be between");
    row("codec that does not fit", nothing, render + QStringList{"--codec", "gif"}, "out.mp4");
    row("unknown ending", nothing, {"render", "a", "--out", "out.xyz"}, "out.xyz");
    row("no ending", nothing, {"render", "a", "--out", "out"}, "out");
    row("no such folder", nothing, {"render", "a", "--out", "no/such/out.mp4"}, "is not a folder that exists");
    row("no permission", nothing, {"render", "a", "--out", "/proc/out.mp4"}, "/proc/out.mp4");
    row("output is a folder", [](const fs::path& f) { fs::create_directory(f / "out.mp4"); }, render, "is a folder");
    row("unknown scheduler", nothing, render + QStringList{"--scheduler", "magic"}, "\"magic\" is no scheduler of kinora-tiny, which has flow_match_euler");
    row("a pipeline without its parts", [](const fs::path& f) {
        fs::create_directory(f / "model");
        write(f / "model/model_index.json", R"({"_class_name":"LTXPipeline"})");
    }, {"models", "info", "model"}, "model: has no transformer");
    row("less than a frame", nothing, render + QStringList{"--seconds", "0.01"}, "shorter than one frame");
    row("latents to a folder that is nowhere", nothing, render + QStringList{"--latents-out", "no/l.safetensors"}, "is not a folder that exists");
    row("latents under the video's name", nothing, {"render", "a", "--out", "a.safetensors", "--latents-out", "./a.safetensors"}, "the same name");
    row("another rate for a clip that keeps its own", [](const fs::path& f) { make_clip(f / "clip.mkv"); },
        {"extend", "clip.mkv", "a", "--out", "out.mkv", "--seconds", "1", "--fps", "12"}, "leave --fps out");
    row("recipe of a file that is gone", [](const fs::path& f) {
        write(f / "r.json", R"({"format":"kinora-recipe","version":1,"operation":"extend","model":{"name":"kinora-tiny"},
            "settings":{"width":96,"height":64,"frame_rate":"8"},"conditions":[{"file":"gone.mp4"}],"operation_options":{"new_frames":5}})");
    }, {"render", "--recipe", "r.json", "--out", "out.mp4"}, "is named by the recipe in");
    row("recipe with a lying option", [](const fs::path& f) {
        make_clip(f / "clip.mkv");
        write(f / "r.json", R"({"format":"kinora-recipe","version":1,"operation":"extend","model":{"name":"kinora-tiny"},
            "settings":{"width":96,"height":64,"frame_rate":"8"},"conditions":[{"file":"clip.mkv"}],"operation_options":{"new_frames":-9}})");
    }, {"render", "--recipe", "r.json", "--out", "out.mp4"}, "must be a whole number from 1");
    row("noise that is nowhere", nothing, render + QStringList{"--noise", "none.safetensors"}, "none.safetensors");
    row("noise that is no tensor file", [](const fs::path& f) { write(f / "n.safetensors", "{}"); }, render + QStringList{"--noise", "n.safetensors"}, "n.safetensors");
    row("condition that is nowhere", nothing, render + QStringList{"--condition", "first.png@0"}, "first.png");
    row("condition that is no picture", [](const fs::path& f) { write(f / "first.png", "text"); }, render + QStringList{"--condition", "first.png@0"}, "first.png");
    row("condition after the end", [](const fs::path& f) { write_image(f / "first.png", Image(8, 8, std::vector<std::uint8_t>(192)), false); },
        render + QStringList{"--condition", "first.png@17"}, "outside the clip");
    row("clip that is nowhere", nothing, {"extend", "none.mp4", "a", "--out", "out.mp4", "--seconds", "1"}, "none.mp4");
    row("clip that is text", [](const fs::path& f) { write(f / "clip.mp4", "hello"); }, {"extend", "clip.mp4", "a", "--out", "out.mp4", "--seconds", "1"}, "clip.mp4");
    row("empty clip", [](const fs::path& f) { write(f / "clip.mp4", ""); }, {"extend", "clip.mp4", "a", "--out", "out.mp4", "--seconds", "1"}, "clip.mp4");
    row("nothing to add", [](const fs::path& f) { write_image(f / "a.png", Image(8, 8, std::vector<std::uint8_t>(192)), false); },
        {"extend", "a.png", "a", "--out", "out.mp4", "--seconds", "0.01"}, "shorter than one frame");
    row("recipe that is nowhere", nothing, {"render", "--recipe", "none.mp4", "--out", "out.mp4"}, "none.mp4");
    row("recipe that is no recipe", [](const fs::path& f) { write(f / "r.json", "{\"a\":1}"); }, {"render", "--recipe", "r.json", "--out", "out.mp4"}, "holds no recipe");
    row("info of a file without a recipe", [](const fs::path& f) { write_image(f / "a.png", Image(8, 8, std::vector<std::uint8_t>(192)), false); },
        {"info", "a.png"}, "holds no recipe");
    row("reference that is nowhere", damaged([](const fs::path&) {}), {"models", "verify", "model", "none.safetensors"}, "none.safetensors");
    row("no GPU", nothing, render + QStringList{"--device", "cuda:7"}, "cuda:7");
}

void CliBadInputTest::says_what_is_wrong() {
    QFETCH(Prepare, prepare);
    QFETCH(QStringList, arguments);
    QFETCH(QString, problem);
    const TempFolder folder;
    prepare(folder.path());
    const auto before = entries(folder.path());
    const CommandResult result = run(arguments, folder.path());
    KINORA_VERIFY_STATUS(result, 1);
    const QByteArrayList lines = result.error_lines();
    QVERIFY2(lines.size() == 1, describe(result).constData());
    QVERIFY2(lines[0].contains(problem.toUtf8()), lines[0].constData());
    QVERIFY(entries(folder.path()) == before);
}

void CliBadInputTest::refuses_text_that_is_no_utf8() {
    // QProcess cannot pass such bytes, a shell can.
    const TempFolder folder;
    QProcess process;
    process.setWorkingDirectory(QString::fromStdString(folder.path().string()));
    process.start("sh", {"-c", QString("exec '%1' render \"$(printf 'a ball \\377\\376')\" --out out.mp4").arg(KINORA_CLI)});
    const CommandResult result = test::finish(process);
    KINORA_VERIFY_STATUS(result, 1);
    QVERIFY2(result.error_lines().size() == 1 && result.error_lines()[0].contains("not valid UTF-8"), describe(result).constData());
    QVERIFY(entries(folder.path()).empty());
}

void CliBadInputTest::a_full_disk_leaves_nothing_data() {
    QTest::addColumn<QString>("out");
    for (const char* out : {"out.mp4", "out.mov", "out.mkv", "out.webm", "out.gif", "out_%04d.png", "out.safetensors"}) {
        QTest::newRow(out) << out;
    }
}

void CliBadInputTest::a_full_disk_leaves_nothing() {
    QFETCH(QString, out);
    const TempFolder folder;
    // Files may grow to 4 kB, then writing fails like on a full disk. The prompt is cached beforehand, which needs more.
    KINORA_VERIFY_STATUS(run({"render", "a red ball", "--out", "warm.safetensors", "--steps", "1"}, folder.path()), 0);
    fs::remove(folder / "warm.safetensors");
    const CommandResult result = run({"render", "a red ball", "--out", out, "--steps", "1"}, folder.path(), [] {
        const rlimit limit = {4096, 4096};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        ::signal(SIGXFSZ, SIG_IGN);
    });
    KINORA_VERIFY_STATUS(result, 1);
    QVERIFY2(result.error_lines().size() == 1, describe(result).constData());
    QVERIFY2(result.error_lines()[0].contains("File too large"), result.error_lines()[0].constData());
    QCOMPARE(entries(folder.path()), std::set<std::string>());
}

void CliBadInputTest::a_full_disk_is_told_of_by_the_name_of_the_latents() {
    const TempFolder folder;
    const QStringList command = {"render", "a red ball", "--out", "out.mkv", "--latents-out", "l.safetensors", "--steps", "1", "--frames", "5"};
    KINORA_VERIFY_STATUS(run(command, folder.path()), 0);  // the prompt is cached from now on
    QVERIFY(fs::file_size(folder / "out.mkv") < 65'536 && fs::file_size(folder / "l.safetensors") > 65'536);
    fs::remove(folder / "out.mkv");
    fs::remove(folder / "l.safetensors");
    const CommandResult result = run(command, folder.path(), [] {
        const rlimit limit = {65'536, 65'536};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        ::signal(SIGXFSZ, SIG_IGN);
    });
    KINORA_VERIFY_STATUS(result, 1);
    QVERIFY2(result.error_lines().size() == 1, describe(result).constData());
    QCOMPARE(result.error_lines()[0], QByteArray("kinora-cli: l.safetensors: cannot be written: File too large; free some space or choose another place"));
    QVERIFY(entries(folder.path()).empty());
}

void CliBadInputTest::errors_are_events_too() {
    const TempFolder folder;
    const CommandResult result = run({"render", "", "--out", "out.mp4", "--json"}, folder.path());
    KINORA_VERIFY_STATUS(result, 1);
    const nlohmann::json event = result.events().back();
    QCOMPARE(event["event"].get<std::string>(), std::string("error"));
    QCOMPARE(event["kind"].get<std::string>(), std::string("invalid_request"));
    QVERIFY(event["message"].get<std::string>().starts_with("the prompt is empty"));
}

void CliBadInputTest::wrong_usage_is_one_line_data() {
    QTest::addColumn<QStringList>("command");
    QTest::addColumn<QString>("message");
    QTest::newRow("nothing") << QStringList{} << "kinora-cli: a command is missing; kinora-cli --help";
    QTest::newRow("an unknown command") << QStringList{"paint", "x"} << "kinora-cli: there is no command \"paint\"; kinora-cli --help";
    QTest::newRow("no output") << QStringList{"render", "x"} << "kinora-cli: --out is required; kinora-cli render --help";
    QTest::newRow("an unknown option") << QStringList{"render", "x", "--out", "a.mp4", "--loud"} << "--loud; kinora-cli render --help";
    QTest::newRow("a size that is none") << QStringList{"render", "x", "--out", "a.mp4", "--size", "big"} << "must be WIDTHxHEIGHT";
    QTest::newRow("half a command of commands") << QStringList{"train"} << "kinora-cli: a command is missing; kinora-cli train --help";
    const auto value = [](const char* name, const QStringList& options, const char* message) {
        QTest::newRow(name) << QStringList{"render", "x", "--out", "a.mp4"} + options << message;
    };
    value("no codec", {"--codec", "mpeg1"}, "--codec: mpeg1 not in {h264,");
    value("no frame rate", {"--fps", "fast"}, "--fps: must be frames per second from 0.001 to 1000");
    value("a frame rate beyond all bounds", {"--fps", "1001"}, "from 0.001 to 1000");
    value("no device", {"--device", "cuda:x"}, "--device: must be cpu, cuda or cuda:N");
    value("rising timesteps", {"--timesteps", "1,2,3"}, "--timesteps: must go down from at most 1000");
    value("rising sigmas", {"--sigmas", "0.1,0.9"}, "--sigmas: must go down from at most 1 ");
    value("a schedule and a number of steps", {"--sigmas", "1,0.5", "--steps", "3"}, "excludes");
    value("strength without latents", {"--strength", "0.5"}, "--strength requires --latents-in");
    value("condition without a frame", {"--condition", "first.png"}, "FILE@FRAME");
    value("condition with a strength in words", {"--condition", "first.png@0:strong"}, "FILE@FRAME");
    value("condition with too much strength", {"--condition", "first.png@0:1.5"}, "a strength from 0 to 1");
    value("no time", {"--seconds", "0"}, "--seconds: must be above 0");
    QTest::newRow("no time to add") << QStringList{"extend", "a.mp4", "x", "--out", "b.mp4", "--seconds", "0"} << "--seconds: must be above 0";
    QTest::newRow("no rate of a project") << QStringList{"project", "render", "f.kinora", "--out", "a.mp4", "--fps", "0"} << "--fps: must be";
}

void CliBadInputTest::wrong_usage_is_one_line() {
    QFETCH(QStringList, command);
    QFETCH(QString, message);
    const TempFolder folder;
    const CommandResult plain = run(command, folder.path());
    KINORA_VERIFY_STATUS(plain, 2);
    QVERIFY2(plain.err.count('\n') == 1 && plain.err.contains(message.toUtf8()), describe(plain).constData());
    const CommandResult json = run(command + QStringList{"--json"}, folder.path());
    KINORA_VERIFY_STATUS(json, 2);
    QCOMPARE(json.events().size(), std::size_t{1});
    QCOMPARE(json.events()[0]["kind"].get<std::string>(), std::string("usage"));
    QVERIFY(entries(folder.path()).empty());
}

void CliBadInputTest::stops_at_any_moment() {
    QRandomGenerator random(7);
    int num_stopped = 0;
    for (int i = 0; i < 25; ++i) {
        const TempFolder folder;
        QProcess process;
        test::start(process, {"render", "a red ball", "--out", i % 2 == 0 ? "out.mp4" : "out_%04d.png", "--steps", "60", "--frames", "65",
                              "--previews", "previews"}, folder.path());
        QVERIFY(process.waitForStarted());
        QThread::msleep(static_cast<unsigned long>(std::pow(10.0, 1.5 + random.generateDouble() * 1.9)));  // 30 ms to 2.5 s
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        const CommandResult result = test::finish(process);
        if (result.status == 0) {
            continue;  // it was quicker
        }
        ++num_stopped;
        // Before main begins, the signal has its usual effect.
        QVERIFY2(result.status == 130 || result.status == -1, describe(result).constData());
        auto left = entries(folder.path());
        left.erase("previews");
        QVERIFY2(left.empty(), left.empty() ? "" : left.begin()->c_str());
    }
    QVERIFY(num_stopped > 10);
}

// So large that no stop is looked at for seconds.
void CliBadInputTest::the_second_signal_is_an_event_too() {
    const TempFolder folder;
    QProcess process;
    test::start(process, {"render", "a red ball", "--size", "1024x640", "--frames", "33", "--out", "out.mp4", "--steps", "2", "--json"}, folder.path());
    QByteArray said;
    while (!said.contains("\"stage\":\"load\"")) {
        QVERIFY2(process.waitForReadyRead(60'000), said.constData());
        said += process.readAllStandardOutput();
    }
    QThread::msleep(500);
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    QThread::msleep(50);
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    const CommandResult result = test::finish(process);
    KINORA_VERIFY_STATUS(result, 130);
    QCOMPARE(result.error_lines(), QByteArrayList{"kinora-cli: stopped"});
    QVERIFY(!result.events().empty());
    const nlohmann::json event = result.events().back();
    QCOMPARE(event["event"].get<std::string>(), std::string("error"));
    QCOMPARE(event["kind"].get<std::string>(), std::string("cancelled"));
    QCOMPARE(event["message"].get<std::string>(), std::string("stopped"));
    QVERIFY(entries(folder.path()).empty());
}

void CliBadInputTest::a_closed_terminal_stops_it_too() {
    const TempFolder folder;
    QProcess process;
    test::start(process, {"render", "a red ball", "--out", "out.mp4", "--steps", "900"}, folder.path());
    process.setReadChannel(QProcess::StandardError);
    QVERIFY(process.waitForReadyRead(60'000));  // once it says something, it listens to signals
    ::kill(static_cast<pid_t>(process.processId()), SIGHUP);
    KINORA_VERIFY_STATUS(test::finish(process), 130);
    QVERIFY(entries(folder.path()).empty());
}

void CliBadInputTest::weights_that_are_cut_short_meanwhile_end_it() {
    const TempFolder folder;
    const fs::path model = copy_model(folder.path());
    const auto before = entries(folder.path());
    QProcess process;
    test::start(process, {"render", "a red ball", "--model", "model", "--size", "64x32", "--frames", "9", "--steps", "900", "--out", "out.mp4", "--json"},
                folder.path());
    QByteArray said;
    while (!said.contains("\"event\":\"step\"")) {
        QVERIFY(process.waitForReadyRead(60'000));
        said += process.readAllStandardOutput();
    }
    fs::resize_file(model / "transformer/diffusion_pytorch_model.safetensors", 0);
    const CommandResult result = test::finish(process);
    KINORA_VERIFY_STATUS(result, 1);
    QVERIFY2(result.error_lines().size() == 1 && result.error_lines()[0].contains("became shorter"), describe(result).constData());
    const QByteArray last = result.out.trimmed().split('\n').last();
    QVERIFY2(last.contains("\"event\":\"error\",\"kind\":\"file\"") && last.contains("became shorter"), last.constData());
    QVERIFY(entries(folder.path()) == before);
}

KINORA_TEST(CliBadInputTest)
#include "cli_bad_input_test.moc"
