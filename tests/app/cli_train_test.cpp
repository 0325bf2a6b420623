#include <signal.h>

#include <QProcess>

#include <filesystem>
#include <fstream>

#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"

using namespace kinora;

// The program itself: what Ctrl-C leaves, and what wrong use says.
class CliTrainTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void ctrl_c_leaves_a_checkpoint_and_130();
    void needs_a_recipe_and_a_folder();
    void names_a_recipe_that_is_not_there();

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

void CliTrainTest::needs_a_recipe_and_a_folder() {
    QProcess process;
    process.start(program(), {"train", "vae"});
    QVERIFY(process.waitForFinished(60'000));
    QCOMPARE(process.exitCode(), 2);
    QVERIFY(process.readAllStandardError().contains("--recipe"));
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

KINORA_TEST(CliTrainTest)
#include "cli_train_test.moc"
