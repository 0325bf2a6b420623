#include "core/model/weights/load_weights.h"

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/model/layers/linear.h"
#include "core/model/layers/parameter.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tensor_compare.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using kinora::test::contains;
using kinora::test::message_of;
using kinora::test::TempFolder;

class LoadWeightsTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void keeps_the_mapped_bytes_of_the_wanted_type();
    void converts_to_another_type();
    void is_strict_data();
    void is_strict();
    void stops_between_tensors();
    void copies_misaligned_tensors();
};

static at::Tensor values(at::IntArrayRef shape, at::ScalarType type = at::kFloat) {
    return at::arange(c10::multiply_integers(shape), at::kFloat).reshape(shape).to(type).contiguous();
}

static void write(const std::filesystem::path& folder, const std::vector<std::pair<std::string, at::Tensor>>& tensors) {
    std::vector<TensorBytes> bytes;
    for (const auto& [name, tensor] : tensors) {
        const auto type = tensor.scalar_type() == at::kBFloat16 ? ScalarType::bf16 : ScalarType::f32;
        bytes.push_back({name, type, tensor.sizes().vec(),
                         {static_cast<const std::byte*>(tensor.const_data_ptr()), static_cast<std::size_t>(tensor.nbytes())}});
    }
    write_safetensors(folder / "model.safetensors", bytes, {});
}

void LoadWeightsTest::keeps_the_mapped_bytes_of_the_wanted_type() {
    const TempFolder folder;
    write(folder.path(), {{"weight", values({2, 3})}, {"bias", values({2})}});
    const auto index = CheckpointIndex::open(folder.path());
    Linear linear(3, 2);
    load_weights(*linear, index, {}, {});
    KINORA_COMPARE_TENSORS(linear->weight, values({2, 3}), 0.0);
    const auto file = index.shards()[0].map()->bytes();
    const auto* data = static_cast<const std::byte*>(linear->weight.const_data_ptr());
    QVERIFY(data >= file.data() && data < file.data() + file.size());
}

void LoadWeightsTest::converts_to_another_type() {
    const TempFolder folder;
    write(folder.path(), {{"weight", values({2, 3})}, {"bias", values({2})}});
    Linear linear(3, 2);
    LoadOptions options;
    options.compute.dtype = at::kBFloat16;
    options.keeps_fp32 = [](std::string_view name) { return name == "bias"; };
    load_weights(*linear, CheckpointIndex::open(folder.path()), options, {});
    QCOMPARE(linear->weight.scalar_type(), at::kBFloat16);
    QCOMPARE(linear->bias.scalar_type(), at::kFloat);
    KINORA_COMPARE_TENSORS(linear->weight, values({2, 3}), 0.0);
}

void LoadWeightsTest::is_strict_data() {
    using Tensors = std::vector<std::pair<std::string, at::Tensor>>;
    QTest::addColumn<Tensors>("tensors");
    QTest::addColumn<QString>("problem");
    QTest::newRow("missing") << Tensors{{"weight", values({2, 3})}} << "\"bias\" is missing";
    QTest::newRow("unknown") << Tensors{{"weight", values({2, 3})}, {"bias", values({2})}, {"extra", values({1})}}
                             << "\"extra\" is not part of the model";
    QTest::newRow("other shape") << Tensors{{"weight", values({3, 2})}, {"bias", values({2})}}
                                 << "has the shape [3, 2], but the config asks for [2, 3]";
}

void LoadWeightsTest::is_strict() {
    using Tensors = std::vector<std::pair<std::string, at::Tensor>>;
    QFETCH(Tensors, tensors);
    QFETCH(QString, problem);
    const TempFolder folder;
    write(folder.path(), tensors);
    Linear linear(3, 2);
    const auto message =
        message_of<CheckpointError>([&] { load_weights(*linear, CheckpointIndex::open(folder.path()), {}, {}); });
    QVERIFY2(contains(message, problem.toStdString()), message.c_str());
}

void LoadWeightsTest::stops_between_tensors() {
    const TempFolder folder;
    write(folder.path(), {{"weight", values({2, 3})}, {"bias", values({2})}});
    std::stop_source source;
    source.request_stop();
    Linear linear(3, 2);
    QVERIFY_EXCEPTION_THROWN(load_weights(*linear, CheckpointIndex::open(folder.path()), {}, source.get_token()), Cancelled);
}

void LoadWeightsTest::copies_misaligned_tensors() {
    const TempFolder folder;
    const at::Tensor byte = at::zeros({1}, at::kByte);
    const at::Tensor weight = values({2, 3});
    const std::vector<TensorBytes> tensors = {
        {"one", ScalarType::u8, {1}, {static_cast<const std::byte*>(byte.const_data_ptr()), 1}},
        {"weight", ScalarType::f32, {2, 3}, {static_cast<const std::byte*>(weight.const_data_ptr()), 24}}};
    write_safetensors(folder / "x.safetensors", tensors, {});
    const SafetensorsFile file(folder / "x.safetensors");
    KINORA_COMPARE_TENSORS(map_tensor(file, *file.find("weight")), weight, 0.0);
}

KINORA_TEST(LoadWeightsTest)
#include "load_weights_test.moc"
