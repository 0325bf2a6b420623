// Parts of Wan models as they are loaded: that they fit each other, wait in their files, and are adapted.
#include "core/model/families/wan/parts.h"

#include <ATen/ops/full.h>
#include <ATen/ops/randn.h>

#include <fstream>
#include <map>

#include "core/base/error.h"
#include "core/model/diffusion/noise.h"
#include "core/model/families/wan/original_names.h"
#include "core/model/families/wan/positions.h"
#include "core/model/model_library.h"
#include "core/model/weights/save_tensors.h"
#include "tests/support/reference_cases.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::wan;
using kinora::test::case_model;
using kinora::test::contains;
using kinora::test::message_of;
using kinora::test::TempFolder;

namespace fs = std::filesystem;

class WanPartsTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void blocks_that_wait_in_files_compute_the_same_data();
    void blocks_that_wait_in_files_compute_the_same();
    void a_lora_may_have_the_names_of_the_authors();
    void names_that_both_have_stay();
    void refuses_a_lora_for_a_second_transformer();
    void refuses_parts_of_different_models_data();
    void refuses_parts_of_different_models();
    void takes_the_output_of_the_class_where_none_is_said();
    void a_model_is_another_with_another_boundary();
    void refuses_scales_for_other_layers();
};

static at::Tensor velocity_of(Transformer& transformer, const ComputeOptions& compute) {
    const TransformerConfig& config = transformer->config();
    at::Generator generator = make_generator(5);
    const at::Tensor latents = at::randn({1, config.in_channels, 2, 4, 4}, generator);
    const at::Tensor text = at::randn({1, 6, config.text_dim}, generator).to(compute.dtype);
    std::optional<Control> control;
    if (config.has_control()) {
        control = Control{at::randn({1, config.vace_in_channels, 2, 4, 4}, generator), std::vector(config.vace_layers.size(), 1.0)};
    }
    const at::Tensor pictures = config.sees_pictures() ? at::randn({1, 5, config.image_dim}, generator).to(compute.dtype) : at::Tensor();
    const PromptContext prompt = transformer->prepare_prompt(text, pictures, {});
    const RotaryTables rope = rotary_tables(transformer->token_grid(latents.sizes()), config.attention_head_dim);
    return transformer->forward(latents, at::full({1}, 500.0, at::kFloat), prompt, rope, control, {});
}

void WanPartsTest::blocks_that_wait_in_files_compute_the_same_data() {
    QTest::addColumn<QString>("name");
    QTest::newRow("plain") << "wan_t2v";
    QTest::newRow("with a branch of control tokens") << "wan_vace";
}

void WanPartsTest::blocks_that_wait_in_files_compute_the_same() {
    QFETCH(QString, name);
    const c10::InferenceMode inference;
    const ModelFolder folder(case_model(name.toStdString()));
    for (const at::ScalarType dtype : {at::kFloat, at::kBFloat16}) {
        const ComputeOptions compute = {.device = at::kCPU, .dtype = dtype};
        Transformer resident = load_transformer(folder, "transformer", compute, {});
        Transformer streamed = load_transformer(folder, "transformer", compute, {}, {}, BlockWeights::streamed);
        const at::Tensor expected = velocity_of(resident, compute);
        const double error = (velocity_of(streamed, compute) - expected).norm().item<double>() / expected.norm().item<double>();
        QVERIFY2(error < (dtype == at::kFloat ? 1e-5 : 0.02), qPrintable(QString::number(error)));
    }
}

static const std::map<std::string, std::string> author_names = {
    {"blocks.0.self_attn.q", "blocks.0.attn1.to_q"},          {"blocks.0.self_attn.k", "blocks.0.attn1.to_k"},
    {"blocks.1.self_attn.v", "blocks.1.attn1.to_v"},          {"blocks.1.self_attn.o", "blocks.1.attn1.to_out.0"},
    {"blocks.0.cross_attn.q", "blocks.0.attn2.to_q"},         {"blocks.0.cross_attn.k", "blocks.0.attn2.to_k"},
    {"blocks.0.cross_attn.v", "blocks.0.attn2.to_v"},         {"blocks.0.cross_attn.o", "blocks.0.attn2.to_out.0"},
    {"blocks.0.cross_attn.k_img", "blocks.0.attn2.add_k_proj"}, {"blocks.1.cross_attn.v_img", "blocks.1.attn2.add_v_proj"},
    {"blocks.0.ffn.0", "blocks.0.ffn.net.0.proj"},            {"blocks.1.ffn.2", "blocks.1.ffn.net.2"},
    {"text_embedding.0", "condition_embedder.text_embedder.linear_1"},
    {"text_embedding.2", "condition_embedder.text_embedder.linear_2"},
    {"time_embedding.0", "condition_embedder.time_embedder.linear_1"},
    {"time_embedding.2", "condition_embedder.time_embedder.linear_2"},
    {"time_projection.1", "condition_embedder.time_proj"},
    {"img_emb.proj.1", "condition_embedder.image_embedder.ff.net.0.proj"},
    {"img_emb.proj.3", "condition_embedder.image_embedder.ff.net.2"},
    {"head.head", "proj_out"}};

