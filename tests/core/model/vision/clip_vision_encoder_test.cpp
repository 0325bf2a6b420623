#include "core/model/vision/clip_vision_encoder.h"

#include <ATen/ATen.h>

#include <map>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/base/safetensors.h"
#include "core/model/weights/load_weights.h"
#include "core/model/weights/save_tensors.h"
#include "tests/core/model/vision/clip_vision_fixtures.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tensor_compare.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;
using nlohmann::json;

// The largest difference from the reference in float32, relative to the reference's peak.
constexpr double tolerance = 2e-5;

class ClipVisionEncoderTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void matches_the_reference_data();
    void matches_the_reference();
    void rows_do_not_depend_on_each_other();
    void loads_files_of_older_versions();
    void needs_nothing_after_the_tokens_it_gives();
    void computes_in_the_type_that_is_asked_for();
    void refuses_weights_of_another_config();
    void refuses_configs_data();
    void refuses_configs();
    void stops();
};

// A model folder with one of the fixture's encoders in it.
class EncoderFolder {
 public:
    explicit EncoderFolder(const std::string& name) {
        const SafetensorsFile file(vision_fixture());
        const std::string prefix = "encoder." + name + ".";
        for (const TensorEntry& entry : file.tensors()) {
            if (entry.name.starts_with(prefix + "weights.")) {
                weights[entry.name.substr(prefix.size() + 8)] = map_tensor(file, entry);
            }
        }
        input = map_tensor(file, *file.find(prefix + "input"));
        output = map_tensor(file, *file.find(prefix + "output"));
        std::filesystem::create_directories(folder_ / "image_encoder");
        write_file_atomically(folder_ / "image_encoder/config.json", file.metadata().at("encoder." + name));
    }

    ClipVisionEncoder load(at::ScalarType dtype = at::kFloat) const {
        save_tensors(folder_ / "image_encoder/model.safetensors", weights, {});
        return load_clip_vision_encoder(ModelFolder(folder_.path()), {at::kCPU, dtype}, {});
    }

    std::map<std::string, at::Tensor> weights;
    at::Tensor input;
    at::Tensor output;

 private:
    TempFolder folder_;
};

#define KINORA_COMPARE_RELATIVE(actual, expected, limit)                                                            \
    do {                                                                                                            \
        const double difference_ = max_relative_difference((actual), (expected));                                   \
        QVERIFY2(difference_ <= (limit), qPrintable(QString("relative difference %1 > %2").arg(difference_).arg(limit))); \
    } while (false)

void ClipVisionEncoderTest::matches_the_reference_data() {
    QTest::addColumn<std::string>("name");
    for (const char* name : {"gelu", "quick", "single"}) {
        QTest::newRow(name) << std::string(name);
    }
}

void ClipVisionEncoderTest::matches_the_reference() {
    QFETCH(std::string, name);
    const at::NoGradGuard no_grad;
    const EncoderFolder folder(name);
    KINORA_COMPARE_RELATIVE(folder.load()->forward(folder.input, {}), folder.output, tolerance);
}

void ClipVisionEncoderTest::rows_do_not_depend_on_each_other() {
    const at::NoGradGuard no_grad;
    const EncoderFolder folder("gelu");
    const at::Tensor second = folder.load()->forward(folder.input.narrow(0, 1, 1), {});
    KINORA_COMPARE_RELATIVE(second, folder.output.narrow(0, 1, 1), tolerance);
}

void ClipVisionEncoderTest::loads_files_of_older_versions() {
    const at::NoGradGuard no_grad;
    EncoderFolder folder("gelu");
    std::map<std::string, at::Tensor> older = {{"vision_model.embeddings.position_ids", at::arange(10).unsqueeze(0)},
                                               {"visual_projection.weight", at::ones({16, 24})}};
    for (const auto& [key, value] : folder.weights) {
        older["vision_model." + key] = value;
    }
    folder.weights = older;
    KINORA_COMPARE_RELATIVE(folder.load()->forward(folder.input, {}), folder.output, tolerance);
}

void ClipVisionEncoderTest::needs_nothing_after_the_tokens_it_gives() {
    const at::NoGradGuard no_grad;
    EncoderFolder folder("gelu");
    std::erase_if(folder.weights, [](const auto& item) {
        return item.first.starts_with("encoder.layers.2.") || item.first.starts_with("post_layernorm.");
    });
    KINORA_COMPARE_RELATIVE(folder.load()->forward(folder.input, {}), folder.output, tolerance);
}

void ClipVisionEncoderTest::computes_in_the_type_that_is_asked_for() {
    const at::NoGradGuard no_grad;
    const EncoderFolder folder("gelu");
    const at::Tensor output = folder.load(at::kBFloat16)->forward(folder.input, {});
    QCOMPARE(output.scalar_type(), at::kBFloat16);
    KINORA_COMPARE_RELATIVE(output, folder.output, 3e-2);
}

void ClipVisionEncoderTest::refuses_weights_of_another_config() {
    EncoderFolder folder("gelu");
    const std::string key = "encoder.layers.1.mlp.fc1.bias";
    const at::Tensor bias = folder.weights.at(key);
    folder.weights.erase(key);
    QVERIFY(contains(message_of<CheckpointError>([&] { folder.load(); }), "\"" + key + "\" is missing"));
    folder.weights[key] = bias.narrow(0, 0, 4).contiguous();
    QVERIFY(contains(message_of<CheckpointError>([&] { folder.load(); }), "has the shape [4]"));
    folder.weights[key] = bias;
    folder.weights["encoder.layers.3.mlp.fc1.bias"] = bias;
    QVERIFY(contains(message_of<CheckpointError>([&] { folder.load(); }), "is not part of the model"));
}

void ClipVisionEncoderTest::refuses_configs_data() {
    QTest::addColumn<std::string>("key");
    QTest::addColumn<std::string>("value");
    QTest::addColumn<std::string>("problem");
    const auto row = [](const char* key, const char* value, const char* problem) {
        QTest::newRow(key) << std::string(key) << std::string(value) << std::string(problem);
    };
    row("model_type", "\"siglip_vision_model\"", "Kinora runs clip_vision_model");
    row("hidden_act", "\"relu\"", "Kinora runs gelu and quick_gelu");
    row("quantization_config", "{}", "is quantized");
    row("num_attention_heads", "5", "is 768, which 5 heads do not divide");
    row("num_channels", "4", "must lie between 3 and 3");
    row("num_hidden_layers", "0", "must lie between 1 and 1000");
    row("patch_size", "225", "must lie between 1 and 224");
}

void ClipVisionEncoderTest::refuses_configs() {
    QFETCH(std::string, key);
    QFETCH(std::string, value);
    QFETCH(std::string, problem);
    json config = {{"model_type", "clip_vision_model"}};
    config[key] = json::parse(value);
    const std::string message = message_of<Error>([&] { ClipVisionConfig::read(ConfigReader(config, "config.json")); });
    QVERIFY2(contains(message, problem), message.c_str());
}

void ClipVisionEncoderTest::stops() {
    const at::NoGradGuard no_grad;
    const EncoderFolder folder("gelu");
    ClipVisionEncoder encoder = folder.load();
    std::stop_source source;
    source.request_stop();
    QVERIFY_EXCEPTION_THROWN(encoder->forward(folder.input, source.get_token()), Cancelled);
}

KINORA_TEST(ClipVisionEncoderTest)
#include "clip_vision_encoder_test.moc"
