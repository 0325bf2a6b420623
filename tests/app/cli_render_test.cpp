// kinora-cli render, info and models, as a user runs them, with the embedded model.
#include <array>
#include <fstream>

#include "core/base/file_io.h"
#include "core/base/safetensors.h"
#include "core/media/media_probe.h"
#include "core/media/video_reader.h"
#include "tests/support/command.h"
#include "tests/support/reference_cases.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using kinora::test::CommandResult;
using kinora::test::contains;
using kinora::test::describe;
using kinora::test::entries;
using kinora::test::run;
using kinora::test::TempFolder;

class CliRenderTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void one_command_makes_a_video();
    void prints_json_events();
    void the_recipe_comes_back_data();
    void the_recipe_comes_back();
    void makes_every_format_data();
    void makes_every_format();
    void rounds_and_says_so();
    void latents_go_out_and_come_in();
    void takes_given_noise();
    void the_recipe_finds_its_model_where_it_was();
    void a_recipe_ends_where_its_take_was_ended();
    void conditions_are_kept();
    void does_not_overwrite();
    void cuts_a_long_prompt_and_says_so();
    void lists_and_describes_models();
    void verifies_models();
    void benchmarks();
    void wrong_usage_exits_with_2_data();
    void wrong_usage_exits_with_2();
};

#define KINORA_VERIFY_STATUS(result, expected) QVERIFY2((result).status == (expected), describe(result).constData())

void CliRenderTest::one_command_makes_a_video() {
    const TempFolder folder;
    const CommandResult result = run({"render", "a red ball bouncing on green grass", "--out", "ball.mp4"}, folder.path());
    KINORA_VERIFY_STATUS(result, 0);
    QCOMPARE(entries(folder.path()), std::set<std::string>{"ball.mp4"});
    const MediaInfo info = probe_media(folder / "ball.mp4");
    QCOMPARE(info.video_codec, std::string("h264"));
    QCOMPARE(info.width, 96);
    QCOMPARE(info.height, 64);
    QCOMPARE(info.num_frames, 17);
    QCOMPARE(info.frame_rate, (FrameRate{8, 1}));
    QCOMPARE(info.colour.matrix, std::string("bt709"));
    // It shows grass below and sky above, whatever the seed.
    VideoReader reader(folder / "ball.mp4");
    const Image frame = reader.frame(8).image;
    double green_below = 0.0;
    for (int x = 0; x < 96; ++x) {
        const std::uint8_t* pixel = frame.row(62) + 3 * x;
        green_below += (pixel[1] - 0.5 * (pixel[0] + pixel[2])) / 96.0;
    }
    QVERIFY2(green_below > 20.0, qPrintable(QString::number(green_below)));
}

void CliRenderTest::prints_json_events() {
    const TempFolder folder;
    const CommandResult result =
        run({"render", "a red ball", "--out", "ball.mp4", "--steps", "3", "--json", "--previews", "previews"}, folder.path());
    KINORA_VERIFY_STATUS(result, 0);
    std::vector<std::string> stages;
    int steps = 0;
    for (const nlohmann::json& event : result.events()) {
        if (event["event"] == "stage") {
            stages.push_back(event["stage"]);
            QVERIFY(event["seconds"].is_number());
        } else if (event["event"] == "step") {
            QCOMPARE(event["step"].get<int>(), ++steps);
            QCOMPARE(event["steps"].get<int>(), 3);
            QVERIFY(event["sigma"].get<double>() > 0.0);
            QVERIFY(std::filesystem::exists(folder.path() / event["preview"].get<std::string>()));
        }
    }
    QCOMPARE(steps, 3);
    std::ranges::sort(stages);
    QCOMPARE(stages, (std::vector<std::string>{"decode", "denoise", "encode_text", "load", "write"}));
    const nlohmann::json done = result.events().back();
    QCOMPARE(done["event"].get<std::string>(), std::string("done"));
    QCOMPARE(done["frames"].get<int>(), 17);
    QCOMPARE(done["output"].get<std::string>(), std::string("ball.mp4"));
    QVERIFY(done["peak_rss_bytes"].get<double>() > 1e7);
    QCOMPARE(probe_media(folder.path() / "previews/step_001.gif").num_frames, 5);
}

