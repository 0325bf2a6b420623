#include "core/model/families/ltx_video/transformer.h"

#include "core/base/cancelled.h"
#include "core/model/families/ltx_video/pipeline.h"
#include "core/model/families/ltx_video/positions.h"
#include "core/model/verification/reference_file.h"
#include "tests/support/reference_cases.h"
#include "tests/support/tensor_compare.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::ltx_video;
using kinora::test::case_model;
using kinora::test::case_reference;

class LtxTransformerTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void equals_the_reference_data();
    void equals_the_reference();
    void one_timestep_for_all_tokens_equals_one_for_each();
    void keeps_its_precision_in_bf16();
    void streamed_weights_give_the_same_numbers_data();
    void streamed_weights_give_the_same_numbers();
    void stops_between_blocks();
};

static at::Tensor run(Transformer& transformer, const ReferenceFile& reference, const std::string& run,
                      const RotaryTables& rope, at::ScalarType type = at::kFloat) {
    const std::string input = run + ".transformer.input.";
    const at::Tensor timestep = reference.tensor(input + "timestep");
    const at::Tensor mask = reference.tensor(input + "encoder_attention_mask");
    const TextContext text =
        transformer->prepare_text(reference.tensor(input + "encoder_hidden_states").to(type), mask);
    return transformer->forward(reference.tensor(input + "hidden_states"),
                                timestep.dim() == 1 ? timestep.unsqueeze(1) : timestep, text, rope, {});
}

static RotaryTables recorded_rope(const ReferenceFile& reference, const std::string& run) {
    const auto halved = [&](const char* part) {
        const at::Tensor whole = reference.tensor(run + ".transformer.rope." + part);
        return whole.slice(-1, 0, whole.size(-1), 2).contiguous();
    };
    return {halved("cos"), halved("sin")};
}

void LtxTransformerTest::equals_the_reference_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("run");
    QTest::newRow("text, width not a multiple of 6") << "ltx_t2v" << "run.a";
    QTest::newRow("text, other size") << "ltx_t2v" << "run.b";
    QTest::newRow("one frame, no guidance") << "ltx_t2v" << "run.c";
    QTest::newRow("one timestep a clip") << "ltx_conditions" << "run.a";
    QTest::newRow("timesteps a token") << "ltx_conditions" << "run.b";
    QTest::newRow("many extra tokens") << "ltx_conditions" << "run.c";
}

void LtxTransformerTest::equals_the_reference() {
    QFETCH(QString, name);
    QFETCH(QString, run);
    const at::NoGradGuard no_grad;
    const ReferenceFile reference(case_reference(name.toStdString()));
    const ModelFolder folder(case_model(name.toStdString()));
    Transformer transformer = load_transformer(folder, read_transformer_config(folder), {}, {});
    const std::string prefix = run.toStdString();
    const at::Tensor output = ::run(transformer, reference, prefix, recorded_rope(reference, prefix));
    const double difference = test::max_relative_difference(output, reference.tensor(prefix + ".transformer.output"));
    QVERIFY2(difference <= 2e-5, qPrintable(QString::number(difference)));
}

void LtxTransformerTest::one_timestep_for_all_tokens_equals_one_for_each() {
    const at::NoGradGuard no_grad;
    const ModelFolder folder(case_model("ltx_t2v"));
    Transformer transformer = load_transformer(folder, read_transformer_config(folder), {}, {});
    const at::Tensor tokens = at::randn({2, 6, 8});
    const TextContext text = transformer->prepare_text(at::randn({2, 5, 16}), {});
    const RotaryTables rope = rotary_tables(at::rand({3, 6}), 20);
    const at::Tensor one = transformer->forward(tokens, at::full({1, 1}, 500.0), text, rope, {});
    const at::Tensor each = transformer->forward(tokens, at::full({2, 6}, 500.0), text, rope, {});
    KINORA_COMPARE_TENSORS(one, each, 1e-6);
    const at::Tensor other = transformer->forward(tokens, at::full({1, 1}, 400.0), text, rope, {});
    QVERIFY(test::max_difference(one, other) > 1e-3);
}

void LtxTransformerTest::keeps_its_precision_in_bf16() {
    const at::NoGradGuard no_grad;
    const ReferenceFile reference(case_reference("ltx_conditions"));
    const ModelFolder folder(case_model("ltx_conditions"));
    ComputeOptions compute;
    compute.dtype = at::kBFloat16;
    Transformer transformer = load_transformer(folder, read_transformer_config(folder), compute, {});
    const at::Tensor output = run(transformer, reference, "run.b", recorded_rope(reference, "run.b"), at::kBFloat16);
    const double difference = test::max_relative_difference(output, reference.tensor("run.b.transformer.output"));
    QVERIFY2(difference <= 0.02, qPrintable(QString::number(difference)));
}

void LtxTransformerTest::streamed_weights_give_the_same_numbers_data() {
    QTest::addColumn<bool>("is_bf16");
    QTest::newRow("as they are stored") << false;
    QTest::newRow("in another type") << true;
}

void LtxTransformerTest::streamed_weights_give_the_same_numbers() {
    QFETCH(bool, is_bf16);
    const at::NoGradGuard no_grad;
    const ComputeOptions compute = {.dtype = is_bf16 ? at::kBFloat16 : at::kFloat};
    const ModelFolder folder(case_model("ltx_t2v"));
    const TransformerConfig config = read_transformer_config(folder);
    Transformer resident = load_transformer(folder, config, compute, {});
    Transformer streamed = load_transformer(folder, config, compute, {}, {}, BlockWeights::streamed);
    const at::Tensor embeds = at::randn({2, 5, 16}).to(compute.dtype);
    const at::Tensor tokens = at::randn({2, 6, 8});
    const RotaryTables rope = rotary_tables(at::rand({3, 6}), 20);
    const auto run = [&](Transformer& transformer) {
        return transformer->forward(tokens, at::full({2, 6}, 500.0), transformer->prepare_text(embeds, {}), rope, {});
    };
    const at::Tensor expected = run(resident);
    // Twice, because the first time could leave the weights there.
    for (int i = 0; i < 2; ++i) {
        const double difference = test::max_relative_difference(run(streamed), expected);
        QVERIFY2(difference <= (is_bf16 ? 0.02 : 2e-5), qPrintable(QString::number(difference)));
        for (const auto& item : streamed->named_parameters()) {
            const bool is_away = !block_of(item.key()).empty();
            QVERIFY2(!is_away || item.value().scalar_type() == at::kFloat, item.key().c_str());  // as in the file
        }
    }
}

void LtxTransformerTest::stops_between_blocks() {
    const at::NoGradGuard no_grad;
    const ModelFolder folder(case_model("ltx_t2v"));
    Transformer transformer = load_transformer(folder, read_transformer_config(folder), {}, {});
    const TextContext text = transformer->prepare_text(at::randn({1, 5, 16}), {});
    std::stop_source source;
    source.request_stop();
    QVERIFY_EXCEPTION_THROWN(transformer->forward(at::randn({1, 6, 8}), at::zeros({1, 1}), text,
                                                  rotary_tables(at::rand({3, 6}), 20), source.get_token()),
                             Cancelled);
}

KINORA_TEST(LtxTransformerTest)
#include "transformer_test.moc"
