#include "core/model/text/t5_encoder.h"

#include <ATen/ATen.h>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/base/file_io.h"
#include "tests/core/model/text/text_fixtures.h"
#include "tests/support/module_weights.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tensor_compare.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;
using nlohmann::json;

// The largest difference from the reference in float32, relative to the reference's peak.
constexpr double tolerance = 2e-5;

class T5EncoderTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void matches_the_reference_data();
    void matches_the_reference();
    void variants_match_the_reference_data();
    void variants_match_the_reference();
    void buckets_match_the_reference();
    void half_clamps_and_keeps_parts_in_float32();
    void bfloat16_is_as_near_as_the_reference();
    void padding_changes_no_text();
    void rows_do_not_depend_on_each_other();
    void accepts_either_name_of_the_embeddings_data();
    void accepts_either_name_of_the_embeddings();
    void refuses_weights_of_another_config();
    void stops_between_blocks();
    void gradients_reach_every_parameter();
};

static T5Encoder load_fixture(const std::string& name, at::ScalarType dtype = at::kFloat, BlockWeights blocks = BlockWeights::resident) {
    return load_t5_encoder(ModelFolder(text_fixture(name)), "text_encoder", {at::kCPU, dtype}, {}, blocks);
}

static void write_tensors(const std::filesystem::path& file, const std::map<std::string, at::Tensor>& tensors) {
    std::vector<TensorBytes> bytes;
    for (const auto& [name, tensor] : tensors) {
        const std::span data(static_cast<const std::byte*>(tensor.const_data_ptr()), tensor.nbytes());
        bytes.push_back({name, ScalarType::f32, tensor.sizes().vec(), data});
    }
    write_safetensors(file, bytes, {});
}

// A model folder with one of the variants' encoders in it.
class VariantFolder {
 public:
    explicit VariantFolder(const std::string& name) {
        const auto all = read_tensors(text_fixture("variants.safetensors"));
        const std::string prefix = name + ".weights.";
        for (auto item = all.lower_bound(prefix); item != all.end() && item->first.starts_with(prefix); ++item) {
            weights[item->first.substr(prefix.size())] = item->second;
        }
        std::filesystem::create_directories(folder_.path() / "text_encoder");
        write_file_atomically(folder_.path() / "text_encoder/config.json",
                              SafetensorsFile(text_fixture("variants.safetensors")).metadata().at(name));
    }

    T5Encoder load(at::ScalarType dtype = at::kFloat) const {
        write_tensors(folder_.path() / "text_encoder/model.safetensors", weights);
        return load_t5_encoder(ModelFolder(folder_.path()), "text_encoder", {at::kCPU, dtype}, {});
    }

    std::map<std::string, at::Tensor> weights;

 private:
    TempFolder folder_;
};

#define KINORA_COMPARE_RELATIVE(actual, expected, limit)                                                            \
    do {                                                                                                            \
        const double difference_ = max_relative_difference((actual), (expected));                                   \
        QVERIFY2(difference_ <= (limit), qPrintable(QString("relative difference %1 > %2").arg(difference_).arg(limit))); \
    } while (false)

void T5EncoderTest::matches_the_reference_data() {
    QTest::addColumn<std::string>("name");
    QTest::addColumn<bool>("is_streamed");
    for (const bool is_streamed : {false, true}) {
        const char* how = is_streamed ? ", streamed" : "";
        QTest::addRow("T5%s", how) << std::string("t5") << is_streamed;
        QTest::addRow("UMT5, sharded%s", how) << std::string("umt5") << is_streamed;
        QTest::addRow("T5, stored in bfloat16%s", how) << std::string("ltx") << is_streamed;
    }
}

void T5EncoderTest::matches_the_reference() {
    QFETCH(std::string, name);
    const at::NoGradGuard no_grad;
    auto expected = read_tensors(text_fixture("encoders.safetensors"));
    QFETCH(bool, is_streamed);
    T5Encoder encoder = load_fixture(name, at::kFloat, is_streamed ? BlockWeights::streamed : BlockWeights::resident);
    const at::Tensor ids = expected[name + ".input_ids"];
    std::int64_t num_states = 0;
    const auto compare_state = [&](std::int64_t i, const at::Tensor& hidden) {
        QCOMPARE(i, num_states++);
        KINORA_COMPARE_RELATIVE(hidden[2], expected.at(name + ".hidden_states." + std::to_string(i)), tolerance);
    };
    const at::Tensor output = encoder->forward(ids, expected[name + ".attention_mask"], {}, compare_state);
    QCOMPARE(num_states, encoder->config().num_layers + 1);
    KINORA_COMPARE_RELATIVE(output, expected[name + ".output"], tolerance);
    const at::Tensor without_mask = encoder->forward(ids.narrow(0, 0, 1), {}, {});
    KINORA_COMPARE_RELATIVE(without_mask, expected[name + ".output_without_mask"], tolerance);
    for (const int block : {0, 2}) {
        const auto bias = expected.find(name + ".position_bias." + std::to_string(block));
        if (bias != expected.end()) {
            const at::Tensor actual = encoder->position_bias(ids.size(1), static_cast<std::size_t>(block));
            KINORA_COMPARE_TENSORS(actual.slice(2, 0, std::nullopt, 29), bias->second, 0.0);
        }
    }
}