void CliRenderTest::the_recipe_comes_back_data() {
    QTest::addColumn<QString>("out");
    for (const char* out : {"a.mp4", "a.mov", "a.mkv", "a.webm", "a.gif", "a.safetensors", "a_%04d.png"}) {
        QTest::newRow(out) << out;
    }
}

void CliRenderTest::the_recipe_comes_back() {
    QFETCH(QString, out);
    const TempFolder folder;
    KINORA_VERIFY_STATUS(run({"render", "红 ball \"quoted\"\nsecond line", "--out", out, "--steps", "2", "--frames", "5", "--guidance", "1.5"}, folder.path()), 0);
    const QString written = out.contains("%") ? QStringLiteral("a_0000.png") : out;
    const CommandResult info = run({"info", written, "--json"}, folder.path());
    KINORA_VERIFY_STATUS(info, 0);
    const nlohmann::json recipe = info.events().front();
    QCOMPARE(recipe["settings"]["prompt"].get<std::string>(), std::string("红 ball \"quoted\"\nsecond line"));
    QCOMPARE(recipe["settings"]["guidance_scale"].get<double>(), 1.5);
    QVERIFY(recipe["model"]["fingerprint"].get<std::string>().starts_with("xxh3:"));
    QVERIFY(!recipe["model"].contains("folder"));
    QVERIFY(!contains(read_file(folder / written.toStdString(), 100'000'000), KINORA_SOURCE_DIR));
    QCOMPARE(recipe["kinora_version"].get<std::string>(), std::string(KINORA_VERSION));

    // From the file and from the JSON, the same frames come again.
    std::ofstream(folder / "recipe.json") << info.out.toStdString();
    KINORA_VERIFY_STATUS(run({"render", "--recipe", written, "--out", "b.safetensors"}, folder.path()), 0);
    KINORA_VERIFY_STATUS(run({"render", "--recipe", "recipe.json", "--out", "c.safetensors"}, folder.path()), 0);
    const SafetensorsFile b(folder / "b.safetensors");
    const SafetensorsFile c(folder / "c.safetensors");
    QVERIFY(std::ranges::equal(b.bytes(*b.find("frames")), c.bytes(*c.find("frames"))));
    if (out == "a.mkv") {
        VideoReader reader(folder / "a.mkv");
        const auto* values = reinterpret_cast<const float*>(b.bytes(*b.find("frames")).data());
        for (int i = 0; i < 5; ++i) {
            const Image image = reader.read_next()->image;
            for (const std::uint8_t sample : image.rgb()) {
                QCOMPARE(static_cast<int>(std::lround(*values++ * 255.0f)), static_cast<int>(sample));
            }
        }
    }
}

void CliRenderTest::makes_every_format_data() {
    QTest::addColumn<QString>("out");
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QString>("codec");
    QTest::newRow("mp4") << "a.mp4" << QStringList{} << "h264";
    QTest::newRow("mov") << "a.mov" << QStringList{} << "prores";
    QTest::newRow("mkv") << "a.mkv" << QStringList{} << "ffv1";
    QTest::newRow("mkv with h264") << "a.mkv" << QStringList{"--codec", "h264"} << "h264";
    QTest::newRow("webm") << "a.webm" << QStringList{} << "vp9";
    QTest::newRow("gif") << "a.gif" << QStringList{} << "gif";
}

void CliRenderTest::makes_every_format() {
    QFETCH(QString, out);
    QFETCH(QStringList, options);
    QFETCH(QString, codec);
    const TempFolder folder;
    KINORA_VERIFY_STATUS(run(QStringList{"render", "a red ball", "--out", out, "--steps", "1", "--frames", "5", "--fps", "30000/1001"} + options, folder.path()), 0);
    const MediaInfo info = probe_media(folder / out.toStdString());
    QCOMPARE(QString::fromStdString(info.video_codec), codec);
    QCOMPARE(info.num_frames, 5);
    if (codec != "gif") {
        QCOMPARE(info.frame_rate, (FrameRate{30000, 1001}));
    }
}

