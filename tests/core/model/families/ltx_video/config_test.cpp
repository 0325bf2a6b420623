#include "core/model/families/ltx_video/config.h"

#include "core/base/error.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::ltx_video;

class LtxConfigTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void ratios_are_those_of_the_layers_data();
    void ratios_are_those_of_the_layers();
    void refuses_what_it_cannot_run_data();
    void refuses_what_it_cannot_run();
};

static const char* newer_blocks = R"({"block_out_channels": [4, 8, 8, 16, 16], "layers_per_block": [1, 1, 1, 1, 1],
    "down_block_types": ["LTXVideo095DownBlock3D", "LTXVideo095DownBlock3D", "LTXVideo095DownBlock3D", "LTXVideo095DownBlock3D"],
    "spatio_temporal_scaling": [true, true, true, true], "downsample_type": ["spatial", "temporal", "spatiotemporal", "spatiotemporal"],
    "decoder_block_out_channels": [8, 16, 32], "decoder_layers_per_block": [1, 1, 1, 1], "decoder_spatio_temporal_scaling": [true, true, true],
    "decoder_inject_noise": [false, false, false, false], "upsample_residual": [true, true, true], "upsample_factor": [2, 2, 2]})";

static nlohmann::json changed(const char* text, const std::string& key, const nlohmann::json& value) {
    nlohmann::json config = nlohmann::json::parse(text);
    if (!key.empty()) {
        config[key] = value;
    }
    return config;
}

// Files of the newer autoencoders say their ratios only since some release; the older rule counts every scaling as one of all axes.
void LtxConfigTest::ratios_are_those_of_the_layers_data() {
    QTest::addColumn<nlohmann::json>("config");
    QTest::addColumn<int>("spatial");
    QTest::addColumn<int>("temporal");
    QTest::newRow("newer blocks, nothing said") << changed(newer_blocks, "", {}) << 32 << 8;
    QTest::newRow("newer blocks, said") << changed(newer_blocks, "spatial_compression_ratio", 32) << 32 << 8;
    QTest::newRow("the class's own defaults") << changed("{}", "", {}) << 32 << 8;
    QTest::newRow("smaller patches") << changed("{}", "patch_size", 2) << 16 << 8;
}

void LtxConfigTest::ratios_are_those_of_the_layers() {
    QFETCH(nlohmann::json, config);
    QFETCH(int, spatial);
    QFETCH(int, temporal);
    const AutoencoderConfig read = AutoencoderConfig::read({config, "vae.json"});
    QCOMPARE(read.spatial_compression_ratio, spatial);
    QCOMPARE(read.temporal_compression_ratio, temporal);
}

void LtxConfigTest::refuses_what_it_cannot_run_data() {
    QTest::addColumn<nlohmann::json>("config");
    QTest::addColumn<bool>("is_transformer");
    QTest::addColumn<QString>("problem");
    QTest::newRow("another ratio") << changed(newer_blocks, "spatial_compression_ratio", 64) << false << "does not fit the encoder's";
    QTest::newRow("a ratio of time") << changed(newer_blocks, "temporal_compression_ratio", 16) << false << "does not fit the encoder's";
    const std::vector<int> many(64, 4);
    nlohmann::json endless = changed("{}", "block_out_channels", many);
    endless["down_block_types"] = std::vector<std::string>(64, "LTXVideoDownBlock3D");
    endless["downsample_type"] = std::vector<std::string>(64, "conv");
    endless["spatio_temporal_scaling"] = std::vector<bool>(64, true);
    endless["layers_per_block"] = std::vector<int>(64, 0);
    QTest::newRow("scales without end") << endless << false << "\"layers_per_block\" has 64 values";
    endless["block_out_channels"] = std::vector<int>(63, 4);
    QTest::newRow("scales without end, fitting") << endless << false << "scales more than 8 times";
    QTest::newRow("a decoder that scales without end") << changed("{}", "decoder_spatio_temporal_scaling", std::vector<bool>(64, true)) << false
                                                       << "scales more than 8 times";
    QTest::newRow("packed latents") << changed("{}", "patch_size", 2) << true << "patch_size is 2";
    QTest::newRow("packed frames") << changed("{}", "patch_size_t", 4) << true << "patch_size_t is 4";
    QTest::newRow("no patches") << changed("{}", "patch_size", 0) << true << "\"patch_size\" must lie between";
}

void LtxConfigTest::refuses_what_it_cannot_run() {
    QFETCH(nlohmann::json, config);
    QFETCH(bool, is_transformer);
    QFETCH(QString, problem);
    const auto message = test::message_of<Error>([&] {
        if (is_transformer) {
            TransformerConfig::read({config, "transformer.json"});
        } else {
            AutoencoderConfig::read({config, "vae.json"}).require_one_ratio({config, "vae.json"});
        }
    });
    QVERIFY2(test::contains(message, problem.toStdString()), message.c_str());
}

KINORA_TEST(LtxConfigTest)
#include "config_test.moc"
