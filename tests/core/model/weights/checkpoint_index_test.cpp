#include "core/model/weights/checkpoint_index.h"

#include <array>
#include <fstream>

#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/model/weights/model_folder.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using kinora::test::contains;
using kinora::test::message_of;
using kinora::test::TempFolder;

class CheckpointIndexTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void opens_one_file();
    void opens_shards();
    void tensors_that_an_index_leaves_out_count();
    void refuses_data();
    void refuses();
    void tells_components();
    void fingerprint_follows_the_content();
};

static void write_tensor(const std::filesystem::path& file, const std::string& name, float value = 1) {
    const std::array<float, 2> values = {value, 2};
    const std::array<TensorBytes, 1> tensors = {TensorBytes{name, ScalarType::f32, {2}, std::as_bytes(std::span(values))}};
    write_safetensors(file, tensors, {});
}

static void write_shards(const TempFolder& folder, const std::string& weight_map) {
    write_tensor(folder / "model-00001-of-00002.safetensors", "a");
    write_tensor(folder / "model-00002-of-00002.safetensors", "b");
    write_file_atomically(folder / "model.safetensors.index.json", R"({"metadata":{},"weight_map":)" + weight_map + "}");
}

void CheckpointIndexTest::opens_one_file() {
    const TempFolder folder;
    write_tensor(folder / "diffusion_pytorch_model.safetensors", "a");
    write_tensor(folder / "diffusion_pytorch_model.fp16.safetensors", "other");
    const auto index = CheckpointIndex::open(folder.path());
    QVERIFY(index.find("a") != nullptr);
    QVERIFY(index.find("other") == nullptr);
    QCOMPARE(index.num_parameters(), 2);
    QCOMPARE(index.num_bytes(), 8);
    QCOMPARE(index.main_dtype(), std::string("F32"));
}

void CheckpointIndexTest::opens_shards() {
    const TempFolder folder;
    write_shards(folder, R"({"a":"model-00001-of-00002.safetensors","b":"model-00002-of-00002.safetensors"})");
    const auto index = CheckpointIndex::open(folder.path());
    QCOMPARE(index.shards().size(), std::size_t{2});
    QCOMPARE(index.tensors().at("b").shard, std::size_t{1});
}

void CheckpointIndexTest::tensors_that_an_index_leaves_out_count() {
    const TempFolder folder;
    write_shards(folder, R"({"a":"model-00001-of-00002.safetensors"})");
    const std::array<float, 1> value = {1};
    const auto bytes = std::as_bytes(std::span(value));
    const std::vector<TensorBytes> tensors = {{"a", ScalarType::f32, {1}, bytes}, {"c", ScalarType::f32, {1}, bytes}};
    write_safetensors(folder / "model-00001-of-00002.safetensors", tensors, {});
    const CheckpointIndex index = CheckpointIndex::open(folder.path());
    QVERIFY(index.find("c") != nullptr);
    QCOMPARE(index.shards().size(), std::size_t{1});
}

void CheckpointIndexTest::refuses_data() {
    QTest::addColumn<QString>("weight_map");
    QTest::addColumn<QString>("problem");
    QTest::newRow("parent folder") << R"({"a":"../model-00001-of-00002.safetensors"})" << "outside the folder";
    QTest::newRow("absolute") << R"({"a":"/etc/passwd"})" << "outside the folder";
    QTest::newRow("NUL") << R"({"a":"model\u0000"})" << "outside the folder";
    QTest::newRow("empty name") << R"({"a":""})" << "outside the folder";
    QTest::newRow("dots") << R"({"a":".."})" << "outside the folder";
    QTest::newRow("number") << R"({"a":1})" << "outside the folder";
    QTest::newRow("missing shard") << R"({"a":"model-00003-of-00002.safetensors"})" << "is missing";
    QTest::newRow("swapped") << R"({"b":"model-00001-of-00002.safetensors","a":"model-00002-of-00002.safetensors"})"
                             << "is not in the shard";
    QTest::newRow("tensor that is nowhere")
        << R"({"a":"model-00001-of-00002.safetensors","b":"model-00002-of-00002.safetensors","c":"model-00002-of-00002.safetensors"})"
        << "is not in the shard";
    QTest::newRow("no map") << "[]" << "weight_map";
}

void CheckpointIndexTest::refuses() {
    QFETCH(QString, weight_map);
    QFETCH(QString, problem);
    const TempFolder folder;
    write_shards(folder, weight_map.toStdString());
    const auto message = message_of<Error>([&] { CheckpointIndex::open(folder.path()); });
    QVERIFY2(contains(message, problem.toStdString()), message.c_str());
}

void CheckpointIndexTest::tells_components() {
    const TempFolder folder;
    std::filesystem::create_directories(folder / "vae");
    std::filesystem::create_directories(folder / "tokenizer");
    write_file_atomically(folder.path() / "vae/config.json", R"({"_class_name":"AutoencoderKLLTXVideo"})");
    {
        const ModelFolder bare(folder.path());
        QCOMPARE(bare.component_class("vae"), std::string("AutoencoderKLLTXVideo"));
        QVERIFY(bare.has("tokenizer"));
        QVERIFY(bare.pipeline_class().empty());
    }
    write_file_atomically(folder / "model_index.json",
                          R"({"_class_name":"LTXPipeline","vae":["diffusers","AutoencoderKLLTXVideo"],"x":[null,null]})");
    const ModelFolder indexed(folder.path());
    QCOMPARE(indexed.pipeline_class(), std::string("LTXPipeline"));
    QVERIFY(!indexed.has("x"));

    write_file_atomically(folder / "model_index.json", R"({"_class_name":"LTXPipeline","unet":["diffusers","U"]})");
    QVERIFY(contains(message_of<CheckpointError>([&] { ModelFolder(folder.path()); }), "unet: is missing"));

    const TempFolder empty;
    QVERIFY(contains(message_of<CheckpointError>([&] { ModelFolder(empty.path()); }), "holds no model"));
    QVERIFY(contains(message_of<FileError>([&] { ModelFolder(empty / "none"); }), "is not a folder"));

    std::ofstream(folder.path() / "vae/diffusion_pytorch_model.bin") << "x";
    QVERIFY(contains(message_of<UnsupportedModel>([&] { CheckpointIndex::open(folder / "vae"); }), "pickle"));
}

void CheckpointIndexTest::fingerprint_follows_the_content() {
    const TempFolder folder;
    std::filesystem::create_directories(folder / "vae");
    write_file_atomically(folder.path() / "vae/config.json", R"({"_class_name":"V"})");
    write_tensor(folder.path() / "vae/diffusion_pytorch_model.safetensors", "a", 1);
    const std::string before = ModelFolder(folder.path()).fingerprint();
    QCOMPARE(ModelFolder(folder.path()).fingerprint(), before);
    write_tensor(folder.path() / "vae/diffusion_pytorch_model.safetensors", "a", 3);
    QVERIFY(ModelFolder(folder.path()).fingerprint() != before);
}

KINORA_TEST(CheckpointIndexTest)
#include "checkpoint_index_test.moc"