void CliRenderTest::rounds_and_says_so() {
    const TempFolder folder;
    const QStringList command = {"render", "a red ball", "--out", "a.safetensors", "--steps", "1", "--size", "98x50", "--frames", "11"};
    const CommandResult result = run(command, folder.path());
    KINORA_VERIFY_STATUS(result, 0);
    QVERIFY(result.err.contains("note: size 98x50 became 96x48"));
    QVERIFY(result.err.contains("note: 11 frames became 13"));
    QCOMPARE(SafetensorsFile(folder / "a.safetensors").find("frames")->shape, (std::vector<std::int64_t>{13, 48, 96, 3}));
    const CommandResult strict = run(command + QStringList{"--strict", "--overwrite"}, folder.path());
    KINORA_VERIFY_STATUS(strict, 1);
    QCOMPARE(strict.error_lines().size(), 1);

    KINORA_VERIFY_STATUS(run({"render", "a red ball", "--out", "b.safetensors", "--steps", "1", "--aspect", "9:16", "--seconds", "0.6"}, folder.path()), 0);
    QCOMPARE(SafetensorsFile(folder / "b.safetensors").find("frames")->shape, (std::vector<std::int64_t>{5, 104, 56, 3}));
}

void CliRenderTest::latents_go_out_and_come_in() {
    const TempFolder folder;
    KINORA_VERIFY_STATUS(run({"render", "a red ball", "--out", "a.safetensors", "--steps", "2", "--frames", "5", "--latents-out", "l.safetensors"}, folder.path()), 0);
    QCOMPARE(SafetensorsFile(folder / "l.safetensors").find("latents")->shape, (std::vector<std::int64_t>{1, 128, 2, 8, 12}));
    KINORA_VERIFY_STATUS(run({"render", "anything", "--out", "b.safetensors", "--frames", "5", "--latents-in", "l.safetensors"}, folder.path()), 0);
    const SafetensorsFile a(folder / "a.safetensors");
    const SafetensorsFile b(folder / "b.safetensors");
    QVERIFY(std::ranges::equal(a.bytes(*a.find("frames")), b.bytes(*b.find("frames"))));
    const CommandResult wrong = run({"render", "anything", "--out", "c.safetensors", "--frames", "9", "--latents-in", "l.safetensors"}, folder.path());
    KINORA_VERIFY_STATUS(wrong, 1);
    QVERIFY(wrong.err.contains("1x128x2x8x12"));
    // They say how large and how long the clip is.
    KINORA_VERIFY_STATUS(run({"render", "anything", "--out", "d.safetensors", "--size", "64x40", "--frames", "9", "--steps", "1", "--latents-out",
                              "other.safetensors"}, folder.path()), 0);
    KINORA_VERIFY_STATUS(run({"render", "anything", "--out", "e.safetensors", "--latents-in", "other.safetensors"}, folder.path()), 0);
    const SafetensorsFile d(folder / "d.safetensors");
    const SafetensorsFile e(folder / "e.safetensors");
    QVERIFY(std::ranges::equal(d.bytes(*d.find("frames")), e.bytes(*e.find("frames"))));
    // Those of another program tell it by their shape alone.
    const std::vector<float> values(128 * 3 * 5 * 8, 0.1f);
    const std::array<TensorBytes, 1> tensors = {TensorBytes{"latents", ScalarType::f32, {1, 128, 3, 5, 8}, std::as_bytes(std::span(values))}};
    write_safetensors(folder / "foreign.safetensors", tensors, {});
    KINORA_VERIFY_STATUS(run({"render", "anything", "--out", "g.safetensors", "--latents-in", "foreign.safetensors"}, folder.path()), 0);
    QCOMPARE(SafetensorsFile(folder / "g.safetensors").find("frames")->shape, (std::vector<std::int64_t>{9, 40, 64, 3}));
    // Also against a recipe that is of another size.
    KINORA_VERIFY_STATUS(run({"render", "--recipe", "a.safetensors", "--out", "f.safetensors", "--latents-in", "other.safetensors", "--strength", "0"},
                             folder.path()), 0);
    QCOMPARE(SafetensorsFile(folder / "f.safetensors").find("frames")->shape, (std::vector<std::int64_t>{9, 40, 64, 3}));
}

