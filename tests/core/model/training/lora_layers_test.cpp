// Low-rank changes beside a transformer's weights: nothing at first, then what a merged file gives.
#include "core/model/training/lora_layers.h"

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/safetensors.h"
#include "core/model/diffusion/noise.h"
#include "core/model/families/ltx_video/parts.h"
#include "core/model/families/ltx_video/positions.h"
#include "core/model/training/initial_weights.h"
#include "core/model/training/mixed_precision.h"
#include "core/model/weights/lora.h"
#include "tests/support/reference_cases.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tensor_compare.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using kinora::test::contains;
using kinora::test::message_of;
using namespace kinora::ltx_video;
using training::LoraShape;

class LoraLayersTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void change_nothing_at_first();
    void equal_the_merged_file_data();
    void equal_the_merged_file();
    void only_they_are_trained();
    void a_target_that_names_nothing_is_an_error();
    void frozen_weights_are_those_that_mixed_precision_rounds();

 private:
    static inline const LoraShape shape = {3, 6.0, {"to_q", "to_out.0", "net.2"}};

    static Transformer load() {
        const ModelFolder folder(test::case_model("ltx_t2v"));
        Transformer transformer(read_transformer_config(folder));
        training::load_for_training(*transformer, folder.checkpoint("transformer"));
        return transformer;
    }

    static at::Tensor velocity(Transformer& transformer) {
        at::Generator generator = make_generator(5);
        const TransformerConfig& config = transformer->config();
        const TextContext text = transformer->prepare_text(draw_noise({1, 7, config.caption_channels}, generator), at::ones({1, 7}, at::kBool));
        const LatentGrid grid = {.frames = 2, .height = 2, .width = 3};
        const at::Tensor positions = token_positions(grid, TimeConvention::latent_index, 24.0);
        return transformer->forward(draw_noise({1, 12, config.in_channels}, generator), at::full({1, 1}, 400.0), text,
                                    rotary_tables(positions, config.inner_dim()), {});
    }
};

void LoraLayersTest::change_nothing_at_first() {
    Transformer transformer = load();
    const at::NoGradGuard no_grad;
    const at::Tensor before = velocity(transformer);
    at::Generator generator = make_generator(1);
    training::add_lora_layers(*transformer, shape, generator);
    QVERIFY(at::equal(velocity(transformer), before));
}

void LoraLayersTest::equal_the_merged_file_data() {
    QTest::addColumn<double>("alpha");
    QTest::newRow("alpha above the rank") << 6.0;
    QTest::newRow("alpha below the rank") << 1.0;
}

void LoraLayersTest::equal_the_merged_file() {
    QFETCH(double, alpha);
    const LoraShape with_alpha = {shape.rank, alpha, shape.targets};
    const at::NoGradGuard no_grad;
    Transformer trained = load();
    const at::Tensor plain = velocity(trained);
    at::Generator generator = make_generator(2);
    const auto layers = training::add_lora_layers(*trained, with_alpha, generator);
    for (const auto& item : layers->named_parameters()) {
        item.value().copy_(draw_noise(item.value().sizes(), generator) * 0.2);
    }
    const at::Tensor beside = velocity(trained);
    QVERIFY((beside - plain).abs().max().item<double>() > 0.01);

    const test::TempFolder folder;
    training::save_lora(folder / "a.safetensors", *layers, "transformer.", with_alpha);
    const auto numbers = nlohmann::json::parse(SafetensorsFile(folder / "a.safetensors").metadata().find("lora_adapter_metadata")->second);
    for (const char* key : {"r", "lora_alpha", "target_modules", "rank_pattern", "alpha_pattern"}) {  // what releases of diffusers ask for
        QVERIFY2(numbers.contains(std::string("transformer.") + key), key);
    }
    Transformer merged = load();
    apply_loras(*merged, "transformer.", {{folder / "a.safetensors", 1.0}}, {});
    KINORA_COMPARE_TENSORS(velocity(merged), beside, 2e-5);
}

void LoraLayersTest::only_they_are_trained() {
    Transformer transformer = load();
    at::Generator generator = make_generator(3);
    const auto layers = training::add_lora_layers(*transformer, shape, generator);
    const at::AutoGradMode gradients(true);
    velocity(transformer).square().mean().backward();
    std::size_t num_trained = 0;
    for (const auto& item : transformer->named_parameters()) {
        const bool is_lora = item.key().find(".lora_") != std::string::npos;
        QVERIFY2(item.value().requires_grad() == is_lora, item.key().c_str());
        num_trained += is_lora ? 1 : 0;
        // B is zero, so only B has a slope yet.
        const bool has_slope = item.value().grad().defined() && item.value().grad().abs().max().item<double>() > 0.0;
        QVERIFY2(has_slope == (is_lora && item.key().ends_with("lora_B.weight")), item.key().c_str());
    }
    // Two blocks, each with to_q and to_out of two attentions and net.2 of the feed-forward layer; A and B.
    QCOMPARE(num_trained, std::size_t{2 * 5 * 2});
    QCOMPARE(layers->named_parameters().size(), num_trained);
    QVERIFY(layers->named_parameters().contains("transformer_blocks.1.attn2.to_out.0.lora_A.weight"));
}

void LoraLayersTest::a_target_that_names_nothing_is_an_error() {
    Transformer transformer = load();
    at::Generator generator = make_generator(4);
    QVERIFY(contains(message_of<InvalidRequest>([&] { training::add_lora_layers(*transformer, LoraShape{2, 2.0, {"to_q", "to_x"}}, generator); }), "to_x"));
    QVERIFY(contains(message_of<InvalidRequest>([&] { training::add_lora_layers(*transformer, LoraShape{2, 2.0, {}}, generator); }), "to_q"));
}

void LoraLayersTest::frozen_weights_are_those_that_mixed_precision_rounds() {
    const at::NoGradGuard no_grad;
    const ComputeOptions compute = {at::kCPU, at::kBFloat16};
    Transformer whole = load();
    const ModelFolder folder(test::case_model("ltx_t2v"));
    Transformer frozen(read_transformer_config(folder));
    training::load_frozen(*frozen, folder.checkpoint("transformer"), compute, {});
    for (const auto& item : frozen->named_parameters()) {
        QVERIFY(!item.value().requires_grad());
        if (item.key().ends_with("to_q.weight")) {
            QVERIFY(item.value().scalar_type() == at::kBFloat16);
        } else if (item.key().ends_with("scale_shift_table")) {
            QVERIFY(item.value().scalar_type() == at::kFloat);
        }
    }
    const training::MixedPrecision mixed(compute);
    QVERIFY(at::equal(velocity(frozen), velocity(whole)));
}

KINORA_TEST(LoraLayersTest)
#include "lora_layers_test.moc"