void T5EncoderTest::variants_match_the_reference_data() {
    QTest::addColumn<std::string>("name");
    for (const char* name : {"relu", "gelu", "gated-silu", "buckets", "umt5"}) {
        QTest::newRow(name) << std::string(name);
    }
}

void T5EncoderTest::variants_match_the_reference() {
    QFETCH(std::string, name);
    const at::NoGradGuard no_grad;
    auto expected = read_tensors(text_fixture("variants.safetensors"));
    const at::Tensor output = VariantFolder(name).load()->forward(expected["input_ids"], expected["attention_mask"], {});
    KINORA_COMPARE_RELATIVE(output, expected[name + ".output"], tolerance);
}

void T5EncoderTest::buckets_match_the_reference() {
    auto expected = read_tensors(text_fixture("variants.safetensors"));
    for (const auto& [num_buckets, max_distance] : {std::pair(32, 128), {8, 20}, {10, 20}, {64, 1000}, {33, 129}}) {
        // By distance from -700 to 700; the last query sees the first half, the first query the second.
        const std::string name = "buckets." + std::to_string(num_buckets) + "." + std::to_string(max_distance);
        const at::Tensor by_distance = expected.at(name).to(at::kLong);
        const at::Tensor buckets = relative_position_buckets(701, num_buckets, max_distance);
        QVERIFY(at::equal(buckets[700], by_distance.narrow(0, 0, 701)));
        QVERIFY(at::equal(buckets[0], by_distance.narrow(0, 700, 701)));
        QVERIFY(at::equal(buckets[300], by_distance.narrow(0, 400, 701)));
    }
}

