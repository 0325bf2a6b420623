#include "core/model/vision/clip_image_processor.h"

#include <ATen/ATen.h>

#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/base/safetensors.h"
#include "core/model/weights/load_weights.h"
#include "tests/core/model/vision/clip_vision_fixtures.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tensor_compare.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;
using nlohmann::json;

class ClipImageProcessorTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void equals_the_reference_data();
    void equals_the_reference();
    void has_the_defaults_of_the_reference();
    void refuses_configs_data();
    void refuses_configs();
    void refuses_another_size_than_the_encoder_takes();
};

void ClipImageProcessorTest::equals_the_reference_data() {
    QTest::addColumn<std::string>("name");
    for (const char* name : {"wide", "tall", "exact", "numbers"}) {
        QTest::newRow(name) << std::string(name);
    }
}

void ClipImageProcessorTest::equals_the_reference() {
    QFETCH(std::string, name);
    const SafetensorsFile file(vision_fixture());
    const at::Tensor rgb = map_tensor(file, *file.find("processor." + name + ".input"));
    const auto* data = rgb.const_data_ptr<std::uint8_t>();
    const Image picture(static_cast<int>(rgb.size(1)), static_cast<int>(rgb.size(0)), {data, data + rgb.numel()});
    const json config = json::parse(file.metadata().at("processor." + name));
    const at::Tensor pixels = ClipImageProcessor::read(config, "preprocessor_config.json").pixel_values(picture);
    QCOMPARE(pixels.scalar_type(), at::kFloat);
    KINORA_COMPARE_TENSORS(pixels, map_tensor(file, *file.find("processor." + name + ".output")), 0.0);
}

void ClipImageProcessorTest::has_the_defaults_of_the_reference() {
    const ClipImageProcessor processor = ClipImageProcessor::read(json::object(), "preprocessor_config.json");
    const at::Tensor pixels = processor.pixel_values(Image(2, 1, {255, 0, 51, 255, 0, 51}));
    QCOMPARE(pixels.sizes().vec(), (std::vector<std::int64_t>{1, 3, 224, 224}));
    const at::Tensor expected = at::tensor({(1.0 - 0.48145466) / 0.26862954, (0.0 - 0.4578275) / 0.26130258, (0.2 - 0.40821073) / 0.27577711});
    KINORA_COMPARE_TENSORS(pixels, expected.view({1, 3, 1, 1}).expand(pixels.sizes()), 1e-6);
}

void ClipImageProcessorTest::refuses_configs_data() {
    QTest::addColumn<std::string>("config");
    QTest::addColumn<std::string>("problem");
    const auto row = [](const char* name, const char* config, const char* problem) {
        QTest::newRow(name) << std::string(config) << std::string(problem);
    };
    row("no crop", R"({"do_center_crop": false})", "do_center_crop is false");
    row("bilinear", R"({"resample": 2})", "resample is not 3 (bicubic)");
    row("longest edge", R"({"size": {"shortest_edge": 224, "longest_edge": 300}})", "more than shortest_edge");
    row("half a size", R"({"size": {"height": 224}})", "must have a height and a width");
    row("half a crop", R"({"crop_size": {"height": 224}})", "must have a height and a width");
    row("no size", R"({"size": 0})", "must lie between 1 and 16384");
    row("padding", R"({"size": 200})", "does not pad pictures");
    row("two channels", R"({"image_mean": [0.5, 0.5]})", "must be a list of three numbers");
    row("words", R"({"image_mean": [0.5, 0.5, "a"]})", "must be a list of three numbers");
    row("no deviation", R"({"image_std": [0.5, 0, 0.5]})", "three numbers above 0");
    row("negative factor", R"({"rescale_factor": -1})", "rescale_factor");
}

void ClipImageProcessorTest::refuses_configs() {
    QFETCH(std::string, config);
    QFETCH(std::string, problem);
    const std::string message = message_of<Error>([&] { ClipImageProcessor::read(json::parse(config), "preprocessor_config.json"); });
    QVERIFY2(contains(message, problem), message.c_str());
}

void ClipImageProcessorTest::refuses_another_size_than_the_encoder_takes() {
    const TempFolder folder;
    std::filesystem::create_directories(folder / "image_processor");
    write_file_atomically(folder / "image_processor/preprocessor_config.json", R"({"crop_size": 196})");
    const ModelFolder model(folder.path());
    QCOMPARE(load_clip_image_processor(model, 196).crop_width(), 196);
    QVERIFY(contains(message_of<CheckpointError>([&] { load_clip_image_processor(model, 224); }), "196 x 196"));
    write_file_atomically(folder / "image_processor/preprocessor_config.json", "[]");
    QVERIFY(contains(message_of<CheckpointError>([&] { load_clip_image_processor(model, 224); }), "is no object"));
}

KINORA_TEST(ClipImageProcessorTest)
#include "clip_image_processor_test.moc"
