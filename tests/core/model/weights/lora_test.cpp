#include "core/model/weights/lora.h"

#include "core/base/error.h"
#include "core/model/families/ltx_video/parts.h"
#include "core/model/layers/linear.h"
#include "core/model/weights/save_tensors.h"
#include "tests/support/module_weights.h"
#include "tests/support/reference_cases.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tensor_compare.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;

// Files as diffusers saves them, applied to a module with two layers.
class LoraTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void equals_the_dense_sum_data();
    void equals_the_dense_sum();
    void takes_the_scale_that_peft_would_data();
    void takes_the_scale_that_peft_would();
    void refuses_what_is_no_plain_lora();
    void several_files_add_up();
    void strength_0_changes_no_bit();
    void small_changes_keep_their_effect_data();
    void small_changes_keep_their_effect();
    void takes_names_of_other_trainers();
    void says_what_does_not_fit_data();
    void says_what_does_not_fit();
    void diffusers_names_are_those_of_the_transformer();

 private:
    static constexpr std::int64_t rank = 3;

    struct Layers : torch::nn::Module {
        Layers() : to_q(register_module("to_q", Linear(6, 4))), proj(register_module("proj", Linear(4, 5, false))) {
            test::fill_randomly(*this, 3);
        }
        Linear to_q, proj;
    };

    static std::map<std::string, at::Tensor> factors(const std::string& module, std::int64_t out, std::int64_t in) {
        return {{"transformer." + module + ".lora_A.weight", at::randn({rank, in})},
                {"transformer." + module + ".lora_B.weight", at::randn({out, rank})}};
    }
    std::filesystem::path save(const std::string& name, const std::map<std::string, at::Tensor>& tensors,
                               const std::map<std::string, std::string>& metadata = {}) const {
        save_tensors(folder_ / name, tensors, metadata);
        return folder_ / name;
    }

    test::TempFolder folder_;
};

void LoraTest::equals_the_dense_sum_data() {
    QTest::addColumn<double>("strength");
    QTest::addColumn<double>("alpha");  // 0 for none
    QTest::addColumn<bool>("is_in_metadata");
    QTest::newRow("plain") << 1.0 << 0.0 << false;
    QTest::newRow("half") << 0.5 << 0.0 << false;
    QTest::newRow("turned round") << -1.0 << 0.0 << false;
    QTest::newRow("with alpha") << 1.0 << 6.0 << false;
    QTest::newRow("alpha in the metadata") << 0.7 << 1.5 << true;
}

void LoraTest::equals_the_dense_sum() {
    QFETCH(double, strength);
    QFETCH(double, alpha);
    QFETCH(bool, is_in_metadata);
    auto tensors = factors("to_q", 4, 6);
    const at::Tensor product = at::matmul(tensors.at("transformer.to_q.lora_B.weight"), tensors.at("transformer.to_q.lora_A.weight"));
    std::map<std::string, std::string> metadata = {{"format", "pt"}};
    if (is_in_metadata) {
        metadata["lora_adapter_metadata"] = R"({"transformer.r": 3, "transformer.lora_alpha": 1.5})";
    } else if (alpha != 0.0) {
        tensors["transformer.to_q.alpha"] = at::full({}, alpha);
    }
    Layers layers;
    const at::Tensor before = layers.to_q->weight.detach().clone();
    const at::Tensor other = layers.proj->weight.detach().clone();
    apply_loras(layers, "transformer.", {{save("a.safetensors", tensors, metadata), strength}}, {});
    const double scale = strength * (alpha == 0.0 ? 1.0 : alpha / static_cast<double>(rank));
    KINORA_COMPARE_TENSORS(layers.to_q->weight.detach(), before + product * scale, 1e-6);
    QVERIFY(at::equal(layers.proj->weight, other));
}

void LoraTest::takes_the_scale_that_peft_would_data() {
    QTest::addColumn<QByteArray>("metadata");
    QTest::addColumn<double>("scale");
    QTest::newRow("rank stabilised") << QByteArray(R"({"transformer.lora_alpha": 6, "transformer.use_rslora": true})") << 6.0 / std::sqrt(3.0);
    QTest::newRow("not rank stabilised") << QByteArray(R"({"transformer.lora_alpha": 6, "transformer.use_rslora": false})") << 2.0;
    QTest::newRow("a pattern") << QByteArray(R"({"transformer.lora_alpha": 6, "transformer.alpha_pattern": {"to_q": 12, "proj": 1}})") << 4.0;
    QTest::newRow("a pattern of another layer") << QByteArray(R"({"transformer.lora_alpha": 6, "transformer.alpha_pattern": {"o_q": 12}})") << 2.0;
}

