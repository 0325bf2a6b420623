#include <signal.h>

#include <QProcess>

#include <filesystem>
#include <fstream>
#include <set>
#include <vector>

#include "core/base/safetensors.h"
#include "core/media/clip_writer.h"
#include "tests/support/command.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/support/tiny_recipe.h"

using namespace kinora;

// The program itself: what Ctrl-C leaves, and what wrong use says.
class CliTrainTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void ctrl_c_leaves_a_checkpoint_and_130();
    void one_command_trains_the_embedded_model();
    void learns_from_clips_of_several_lengths();
    void needs_a_recipe_and_a_folder();
    void names_a_recipe_that_is_not_there();
    void refuses_what_it_cannot_train_data();
    void refuses_what_it_cannot_train();
    void a_lora_of_clips_serves_in_rendering();
    void a_folder_without_captions_is_refused();

 private:
    static QString program() { return QStringLiteral(KINORA_CLI); }
};

// More steps than anybody waits for.
static nlohmann::json endless_recipe() {
    nlohmann::json recipe = test::tiny_recipe();
    recipe["seed"] = 1;
    recipe["vae"]["steps"] = 1'000'000;
    return recipe;
}

void CliTrainTest::ctrl_c_leaves_a_checkpoint_and_130() {
    const test::TempFolder folder;
    test::write_recipe(folder / "recipe.json", endless_recipe());
    QProcess process;
    process.start(program(), {"train", "vae", "--recipe", QString::fromStdString((folder / "recipe.json").string()), "--out",
                              QString::fromStdString((folder / "run").string()), "--threads", "1", "--json"});
    QVERIFY(process.waitForStarted());
    QByteArray output;
    while (!output.contains("\"stage\":\"vae\"")) {
        QVERIFY2(process.waitForReadyRead(60'000), process.readAllStandardError().constData());
        output += process.readAllStandardOutput();
    }
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished(60'000));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 130);
    QVERIFY(std::filesystem::file_size(folder / "run/vae/checkpoint.safetensors") > 1000);
    for (const auto& entry : std::filesystem::directory_iterator(folder / "run/vae")) {
        QVERIFY2(!entry.path().string().ends_with(".part"), entry.path().c_str());
    }
}

void CliTrainTest::one_command_trains_the_embedded_model() {
    const test::TempFolder folder;
    nlohmann::json recipe = test::tiny_recipe();
    recipe["dit"]["curriculum"] = {"single frames", "coarse clips"};
    recipe["dit"]["curriculum_steps"] = {1, 1};
    recipe["decoder"] = {{"steps", 2}, {"generated_share", 0.5}};
    recipe["world"]["sizes"] = {{32, 32}, {64, 32}};
    recipe["cache"]["clips"] = 256;  // some of each size
    test::write_recipe(folder / "recipe.json", recipe);
    for (int run = 0; run < 2; ++run) {  // the second finds everything made
        const test::CommandResult result =
            test::run({"train", "embedded", "--recipe", "recipe.json", "--out", "run", "--dtype", "fp32", "--device", "cpu", "--threads", "1"}, folder.path());
        QVERIFY2(result.status == 0, test::describe(result).constData());
        QVERIFY(run == 0 || !result.err.contains("dit step"));
    }
    for (const char* file : {"model_index.json", "transformer/diffusion_pytorch_model.safetensors", "vae/diffusion_pytorch_model.safetensors"}) {
        QVERIFY2(std::filesystem::exists(folder / "run/model" / file), file);
    }
    const test::CommandResult measures = test::run({"train", "measure", "--recipe", "recipe.json", "--out", "run", "--clips", "2", "--threads", "1"}, folder.path());
    QVERIFY2(measures.status == 0 && measures.out.contains("vae_rendered_psnr"), test::describe(measures).constData());
}

void CliTrainTest::learns_from_clips_of_several_lengths() {
    const test::TempFolder folder;
    nlohmann::json recipe = test::tiny_recipe();
    recipe["world"]["sizes"] = {{32, 16}, {16, 32}};
    recipe["world"]["num_frames"] = {5, 9, 1};
    recipe["vae"]["crop_side"] = 16;
    recipe["cache"]["clips"] = 6 * 128;  // a shard for each length in each size
    recipe["dit"]["steps"] = 12;
    test::write_recipe(folder / "recipe.json", recipe);
    for (const char* stage : {"vae", "text", "cache", "dit"}) {
        const test::CommandResult result = test::run({"train", stage, "--recipe", "recipe.json", "--out", "run", "--threads", "1"}, folder.path());
        QVERIFY2(result.status == 0, test::describe(result).constData());
    }
    std::set<std::vector<std::int64_t>> shapes;
    for (int i = 0; i < 6; ++i) {
        const SafetensorsFile shard(folder / ("run/latents/shard_" + std::to_string(i) + ".safetensors"));
        shapes.insert(shard.find("latents")->shape);
    }
    QCOMPARE(shapes.size(), std::size_t{6});
    QVERIFY(shapes.contains({128, 8, 3, 1, 2}));

    recipe["world"]["num_frames"] = {5, 8};
    test::write_recipe(folder / "recipe.json", recipe);
    const test::CommandResult refused = test::run({"train", "cache", "--recipe", "recipe.json", "--out", "run"}, folder.path());
    QCOMPARE(refused.status, 1);
    QVERIFY2(refused.err.contains("1 + a multiple of 4"), test::describe(refused).constData());
}

void CliTrainTest::needs_a_recipe_and_a_folder() {
    QProcess process;
    process.start(program(), {"train", "vae"});
    QVERIFY(process.waitForFinished(60'000));
    QCOMPARE(process.exitCode(), 2);
    QVERIFY(process.readAllStandardError().contains("--recipe"));
}

void CliTrainTest::refuses_what_it_cannot_train_data() {
    QTest::addColumn<bool>("has_timestep");
    QTest::addColumn<QString>("stage");
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("steps of all stages") << false << "embedded" << QStringList{"--steps", "5"} << QByteArray("the number of steps is that of one stage");
    QTest::newRow("steps of a stage that has none") << false << "cache" << QStringList{"--steps", "5"} << QByteArray("the number of steps is that of one stage");
    QTest::newRow("a decoder with a timestep") << true << "embedded" << QStringList{} << QByteArray("trains only autoencoders without it");
}

void CliTrainTest::refuses_what_it_cannot_train() {
    QFETCH(bool, has_timestep);
    QFETCH(QString, stage);
    QFETCH(QStringList, options);
    QFETCH(QByteArray, says);
    const test::TempFolder folder;
    nlohmann::json recipe = endless_recipe();
    recipe["vae"]["config"]["timestep_conditioning"] = has_timestep;
    test::write_recipe(folder / "recipe.json", recipe);
    QProcess process;
    process.start(program(), QStringList{"train", stage, "--recipe", QString::fromStdString((folder / "recipe.json").string()), "--out",
                                         QString::fromStdString((folder / "run").string())} + options);
    QVERIFY(process.waitForFinished(60'000));
    QCOMPARE(process.exitCode(), 1);
    const QByteArray errors = process.readAllStandardError();
    QVERIFY2(errors.contains(says) && errors.count('\n') == 1, errors.constData());
}

void CliTrainTest::names_a_recipe_that_is_not_there() {
    const test::TempFolder folder;
    QProcess process;
    process.start(program(), {"train", "embedded", "--recipe", QString::fromStdString((folder / "none.json").string()), "--out",
                              QString::fromStdString((folder / "run").string())});
    QVERIFY(process.waitForFinished(60'000));
    QCOMPARE(process.exitCode(), 1);
    const QByteArray errors = process.readAllStandardError();
    QVERIFY2(errors.contains("none.json") && errors.count('\n') == 1, errors.constData());
}

static void write_clip(const std::filesystem::path& path) {
    ClipSettings settings;
    settings.width = 96;
    settings.height = 64;
    settings.frame_rate = {8, 1};
    ClipWriter writer(path, settings);
    for (int i = 0; i < 20; ++i) {
        writer.write(Image(96, 64, std::vector<std::uint8_t>(std::size_t{96} * 64 * 3, static_cast<std::uint8_t>(8 * i))));
    }
    writer.finish();
}

void CliTrainTest::a_lora_of_clips_serves_in_rendering() {
    const test::TempFolder folder;
    std::filesystem::create_directory(folder / "clips");
    write_clip(folder / "clips/wall.mp4");
    std::ofstream(folder / "clips/wall.txt") << "a wall at dawn";
    std::ofstream(folder / "clips/broken.mp4") << "no video";
    std::ofstream(folder / "clips/broken.txt") << "a broken clip";
    const test::CommandResult training = test::run({"train", "lora", "--clips", "clips", "--out", "run", "--steps", "3", "--rank", "2", "--windows", "1",
                                                    "--learning-rate", "0.01", "--size", "98x62", "--json"}, folder.path());
    QVERIFY2(training.status == 0, test::describe(training).constData());
    QVERIFY2(training.err.contains("broken.mp4"), test::describe(training).constData());
    QVERIFY2(training.err.contains("96x64"), test::describe(training).constData());
    const test::CommandResult strict = test::run({"train", "lora", "--clips", "clips", "--out", "run", "--size", "98x62", "--strict"}, folder.path());
    QCOMPARE(strict.status, 1);
    QVERIFY(std::filesystem::exists(folder / "run/lora.safetensors"));
    const auto render = [&](const QStringList& more, const QString& out) {
        return test::run(QStringList{"render", "a wall at dawn", "--out", out, "--steps", "2", "--seed", "1"} + more, folder.path()).status;
    };
    QCOMPARE(render({}, "without.safetensors"), 0);
    QCOMPARE(render({"--lora", "run/lora.safetensors"}, "with.safetensors"), 0);
    QCOMPARE(render({"--lora", "run/lora.safetensors:0"}, "at_zero.safetensors"), 0);
    const auto bytes = [&](const char* name) {
        const SafetensorsFile file(folder / name);
        const auto frames = file.bytes(*file.find("frames"));
        return std::vector<std::byte>(frames.begin(), frames.end());
    };
    QVERIFY(bytes("with.safetensors") != bytes("without.safetensors"));
    QVERIFY(bytes("at_zero.safetensors") == bytes("without.safetensors"));
}

void CliTrainTest::a_folder_without_captions_is_refused() {
    const test::TempFolder folder;
    std::filesystem::create_directory(folder / "clips");
    write_clip(folder / "clips/wall.mp4");
    const test::CommandResult result = test::run({"train", "lora", "--clips", "clips", "--out", "run"}, folder.path());
    QCOMPARE(result.status, 1);
    QVERIFY2(result.error_lines().size() == 1 && result.error_lines()[0].contains("caption"), test::describe(result).constData());
    QVERIFY(!std::filesystem::exists(folder / "run/lora.safetensors"));
}

KINORA_TEST(CliTrainTest)
#include "cli_train_test.moc"