void WanPartsTest::a_lora_may_have_the_names_of_the_authors() {
    const c10::InferenceMode inference;
    const TempFolder files;
    const ModelFolder folder(case_model("wan_pictures"));
    Transformer plain = load_transformer(folder, "transformer", {}, {});
    std::map<std::string, at::Tensor> in_diffusers, of_authors;
    const auto parameters = plain->named_parameters();
    for (const auto& [original, name] : author_names) {
        const at::Tensor* weight = parameters.find(name + ".weight");
        QVERIFY2(weight != nullptr, name.c_str());
        const at::Tensor down = 0.3 * at::randn({2, weight->size(1)}), up = 0.3 * at::randn({weight->size(0), 2});
        in_diffusers.insert({{"transformer." + name + ".lora_A.weight", down}, {"transformer." + name + ".lora_B.weight", up}});
        const bool is_old = original.ends_with("q");
        of_authors.insert({{"diffusion_model." + original + (is_old ? ".lora_down.weight" : ".lora_A.weight"), down},
                           {"diffusion_model." + original + (is_old ? ".lora_up.weight" : ".lora_B.weight"), up}});
    }
    save_tensors(files / "a.safetensors", in_diffusers, {});
    save_tensors(files / "b.safetensors", of_authors, {});
    Transformer expected = load_transformer(folder, "transformer", {}, {}, {{files / "a.safetensors", 0.5}});
    Transformer adapted = load_transformer(folder, "transformer", {}, {}, {{files / "b.safetensors", 0.5}});
    const at::Tensor velocity = velocity_of(adapted, {});
    QVERIFY(at::equal(velocity, velocity_of(expected, {})));
    QVERIFY((velocity - velocity_of(plain, {})).abs().max().item<double>() > 0.1);
}

void WanPartsTest::names_that_both_have_stay() {
    for (const char* name : {"blocks.0.attn1.to_q", "blocks.3.ffn.net.0.proj", "condition_embedder.time_proj", "proj_out", "something"}) {
        QCOMPARE(name_in_diffusers(name), std::string(name));
    }
    QCOMPARE(name_in_diffusers("vace_blocks.2.before_proj"), std::string("vace_blocks.2.proj_in"));
}

void WanPartsTest::refuses_a_lora_for_a_second_transformer() {
    const TempFolder files;
    save_tensors(files / "a.safetensors", {{"transformer_2.proj_out.lora_A.weight", at::randn({2, 8})}}, {});
    const auto load = [&] { load_transformer(ModelFolder(case_model("wan_t2v")), "transformer", {}, {}, {{files / "a.safetensors", 1.0}}); };
    QVERIFY(contains(message_of<CheckpointError>(load), "changes a second transformer, and this model has one"));
}

// A copy of a case whose file holds another value.
static void copy_with(const char* name, const fs::path& copy, const char* file, const char* key, const nlohmann::json& value) {
    fs::copy(case_model(name), copy, fs::copy_options::recursive);
    nlohmann::json config;
    std::ifstream(copy / file) >> config;
    config[key] = value;
    std::ofstream(copy / file) << config;
}

static std::string problem_of(const fs::path& model) {
    try {
        const ModelInfo info = describe_model(model);
        return info.problem ? info.problem->in_english() : "(none)";
    } catch (const Error& error) {
        return error.what();
    }
}

void WanPartsTest::refuses_parts_of_different_models_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("key");
    QTest::addColumn<int>("value");
    QTest::newRow("latents") << "wan_t2v" << "transformer/config.json" << "out_channels" << 1;
    QTest::newRow("the second transformer's input") << "wan_two_transformers" << "transformer_2/config.json" << "in_channels" << 3;
    QTest::newRow("the second transformer's heads") << "wan_two_transformers" << "transformer_2/config.json" << "attention_head_dim" << 62;
    QTest::newRow("the width of pictures") << "wan_pictures" << "transformer/config.json" << "image_dim" << 7;
    QTest::newRow("the tokens of pictures") << "wan_first_last" << "transformer/config.json" << "pos_embed_seq_len" << 5;
}

void WanPartsTest::refuses_parts_of_different_models() {
    QFETCH(QString, name);
    QFETCH(QString, file);
    QFETCH(QString, key);
    QFETCH(int, value);
    const TempFolder folder;
    copy_with(qPrintable(name), folder / "model", qPrintable(file), qPrintable(key), value);
    const std::string message = problem_of(folder / "model");
    QVERIFY2(contains(message, file.toStdString()) && contains(message, key.toStdString()) && contains(message, "of different models"), message.c_str());
}

void WanPartsTest::takes_the_output_of_the_class_where_none_is_said() {
    const auto read = [](const char* text) { return TransformerConfig::read({nlohmann::json::parse(text), "t.json"}, "WanTransformer3DModel"); };
    QCOMPARE(read(R"({"in_channels": 36})").out_channels, std::int64_t{16});
    QCOMPARE(read(R"({"in_channels": 36, "out_channels": null})").out_channels, std::int64_t{36});
}

void WanPartsTest::a_model_is_another_with_another_boundary() {
    const TempFolder folder;
    copy_with("wan_two_transformers", folder / "model", "model_index.json", "boundary_ratio", 0.77);
    QVERIFY(describe_model(folder / "model").fingerprint != describe_model(case_model("wan_two_transformers")).fingerprint);
}

void WanPartsTest::refuses_scales_for_other_layers() {
    const ConditioningContext context = {.autoencoder = nullptr, .num_control_layers = 2};
    ControlInput input;
    input.scales = {1.0};
    QVERIFY(contains(message_of<InvalidRequest>([&] { make_control(input, context, {}); }), "has 1 numbers, and this model has 2 control layers"));
}

KINORA_TEST(WanPartsTest)
#include "wan_parts_test.moc"