void LoraTest::takes_the_scale_that_peft_would() {
    QFETCH(QByteArray, metadata);
    QFETCH(double, scale);
    const auto tensors = factors("to_q", 4, 6);
    const at::Tensor product = at::matmul(tensors.at("transformer.to_q.lora_B.weight"), tensors.at("transformer.to_q.lora_A.weight"));
    Layers layers;
    const at::Tensor before = layers.to_q->weight.detach().clone();
    apply_loras(layers, "transformer.", {{save("a.safetensors", tensors, {{"lora_adapter_metadata", metadata.toStdString()}}), 1.0}}, {});
    KINORA_COMPARE_TENSORS(layers.to_q->weight.detach(), before + product * scale, 1e-5);
}

void LoraTest::refuses_what_is_no_plain_lora() {
    const auto file = save("a.safetensors", factors("to_q", 4, 6), {{"lora_adapter_metadata", R"({"transformer.use_dora": true})"}});
    Layers layers;
    const std::string message = test::message_of<CheckpointError>([&] { apply_loras(layers, "transformer.", {{file, 1.0}}, {}); });
    QVERIFY2(test::contains(message, "DoRA"), message.c_str());
}

void LoraTest::several_files_add_up() {
    const auto first = factors("to_q", 4, 6);
    const auto second = factors("to_q", 4, 6);
    const auto product = [](const auto& tensors) {
        return at::matmul(tensors.at("transformer.to_q.lora_B.weight"), tensors.at("transformer.to_q.lora_A.weight"));
    };
    Layers layers;
    const at::Tensor before = layers.to_q->weight.detach().clone();
    apply_loras(layers, "transformer.", {{save("a.safetensors", first), 0.5}, {save("b.safetensors", second), 2.0}}, {});
    KINORA_COMPARE_TENSORS(layers.to_q->weight.detach(), before + 0.5 * product(first) + 2.0 * product(second), 1e-5);
}

void LoraTest::strength_0_changes_no_bit() {
    Layers layers;
    const at::Tensor before = layers.to_q->weight.detach().clone();
    apply_loras(layers, "transformer.", {{save("a.safetensors", factors("to_q", 4, 6)), 0.0}}, {});
    QVERIFY(at::equal(layers.to_q->weight, before));
}

void LoraTest::small_changes_keep_their_effect_data() {
    QTest::addColumn<int>("type");
    QTest::addColumn<bool>("is_packed");
    QTest::newRow("bf16") << static_cast<int>(at::kBFloat16) << false;
    QTest::newRow("bf16, packed") << static_cast<int>(at::kBFloat16) << true;
    QTest::newRow("fp16") << static_cast<int>(at::kHalf) << false;
    QTest::newRow("fp32") << static_cast<int>(at::kFloat) << true;
}

// Two LoRAs of together a thousandth of the weight, less than half the distance of two numbers in bfloat16: along the change that they make in
// float32, the layer changes by as much.
void LoraTest::small_changes_keep_their_effect() {
    QFETCH(int, type);
    QFETCH(bool, is_packed);
    const auto dtype = static_cast<at::ScalarType>(type);
    static constexpr std::int64_t width = 256;
    struct Layer : torch::nn::Module {
        Layer() : to_q(register_module("to_q", Linear(width, width))) { test::fill_randomly(*this, 3); }
        Linear to_q;
    };
    Layer layer;
    const at::NoGradGuard no_grad;
    layer.to(dtype);
    at::Tensor change = at::zeros({width, width});
    std::vector<LoraFile> loras;
    for (const char* name : {"a.safetensors", "b.safetensors"}) {
        auto tensors = factors("to_q", width, width);
        at::Tensor& up = tensors.at("transformer.to_q.lora_B.weight");
        const at::Tensor product = at::matmul(up, tensors.at("transformer.to_q.lora_A.weight"));
        const at::Tensor shrunk = 0.0007 * layer.to_q->weight.to(at::kFloat).norm() / product.norm();
        up = up * shrunk;
        change += product * shrunk;
        loras.push_back({save(name, tensors), 1.0});
    }
    const at::Tensor x = at::randn({512, width}).to(dtype);
    const at::Tensor before = layer.to_q->forward(x).to(at::kFloat);
    apply_loras(layer, "transformer.", loras, {});
    QCOMPARE(layer.to_q->weight.scalar_type(), dtype);
    if (is_packed) {
        layer.to_q->pack_weights();
    }
    const at::Tensor effect = layer.to_q->forward(x).to(at::kFloat) - before;
    const at::Tensor expected = at::matmul(x.to(at::kFloat), change.t());
    const double share = ((effect * expected).sum() / expected.square().sum()).item<double>();
    QVERIFY2(std::abs(share - 1.0) < 0.05, qPrintable(QString::number(share)));
}