void T5EncoderTest::half_clamps_and_keeps_parts_in_float32() {
    const at::NoGradGuard no_grad;
    auto expected = read_tensors(text_fixture("variants.safetensors"));
    T5Encoder encoder = VariantFolder("half").load(at::kHalf);
    at::Tensor first;
    const auto take_first = [&](std::int64_t i, const at::Tensor& hidden) { first = i == 1 ? hidden : first; };
    const at::Tensor output = encoder->forward(expected["input_ids"], expected["attention_mask"], {}, take_first);
    // The residual stream is float32 from the first feed-forward layer on, as wo is.
    QCOMPARE(first.scalar_type(), at::kFloat);
    QCOMPARE(output.scalar_type(), at::kHalf);
    // Sums beyond float16's range are what the reference clamps them to; the rest has float16's precision.
    QVERIFY(expected["half.hidden_states.1"].abs().max().item<float>() > 64'000.0f);
    KINORA_COMPARE_RELATIVE(first, expected["half.hidden_states.1"], 2e-3);
    KINORA_COMPARE_RELATIVE(output, expected["half.output"], 4e-3);
}

void T5EncoderTest::bfloat16_is_as_near_as_the_reference() {
    const at::NoGradGuard no_grad;
    auto expected = read_tensors(text_fixture("encoders.safetensors"));
    const at::Tensor exact = expected["ltx.output"];
    T5Encoder encoder = load_fixture("ltx", at::kBFloat16);
    const at::Tensor output = encoder->forward(expected["ltx.input_ids"], expected["ltx.attention_mask"], {});
    QCOMPARE(output.scalar_type(), at::kBFloat16);
    const double reference_error = (expected["ltx.output.bf16"].to(at::kFloat) - exact).norm().item<double>();
    const double error = (output.to(at::kFloat) - exact).norm().item<double>();
    QVERIFY2(error <= 1.2 * reference_error, qPrintable(QString("%1 against %2").arg(error).arg(reference_error)));
}

void T5EncoderTest::padding_changes_no_text() {
    const at::NoGradGuard no_grad;
    T5Encoder encoder = load_fixture("umt5");
    const at::Tensor ids = at::randint(3, 1000, {1, 20}, at::kLong);
    const at::Tensor alone = encoder->forward(ids, {}, {});
    const at::Tensor padded_ids = at::cat({ids, at::zeros({1, 30}, at::kLong)}, 1);
    const at::Tensor mask = (at::arange(50) < 20).unsqueeze(0);
    KINORA_COMPARE_RELATIVE(encoder->forward(padded_ids, mask, {}).narrow(1, 0, 20), alone, tolerance);
    QVERIFY(max_relative_difference(encoder->forward(padded_ids, {}, {}).narrow(1, 0, 20), alone) > 1e-3);
}

void T5EncoderTest::rows_do_not_depend_on_each_other() {
    const at::NoGradGuard no_grad;
    auto expected = read_tensors(text_fixture("encoders.safetensors"));
    T5Encoder encoder = load_fixture("t5");
    const at::Tensor ids = expected["t5.input_ids"];
    const at::Tensor mask = expected["t5.attention_mask"];
    const at::Tensor together = encoder->forward(ids, mask, {});
    for (std::int64_t row = 0; row < ids.size(0); ++row) {
        const at::Tensor alone = encoder->forward(ids.narrow(0, row, 1), mask.narrow(0, row, 1), {});
        KINORA_COMPARE_RELATIVE(alone, together.narrow(0, row, 1), tolerance);
    }
}

void T5EncoderTest::accepts_either_name_of_the_embeddings_data() {
    QTest::addColumn<bool>("has_shared");
    QTest::addColumn<bool>("has_own");
    QTest::newRow("shared") << true << false;
    QTest::newRow("own") << false << true;
    QTest::newRow("both") << true << true;
}

void T5EncoderTest::accepts_either_name_of_the_embeddings() {
    QFETCH(bool, has_shared);
    QFETCH(bool, has_own);
    const at::NoGradGuard no_grad;
    auto expected = read_tensors(text_fixture("variants.safetensors"));
    VariantFolder folder("relu");
    const at::Tensor embeddings = folder.weights["shared.weight"];
    folder.weights.erase("shared.weight");
    if (has_own) {
        folder.weights["encoder.embed_tokens.weight"] = embeddings;
    }
    if (has_shared) {
        folder.weights["shared.weight"] = has_own ? at::zeros_like(embeddings) : embeddings;  // the own ones count
    }
    // A file may hold a whole T5, of which only the encoder is used.
    folder.weights["decoder.final_layer_norm.weight"] = at::ones({16});
    folder.weights["lm_head.weight"] = at::ones({60, 16});
    const at::Tensor output = folder.load()->forward(expected["input_ids"], expected["attention_mask"], {});
    KINORA_COMPARE_RELATIVE(output, expected["relu.output"], tolerance);
}

void T5EncoderTest::refuses_weights_of_another_config() {
    VariantFolder folder("umt5");
    const auto key = std::string("encoder.block.1.layer.0.SelfAttention.relative_attention_bias.weight");
    const at::Tensor table = folder.weights.at(key);
    folder.weights.erase(key);
    QVERIFY(contains(message_of<CheckpointError>([&] { folder.load(); }), "\"" + key + "\" is missing"));
    folder.weights[key] = table.narrow(0, 0, 4).contiguous();
    QVERIFY(contains(message_of<CheckpointError>([&] { folder.load(); }), "has the shape [4, 3]"));
    VariantFolder shared("relu");
    shared.weights[key] = table;
    QVERIFY(contains(message_of<CheckpointError>([&] { shared.load(); }), "is not part of the model"));
}

void T5EncoderTest::stops_between_blocks() {
    const at::NoGradGuard no_grad;
    auto expected = read_tensors(text_fixture("encoders.safetensors"));
    T5Encoder encoder = load_fixture("t5");
    std::stop_source source;
    std::int64_t last = -1;
    const auto stop_after_first = [&](std::int64_t i, const at::Tensor&) {
        last = i;
        if (i == 1) {
            source.request_stop();
        }
    };
    QVERIFY_EXCEPTION_THROWN(encoder->forward(expected["t5.input_ids"], {}, source.get_token(), stop_after_first), Cancelled);
    QCOMPARE(last, 1);
}

void T5EncoderTest::gradients_reach_every_parameter() {
    const json config = {{"model_type", "umt5"}, {"vocab_size", 20}, {"d_model", 8}, {"d_kv", 4},
                         {"d_ff", 8},            {"num_layers", 2},  {"num_heads", 2}};
    T5Encoder encoder(read_t5_config(ConfigReader(config, "config.json")));
    fill_randomly(*encoder, 1);
    encoder->forward(at::arange(20).unsqueeze(0), {}, {}).sum().backward();
    for (const auto& item : encoder->named_parameters()) {
        QVERIFY2(item.value().grad().defined(), item.key().c_str());
    }
}

KINORA_TEST(T5EncoderTest)
#include "t5_encoder_test.moc"