void CliRenderTest::takes_given_noise() {
    const TempFolder folder;
    const std::vector<float> noise(128 * 2 * 8 * 12, 0.25f);
    const std::array<TensorBytes, 1> tensors = {TensorBytes{"noise", ScalarType::f32, {1, 128, 2, 8, 12}, std::as_bytes(std::span(noise))}};
    write_safetensors(folder / "n.safetensors", tensors, {});
    for (const char* seed : {"1", "2"}) {
        KINORA_VERIFY_STATUS(run({"render", "a red ball", "--out", QString("%1.safetensors").arg(seed), "--steps", "2", "--frames", "5",
                                  "--noise", "n.safetensors", "--seed", seed}, folder.path()), 0);
    }
    // The recipe knows where the noise came from.
    KINORA_VERIFY_STATUS(run({"render", "--recipe", "1.safetensors", "--out", "again.safetensors"}, folder.path()), 0);
    const SafetensorsFile again(folder / "again.safetensors");
    // The seed has nothing left to decide.
    const SafetensorsFile a(folder / "1.safetensors");
    const SafetensorsFile b(folder / "2.safetensors");
    QVERIFY(std::ranges::equal(a.bytes(*a.find("frames")), b.bytes(*b.find("frames"))));
    QVERIFY(std::ranges::equal(a.bytes(*a.find("frames")), again.bytes(*again.find("frames"))));
    // And it notices other noise.
    const std::vector<float> others(noise.size(), 0.5f);
    const std::array<TensorBytes, 1> changed = {TensorBytes{"noise", ScalarType::f32, {1, 128, 2, 8, 12}, std::as_bytes(std::span(others))}};
    write_safetensors(folder / "n.safetensors", changed, {});
    const CommandResult result = run({"render", "--recipe", "1.safetensors", "--out", "other.safetensors"}, folder.path());
    QVERIFY2(result.err.contains("n.safetensors is not the file that the recipe was made with"), describe(result).constData());
}

void CliRenderTest::the_recipe_finds_its_model_where_it_was() {
    const TempFolder folder;
    std::filesystem::create_directories(folder / "shelf");
    std::filesystem::copy(KINORA_SOURCE_DIR "/resources/models/kinora-tiny", folder / "shelf/mine", std::filesystem::copy_options::recursive);
    const QStringList small = {"--steps", "1", "--frames", "5", "--seed", "3"};
    const auto model_in = [&](const char* file) {
        return run({"info", file, "--json"}, folder.path()).events().front()["model"];
    };
    const auto frames_of = [&](const char* file) {
        const SafetensorsFile tensors(folder / file);
        const auto bytes = tensors.bytes(*tensors.find("frames"));
        return std::vector<std::byte>(bytes.begin(), bytes.end());
    };
    KINORA_VERIFY_STATUS(run(QStringList{"render", "a red ball", "--model", "shelf/mine", "--out", "a.safetensors"} + small, folder.path()), 0);
    QCOMPARE(model_in("a.safetensors")["folder"].get<std::string>(), (folder / "shelf/mine").string());
    const CommandResult again = run({"render", "--recipe", "a.safetensors", "--out", "b.safetensors"}, folder.path());
    KINORA_VERIFY_STATUS(again, 0);
    QVERIFY2(!again.err.contains("is not the model"), describe(again).constData());
    QVERIFY(frames_of("a.safetensors") == frames_of("b.safetensors"));

    // From where Kinora looks for models, its name is enough, however it was named; and so is it wherever it is moved to.
    qputenv("KINORA_MODELS", QByteArray::fromStdString((folder / "shelf").string()));
    KINORA_VERIFY_STATUS(run(QStringList{"render", "a red ball", "--model", "shelf/mine", "--out", "c.safetensors"} + small, folder.path()), 0);
    QVERIFY(!model_in("c.safetensors").contains("folder"));
    std::filesystem::rename(folder / "shelf", folder / "other shelf");
    qputenv("KINORA_MODELS", QByteArray::fromStdString((folder / "other shelf").string()));
    for (const char* recipe : {"a.safetensors", "c.safetensors"}) {
        const CommandResult moved = run({"render", "--recipe", recipe, "--out", "d.safetensors", "--overwrite"}, folder.path());
        KINORA_VERIFY_STATUS(moved, 0);
        QVERIFY2(!moved.err.contains("is not the model"), describe(moved).constData());
        QVERIFY(frames_of("d.safetensors") == frames_of("a.safetensors"));
    }
    qunsetenv("KINORA_MODELS");
    const CommandResult lost = run({"render", "--recipe", "c.safetensors", "--out", "e.safetensors"}, folder.path());
    QCOMPARE(lost.status, 1);
    QVERIFY2(lost.err.contains("c.safetensors: was made with the model \"mine\", which is not here; give its folder with --model"), describe(lost).constData());
}

