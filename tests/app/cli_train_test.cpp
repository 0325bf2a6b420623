#include <signal.h>

#include <QProcess>

#include <filesystem>
#include <fstream>

#include "core/base/safetensors.h"
#include "core/media/clip_writer.h"
#include "tests/support/command.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"

using namespace kinora;

// The program itself: what Ctrl-C leaves, and what wrong use says.
class CliTrainTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void ctrl_c_leaves_a_checkpoint_and_130();
    void one_command_trains_the_embedded_model();
    void needs_a_recipe_and_a_folder();
    void names_a_recipe_that_is_not_there();
    void refuses_what_it_cannot_train_data();
    void refuses_what_it_cannot_train();
    void a_lora_of_clips_serves_in_rendering();
    void a_folder_without_captions_is_refused();

 private:
    static QString program() { return QStringLiteral(KINORA_CLI); }
};

static void write_recipe(const std::filesystem::path& file) {
    std::ofstream(file) << R"({"family": "ltx_video", "seed": 1,
        "world": {"name": "small", "sizes": [[32, 32]], "num_frames": 5, "frame_rate": 8},
        "vae": {"config": {"latent_channels": 8, "block_out_channels": [8, 16, 16],
            "down_block_types": ["LTXVideo095DownBlock3D", "LTXVideo095DownBlock3D"],
            "decoder_block_out_channels": [8, 16], "layers_per_block": [1, 1, 1], "decoder_layers_per_block": [1, 1, 1],
            "spatio_temporal_scaling": [true, true], "decoder_spatio_temporal_scaling": [true, true],
            "decoder_inject_noise": [false, false, false], "downsample_type": ["spatiotemporal", "spatiotemporal"],
            "upsample_residual": [true, true], "upsample_factor": [1, 2], "patch_size": 4, "patch_size_t": 1},
            "steps": 1000000, "rendered_clips": 1, "textures": 1, "crop_side": 32, "crop_frames": 5}})";
}

void CliTrainTest::ctrl_c_leaves_a_checkpoint_and_130() {
    const test::TempFolder folder;
    write_recipe(folder / "recipe.json");
    QProcess process;
    process.start(program(), {"train", "vae", "--recipe", QString::fromStdString((folder / "recipe.json").string()), "--out",
                              QString::fromStdString((folder / "run").string()), "--threads", "1", "--json"});
    QVERIFY(process.waitForStarted());
    QByteArray output;
    while (!output.contains("\"event\":\"training\"")) {
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

// The script that made the model, with recipes that take seconds in place of its own.
void CliTrainTest::one_command_trains_the_embedded_model() {
    const test::TempFolder folder;
    std::filesystem::copy_file(KINORA_SOURCE_DIR "/resources/training/train_kinora_tiny.sh", folder / "train.sh");
    for (const char* name : {"kinora_first.json", "kinora_small.json"}) {
        std::ofstream(folder / name) << R"({"family": "ltx_video", "seed": 5,
            "world": {"name": "small", "sizes": [[32, 32]], "num_frames": 5, "frame_rate": 8},
            "vae": {"config": {"latent_channels": 8, "block_out_channels": [8, 16, 16],
                "down_block_types": ["LTXVideo095DownBlock3D", "LTXVideo095DownBlock3D"],
                "decoder_block_out_channels": [8, 16], "layers_per_block": [1, 1, 1], "decoder_layers_per_block": [1, 1, 1],
                "spatio_temporal_scaling": [true, true], "decoder_spatio_temporal_scaling": [true, true],
                "decoder_inject_noise": [false, false, false], "downsample_type": ["spatiotemporal", "spatiotemporal"],
                "upsample_residual": [true, true], "upsample_factor": [1, 2], "patch_size": 4, "patch_size_t": 1},
                "steps": 2, "rendered_clips": 1, "textures": 1, "crop_side": 32, "crop_frames": 5},
            "text": {"config": {"model_type": "t5", "vocab_size": 8192, "d_model": 16, "d_kv": 8, "d_ff": 32, "num_layers": 1,
                "num_heads": 2, "feed_forward_proj": "gated-gelu"}, "steps": 2, "batch": 2},
            "cache": {"clips": 4},
            "dit": {"config": {"in_channels": 8, "out_channels": 8, "num_attention_heads": 2, "attention_head_dim": 16,
                "cross_attention_dim": 32, "num_layers": 1, "caption_channels": 16}, "steps": 2, "batch": 2},
            "decoder": {"steps": 2},
            "model": {"display_name": "Tiny", "defaults": {"width": 32, "height": 32, "num_frames": 5, "frame_rate": "8",
                "num_inference_steps": 1, "guidance_scale": 1.0}}})";
    }
    for (int run = 0; run < 2; ++run) {  // the second finds everything made
        QProcess process;
        process.setWorkingDirectory(QString::fromStdString(folder.path().string()));
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("KINORA_TRAIN_OPTIONS", "--dtype fp32 --device cpu --threads 1");
        process.setProcessEnvironment(environment);
        process.start("sh", {"train.sh", program(), "run"});
        QVERIFY(process.waitForFinished(300'000));
        QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
        QVERIFY(process.readAllStandardOutput().contains("vae_rendered_psnr"));
    }
    for (const char* file : {"model_index.json", "transformer/diffusion_pytorch_model.safetensors", "vae/diffusion_pytorch_model.safetensors"}) {
        QVERIFY2(std::filesystem::exists(folder / "run/second/model" / file), file);
    }
}

void CliTrainTest::needs_a_recipe_and_a_folder() {
    QProcess process;
    process.start(program(), {"train", "vae"});
    QVERIFY(process.waitForFinished(60'000));
    QCOMPARE(process.exitCode(), 2);
    QVERIFY(process.readAllStandardError().contains("--recipe"));
}

void CliTrainTest::refuses_what_it_cannot_train_data() {
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("steps of all stages") << "" << "" << QStringList{"--steps", "5"} << QByteArray("the number of steps is that of one stage");
    QTest::newRow("a decoder with a timestep") << "\"patch_size\": 4" << "\"timestep_conditioning\": true, \"patch_size\": 4" << QStringList{}
                                               << QByteArray("trains only autoencoders without it");
}

void CliTrainTest::refuses_what_it_cannot_train() {
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QStringList, options);
    QFETCH(QByteArray, says);
    const test::TempFolder folder;
    write_recipe(folder / "recipe.json");
    QFile recipe(QString::fromStdString((folder / "recipe.json").string()));
    QVERIFY(recipe.open(QIODevice::ReadWrite));
    const QByteArray text = recipe.readAll();
    QVERIFY(recipe.seek(0));
    recipe.write(from.isEmpty() ? text : QByteArray(text).replace(from.toUtf8(), to.toUtf8()));
    recipe.close();
    QProcess process;
    process.start(program(), QStringList{"train", "embedded", "--recipe", recipe.fileName(), "--out",
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
