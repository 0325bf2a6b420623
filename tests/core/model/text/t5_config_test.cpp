#include "core/model/text/t5_config.h"

#include "core/base/error.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;
using nlohmann::json;

class T5ConfigTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void has_the_defaults_of_the_reference();
    void reads_the_feed_forward_layer_data();
    void reads_the_feed_forward_layer();
    void refuses_data();
    void refuses();
};

static T5Config read(json config) {
    return read_t5_config(ConfigReader(std::move(config), "some/config.json"));
}

void T5ConfigTest::has_the_defaults_of_the_reference() {
    const T5Config t5 = read({{"model_type", "t5"}});
    QCOMPARE(t5.vocab_size, 32'128);
    QCOMPARE(t5.d_ff, 2048);
    QCOMPARE(t5.num_heads, 8);
    QCOMPARE(t5.num_layers, 6);
    QVERIFY(!t5.has_bias_per_block && !t5.is_gated && t5.activation == T5Config::Activation::relu);
    const T5Config umt5 = read({{"model_type", "umt5"}});
    QCOMPARE(umt5.vocab_size, 250'112);
    QCOMPARE(umt5.num_heads, 6);
    QCOMPARE(umt5.num_layers, 8);
    QCOMPARE(umt5.num_buckets, 32);
    QCOMPARE(umt5.max_distance, 128);
    QVERIFY(umt5.has_bias_per_block && umt5.is_gated && umt5.activation == T5Config::Activation::gelu_tanh);
}

void T5ConfigTest::reads_the_feed_forward_layer_data() {
    using enum T5Config::Activation;
    QTest::addColumn<json>("config");
    QTest::addColumn<int>("activation");
    QTest::addColumn<bool>("is_gated");
    const auto row = [](const char* name, const json& config, T5Config::Activation activation, bool is_gated) {
        QTest::newRow(name) << config << static_cast<int>(activation) << is_gated;
    };
    row("relu", {{"feed_forward_proj", "relu"}}, relu, false);
    row("gelu", {{"feed_forward_proj", "gelu"}}, gelu, false);
    row("gated-gelu", {{"feed_forward_proj", "gated-gelu"}}, gelu_tanh, true);
    row("gated-silu", {{"feed_forward_proj", "gated-silu"}}, silu, true);
    row("stored results", {{"feed_forward_proj", "gated-gelu"}, {"dense_act_fn", "gelu"}, {"is_gated_act", false}}, gelu, false);
}

void T5ConfigTest::reads_the_feed_forward_layer() {
    QFETCH(json, config);
    QFETCH(int, activation);
    QFETCH(bool, is_gated);
    config["model_type"] = "t5";
    const T5Config result = read(config);
    QCOMPARE(static_cast<int>(result.activation), activation);
    QCOMPARE(result.is_gated, is_gated);
}

void T5ConfigTest::refuses_data() {
    QTest::addColumn<json>("config");
    QTest::addColumn<QString>("problem");
    const auto row = [](const char* name, const json& config, const char* problem) {
        QTest::newRow(name) << config << QString(problem);
    };
    row("no type", {{"model_type", nullptr}}, "model_type is \"\"");
    row("other type", {{"model_type", "bert"}}, "model_type is \"bert\"");
    row("decoder", {{"is_decoder", true}}, "is_decoder");
    row("quantized", {{"quantization_config", {{"bits", 8}}}}, "quantization_config");
    row("activation", {{"feed_forward_proj", "gated-tanh"}}, "dense_act_fn is \"tanh\"");
    row("no width", {{"d_model", 0}}, "\"d_model\" must lie between");
    row("huge width", {{"d_model", 1'000'000'000}}, "\"d_model\" must lie between");
    row("huge vocabulary", {{"vocab_size", 1'000'000'000'000}}, "\"vocab_size\" must lie between");
    row("negative layers", {{"num_layers", -1}}, "\"num_layers\" must lie between");
    row("no heads", {{"num_heads", 0}}, "\"num_heads\" must lie between");
    row("wide heads", {{"num_heads", 60'000}, {"d_kv", 60'000}}, "times d_kv");
    row("few buckets", {{"relative_attention_num_buckets", 2}}, "num_buckets\" must lie between");
    row("short distance", {{"relative_attention_max_distance", 8}}, "max_distance\" must lie between");
    row("number as text", {{"d_kv", "64"}}, "\"d_kv\" must lie between");
    row("eps", {{"layer_norm_epsilon", -1}}, "\"layer_norm_epsilon\" must lie between");
}

void T5ConfigTest::refuses() {
    QFETCH(json, config);
    QFETCH(QString, problem);
    json full = {{"model_type", "t5"}};
    full.update(config);
    const auto message = message_of<Error>([&] { read(full); });
    QVERIFY2(contains(message, problem.toStdString()), message.c_str());
}

KINORA_TEST(T5ConfigTest)
#include "t5_config_test.moc"