void CliRenderTest::a_recipe_ends_where_its_take_was_ended() {
    const TempFolder folder;
    KINORA_VERIFY_STATUS(run({"render", "a red ball", "--out", "whole.mkv", "--steps", "6", "--frames", "5"}, folder.path()), 0);
    nlohmann::json recipe = run({"info", "whole.mkv", "--json"}, folder.path()).events().front();
    recipe["early_end"] = {{"step", 2}, {"num_steps", 6}};
    std::ofstream(folder / "early.json") << recipe.dump();
    const CommandResult ended = run({"render", "--recipe", "early.json", "--out", "early.safetensors", "--json"}, folder.path());
    KINORA_VERIFY_STATUS(ended, 0);
    const auto num_steps = [](const CommandResult& result) {
        return std::ranges::count_if(result.events(), [](const nlohmann::json& event) { return event["event"] == "step"; });
    };
    QCOMPARE(num_steps(ended), std::ptrdiff_t{2});
    QVERIFY2(!ended.err.contains("the result will differ") && !ended.out.contains("the result will differ"), describe(ended).constData());
    // What was made so says so, and comes again from its own recipe.
    const nlohmann::json told = run({"info", "early.safetensors", "--json"}, folder.path()).events().front();
    QVERIFY(told["early_end"] == recipe["early_end"]);
    KINORA_VERIFY_STATUS(run({"render", "--recipe", "early.safetensors", "--out", "again.safetensors"}, folder.path()), 0);
    KINORA_VERIFY_STATUS(run({"render", "--recipe", "whole.mkv", "--out", "whole.safetensors"}, folder.path()), 0);
    const auto frames = [&](const char* name) {
        const SafetensorsFile file(folder / name);
        const auto bytes = file.bytes(*file.find("frames"));
        return std::vector<std::byte>(bytes.begin(), bytes.end());
    };
    QVERIFY(frames("early.safetensors") == frames("again.safetensors"));
    QVERIFY(frames("early.safetensors") != frames("whole.safetensors"));
    // Of another schedule, the second step is another one.
    const CommandResult other = run({"render", "--recipe", "early.json", "--steps", "4", "--out", "other.safetensors"}, folder.path());
    KINORA_VERIFY_STATUS(other, 0);
    QVERIFY2(other.err.contains("ended early and kept at step 2 of 6"), describe(other).constData());
}