void LoraTest::takes_names_of_other_trainers() {
    const auto tensors = factors("to_q", 4, 6);
    std::map<std::string, at::Tensor> renamed;
    for (const auto& [name, tensor] : tensors) {
        renamed["diffusion_model." + name.substr(std::string("transformer.").size())] = tensor;
    }
    Layers layers;
    Layers same;
    apply_loras(layers, "transformer.", {{save("a.safetensors", tensors), 1.0}}, {});
    apply_loras(same, "transformer.", {{save("b.safetensors", renamed), 1.0}}, {});
    QVERIFY(at::equal(layers.to_q->weight, same.to_q->weight));
    renamed.insert(*tensors.begin());
    const auto mixed = save("c.safetensors", renamed);
    QVERIFY(test::contains(test::message_of<CheckpointError>([&] { apply_loras(same, "transformer.", {{mixed, 1.0}}, {}); }), "is no part of a LoRA"));
}

void LoraTest::says_what_does_not_fit_data() {
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("problem");
    QTest::newRow("another module") << "transformer.to_z.lora_A.weight" << "fits no weight of this model";
    QTest::newRow("another kind of file") << "transformer.to_q.weight" << "is no part of a LoRA for this model";
    QTest::newRow("another component") << "text_encoder.to_q.lora_A.weight" << "is no part of a LoRA for this model";
    QTest::newRow("half of a pair") << "transformer.to_q.lora_A.weight" << "has only one of lora_A and lora_B";
    QTest::newRow("a whole pair of another shape") << "" << "do not fit a weight of 5 x 4";
}

void LoraTest::says_what_does_not_fit() {
    QFETCH(QString, key);
    QFETCH(QString, problem);
    const auto tensors = key.isEmpty() ? factors("proj", 5, 7) : std::map<std::string, at::Tensor>{{key.toStdString(), at::zeros({3, 6})}};
    const auto file = save("a.safetensors", tensors);
    Layers layers;
    const at::Tensor before = layers.proj->weight.detach().clone();
    const std::string message = test::message_of<CheckpointError>([&] { apply_loras(layers, "transformer.", {{file, 0.0}}, {}); });
    QVERIFY2(test::contains(message, problem.toStdString()) && test::contains(message, "a.safetensors"), message.c_str());
    QVERIFY(at::equal(layers.proj->weight, before));
}

void LoraTest::diffusers_names_are_those_of_the_transformer() {
    const at::NoGradGuard no_grad;
    const ModelFolder folder(test::case_model("ltx_t2v"));
    const ltx_video::TransformerConfig config = ltx_video::read_transformer_config(folder);
    const std::int64_t width = config.inner_dim();
    std::map<std::string, at::Tensor> tensors;
    for (const char* module : {"transformer_blocks.0.attn1.to_q", "transformer_blocks.0.attn2.to_out.0"}) {
        tensors.merge(factors(module, width, width));
    }
    tensors.merge(factors("transformer_blocks.0.ff.net.0.proj", 4 * width, width));
    tensors.merge(factors("proj_out", config.out_channels, width));
    const LoraFile lora = {save("a.safetensors", tensors), 1.0};
    ltx_video::Transformer plain = ltx_video::load_transformer(folder, config, {}, {});
    ltx_video::Transformer adapted = ltx_video::load_transformer(folder, config, {}, {}, {lora});
    const at::Tensor tokens = at::randn({1, 6, config.in_channels});
    const at::Tensor text = at::randn({1, 5, config.caption_channels});
    const auto velocity = [&](ltx_video::Transformer& transformer) {
        const RotaryTables rope = {at::ones({1, 6, width / 2}), at::zeros({1, 6, width / 2})};
        return transformer->forward(tokens, at::full({1, 1}, 500.0), transformer->prepare_text(text, {}), rope, {});
    };
    QVERIFY(test::max_difference(velocity(plain), velocity(adapted)) > 0.01);
}

KINORA_TEST(LoraTest)
#include "lora_test.moc"
