#include "core/model/families/wan/autoencoder_config.h"

#include "core/base/error.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::wan;

class WanAutoencoderConfigTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void takes_the_defaults_of_the_class();
    void reads_the_newer_model();
    void lists_may_be_longer_than_needed();
    void refuses_what_it_cannot_run_data();
    void refuses_what_it_cannot_run();
    void refuses_what_makes_no_clips_data();
    void refuses_what_makes_no_clips();
};

static AutoencoderConfig read(const char* text) {
    return AutoencoderConfig::read({nlohmann::json::parse(text), "vae.json"});
}

static const char* newer_model = R"({"base_dim": 160, "decoder_base_dim": 256, "z_dim": 2, "dim_mult": [1, 2, 4, 4], "attn_scales": [],
    "is_residual": true, "in_channels": 12, "out_channels": 12, "patch_size": 2, "latents_mean": [0, -1], "latents_std": [1, 0.5],
    "temperal_downsample": [false, true, true], "scale_factor_spatial": 16, "scale_factor_temporal": 4})";

void WanAutoencoderConfigTest::takes_the_defaults_of_the_class() {
    const AutoencoderConfig config = read(R"({"base_dim": 32, "decoder_base_dim": null, "patch_size": null, "attn_scales": []})");
    QCOMPARE(config.decoder_base_dim, 32);
    QCOMPARE(config.patch_size, 1);
    QCOMPARE(config.spatial_ratio(), 8);
    QCOMPARE(config.temporal_ratio(), 4);
    QCOMPARE(config.encoder_temporal_ratio(), 4);
    QCOMPARE(config.latents_mean.size(), std::size_t{16});
    QVERIFY(config.attn_scales.empty());
    config.require_fit_for_clips({{}, "vae.json"});
}

void WanAutoencoderConfigTest::reads_the_newer_model() {
    const AutoencoderConfig config = read(newer_model);
    QCOMPARE(config.decoder_base_dim, 256);
    QCOMPARE(config.spatial_ratio(), 16);
    QCOMPARE(config.latents_std, (std::vector<double>{1.0, 0.5}));
    QVERIFY(!config.encoder_scales_time(0) && config.encoder_scales_time(1) && config.encoder_scales_time(2) && !config.encoder_scales_time(3));
    QVERIFY(config.decoder_scales_time(0) && config.decoder_scales_time(1) && !config.decoder_scales_time(2) && !config.decoder_scales_time(3));
    config.require_fit_for_clips({{}, "vae.json"});
}

// The decoder counts from the end of the list, so that the two halves differ then.
void WanAutoencoderConfigTest::lists_may_be_longer_than_needed() {
    const AutoencoderConfig config = read(R"({"dim_mult": [1, 2, 4]})");
    QCOMPARE(config.spatial_ratio(), 4);
    QCOMPARE(config.encoder_temporal_ratio(), 2);
    QCOMPARE(config.temporal_ratio(), 4);
}

void WanAutoencoderConfigTest::refuses_what_it_cannot_run_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("problem");
    QTest::newRow("no channels") << R"({"base_dim": 0})" << "\"base_dim\" must lie between";
    QTest::newRow("too wide") << R"({"base_dim": 60000, "dim_mult": [1, 2]})" << "must be at most 65536";
    QTest::newRow("a wide decoder") << R"({"decoder_base_dim": 60000})" << "must be at most 65536";
    QTest::newRow("scales without end") << R"({"dim_mult": [1,1,1,1,1,1,1,1,1,1]})" << "scales more than 8 times";
    QTest::newRow("time unsaid") << R"({"temperal_downsample": [true, true]})" << "has 2 values; the blocks need 3";
    QTest::newRow("scales as text") << R"({"attn_scales": ["1.0"]})" << "\"attn_scales\" must lie between";
    QTest::newRow("no list") << R"({"latents_mean": 0.5})" << "\"latents_mean\" must be a list";
    QTest::newRow("no deviation") << R"({"latents_std": [0.0]})" << "\"latents_std\" must lie between";
    QTest::newRow("patches") << R"({"patch_size": 2, "in_channels": 12, "out_channels": 3})"
                             << "\"out_channels\" must be a multiple of patch_size squared, 4";
    QTest::newRow("nothing to halve") << R"({"base_dim": 1, "dim_mult": [1, 1, 1, 1]})" << "cannot go from 1 to 0";
    QTest::newRow("no whole average") << R"({"is_residual": true, "dim_mult": [1, 2, 4, 8]})" << "cannot go from 384 to 768 in block 3";
    QTest::newRow("no whole repetition") << R"({"is_residual": true, "decoder_base_dim": 4, "dim_mult": [1, 1, 8, 8]})"
                                         << "cannot go from 32 to 4 in block 2";
}

void WanAutoencoderConfigTest::refuses_what_it_cannot_run() {
    QFETCH(QString, text);
    QFETCH(QString, problem);
    const auto message = test::message_of<CheckpointError>([&] { read(text.toUtf8().constData()); });
    QVERIFY2(test::contains(message, problem.toStdString()), message.c_str());
}

void WanAutoencoderConfigTest::refuses_what_makes_no_clips_data() {
    QTest::addColumn<QString>("key");
    QTest::addColumn<nlohmann::json>("value");
    QTest::addColumn<QString>("problem");
    QTest::newRow("another ratio") << "scale_factor_spatial" << nlohmann::json(8) << "does not fit";
    QTest::newRow("another ratio of time") << "scale_factor_temporal" << nlohmann::json(8) << "does not fit";
    QTest::newRow("a decoder of another ratio") << "temperal_downsample" << nlohmann::json({true, true, false, false}) << "does not fit";
    QTest::newRow("statistics of another model") << "latents_mean" << nlohmann::json({1, 2, 3}) << "has 3 values; z_dim needs 2";
    QTest::newRow("pixels of four samples") << "out_channels" << nlohmann::json(16) << "must be 3 times patch_size squared, 12";
}

void WanAutoencoderConfigTest::refuses_what_makes_no_clips() {
    QFETCH(QString, key);
    QFETCH(nlohmann::json, value);
    QFETCH(QString, problem);
    nlohmann::json text = nlohmann::json::parse(newer_model);
    text[key.toStdString()] = value;
    const ConfigReader reader(text, "vae.json");
    const AutoencoderConfig config = AutoencoderConfig::read(reader);
    const auto message = test::message_of<CheckpointError>([&] { config.require_fit_for_clips(reader); });
    QVERIFY2(test::contains(message, problem.toStdString()), message.c_str());
}

KINORA_TEST(WanAutoencoderConfigTest)
#include "wan_autoencoder_config_test.moc"