void CliRenderTest::conditions_are_kept() {
    const TempFolder folder;
    KINORA_VERIFY_STATUS(run({"render", "a red ball on grass", "--out", "a.mkv", "--seed", "5"}, folder.path()), 0);
    // The file's name holds what separates its parts.
    std::filesystem::rename(folder / "a.mkv", folder / "a@1:2.mkv");
    // An option that may be repeated does not swallow the prompt.
    const CommandResult result = run({"render", "--condition", "a@1:2.mkv@0:1.0", "a red ball on grass", "--out", "b.mkv", "--json"}, folder.path());
    KINORA_VERIFY_STATUS(result, 0);
    VideoReader a(folder / "a@1:2.mkv");
    VideoReader b(folder / "b.mkv");
    double difference = 0.0;
    for (int i = 0; i < 17; ++i) {
        const Image given = a.read_next()->image;
        const Image made = b.read_next()->image;
        for (std::size_t k = 0; k < given.rgb().size(); ++k) {
            difference += std::abs(given.rgb()[k] - made.rgb()[k]) / (17.0 * static_cast<double>(given.rgb().size()));
        }
    }
    QVERIFY2(difference < 8.0, qPrintable(QString::number(difference)));
    const nlohmann::json recipe = run({"info", "b.mkv", "--json"}, folder.path()).events().front();
    QCOMPARE(recipe["conditions"][0]["file"].get<std::string>(), std::string("a@1:2.mkv"));
    // The recipe notices that the file is another one.
    KINORA_VERIFY_STATUS(run({"render", "--recipe", "b.mkv", "--out", "c.mkv"}, folder.path()), 0);
    std::filesystem::copy_file(folder / "c.mkv", folder / "a@1:2.mkv", std::filesystem::copy_options::overwrite_existing);
    QVERIFY(run({"render", "--recipe", "b.mkv", "--out", "d.mkv"}, folder.path()).err.contains("is not the file that the recipe was made with"));
}

void CliRenderTest::does_not_overwrite() {
    const TempFolder folder;
    write_file_atomically(folder / "a.mp4", "mine");
    const CommandResult refused = run({"render", "a red ball", "--out", "a.mp4", "--steps", "1"}, folder.path());
    KINORA_VERIFY_STATUS(refused, 1);
    QCOMPARE(read_file(folder / "a.mp4", 100), std::string("mine"));
    KINORA_VERIFY_STATUS(run({"render", "a red ball", "--out", "a.mp4", "--steps", "1", "--overwrite"}, folder.path()), 0);
    QCOMPARE(probe_media(folder / "a.mp4").num_frames, 17);
}

void CliRenderTest::cuts_a_long_prompt_and_says_so() {
    const TempFolder folder;
    const CommandResult result = run({"render", QString("a red ball ").repeated(9000), "--out", "a.mp4", "--steps", "1"}, folder.path());
    KINORA_VERIFY_STATUS(result, 0);
    QVERIFY(result.err.contains("the model reads the first 127"));
}

void CliRenderTest::lists_and_describes_models() {
    const TempFolder folder;
    const CommandResult list = run({"models"}, folder.path());
    KINORA_VERIFY_STATUS(list, 0);
    QVERIFY(list.out.contains("kinora-tiny"));
    const CommandResult info = run({"models", "info", "kinora-tiny", "--json"}, folder.path());
    KINORA_VERIFY_STATUS(info, 0);
    const nlohmann::json model = info.events().front();
    QCOMPARE(model["size_multiple"].get<int>(), 8);
    QCOMPARE(model["components"].size(), std::size_t{5});
    QVERIFY(run({"models", "list", "--json"}, folder.path()).events().size() >= 1);
}

void CliRenderTest::verifies_models() {
    const TempFolder folder;
    const QString model = QString::fromStdString(test::case_model("ltx_vae_091").string());
    const QString reference = QString::fromStdString(test::case_reference("ltx_vae_091").string());
    const CommandResult good = run({"models", "verify", model, reference}, folder.path());
    KINORA_VERIFY_STATUS(good, 0);
    QVERIFY(good.out.contains("vae.decode") && good.out.contains("  ok"));
    const QString other = QString::fromStdString(test::case_reference("ltx_t2v").string());
    const CommandResult bad = run({"models", "verify", model, other}, folder.path());
    KINORA_VERIFY_STATUS(bad, 1);
    QVERIFY(bad.out.contains("FAILED"));
    QCOMPARE(bad.error_lines().size(), 1);
    const CommandResult as_json = run({"models", "verify", model, other, "--json"}, folder.path());
    QCOMPARE(as_json.events().back()["event"].get<std::string>(), std::string("error"));
    QVERIFY(run({"models", "verify", model, reference, "--json"}, folder.path()).events().front()["ok"].get<bool>());
}

void CliRenderTest::benchmarks() {
    const TempFolder folder;
    const CommandResult result = run({"bench", "--repeat", "1", "--size", "96x64", "--frames", "17", "--json"}, folder.path());
    KINORA_VERIFY_STATUS(result, 0);
    std::set<std::string> names;
    const nlohmann::json report = result.events().front();
    for (const nlohmann::json& figure : report["figures"]) {
        names.insert(figure["name"]);
        QVERIFY(figure["value"].get<double>() > 0.0);
    }
    for (const char* name : {"step", "share of matmul rate", "encode rate", "decode rate", "text encoder", "open", "peak memory"}) {
        QVERIFY2(names.count(name) > 0, name);
    }
}

void CliRenderTest::wrong_usage_exits_with_2_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("nothing") << QStringList{};
    QTest::newRow("unknown command") << QStringList{"rendr"};
    QTest::newRow("no prompt") << QStringList{"render", "--out", "a.mp4"};
    QTest::newRow("no output") << QStringList{"render", "a"};
    QTest::newRow("unknown option") << QStringList{"render", "a", "--out", "a.mp4", "--magic"};
    QTest::newRow("size in words") << QStringList{"render", "a", "--out", "a.mp4", "--size", "large"};
    QTest::newRow("negative size") << QStringList{"render", "a", "--out", "a.mp4", "--size", "-5x10"};
    QTest::newRow("size and aspect") << QStringList{"render", "a", "--out", "a.mp4", "--size", "32x32", "--aspect", "1:1"};
    QTest::newRow("unknown aspect") << QStringList{"render", "a", "--out", "a.mp4", "--aspect", "5:1"};
    QTest::newRow("no steps") << QStringList{"render", "a", "--out", "a.mp4", "--steps", "0"};
    QTest::newRow("negative seed") << QStringList{"render", "a", "--out", "a.mp4", "--seed", "-1"};
    QTest::newRow("no number of seconds") << QStringList{"render", "a", "--out", "a.mp4", "--seconds", "nan"};
    QTest::newRow("size of many digits") << QStringList{"render", "a", "--out", "a.mp4", "--size", "99999999999x10"};
    QTest::newRow("noise for a continuation") << QStringList{"extend", "a.mp4", "a", "--out", "b.mp4", "--seconds", "1", "--noise", "n.safetensors"};
    QTest::newRow("seed in words") << QStringList{"render", "a", "--out", "a.mp4", "--seed", "lucky"};
    QTest::newRow("two lengths") << QStringList{"render", "a", "--out", "a.mp4", "--frames", "9", "--seconds", "2"};
    QTest::newRow("prompt and recipe") << QStringList{"render", "a", "--recipe", "b.mp4", "--out", "a.mp4"};
    QTest::newRow("extend without a length") << QStringList{"extend", "a.mp4", "prompt", "--out", "b.mp4"};
    QTest::newRow("fill with one clip") << QStringList{"fill", "a.mp4", "prompt", "--out", "b.mp4"};
    QTest::newRow("verify without a file") << QStringList{"models", "verify", "folder"};
    QTest::newRow("unknown type") << QStringList{"render", "a", "--out", "a.mp4", "--dtype", "int4"};
    QTest::newRow("unknown device") << QStringList{"render", "a", "--out", "a.mp4", "--device", "tpu"};
}

void CliRenderTest::wrong_usage_exits_with_2() {
    QFETCH(QStringList, arguments);
    const TempFolder folder;
    const CommandResult result = run(arguments, folder.path());
    KINORA_VERIFY_STATUS(result, 2);
    QVERIFY(!result.err.isEmpty());
    QVERIFY(entries(folder.path()).empty());
}

KINORA_TEST(CliRenderTest)
#include "cli_render_test.moc"
