// What becomes of the text encoder between a prompt and its frames, with a tiny model.
#include "core/model/families/ltx_video/pipeline.h"

#include <c10/core/InferenceMode.h>

#include "core/model/device/device.h"
#include "core/model/model_library.h"
#include "tests/support/reference_cases.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"

using namespace kinora;

class PipelineTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void the_text_encoder_is_freed_unless_there_is_room_data();
    void the_text_encoder_is_freed_unless_there_is_room();
    void the_same_prompt_is_encoded_once();
    void other_pipelines_find_the_prompt_on_disk();
};

// The tiny model, said to be of `share` of the memory that is free.
static ModelInfo model_of(double share) {
    ModelInfo model = describe_model(test::case_model("ltx_t2v"));
    for (ModelComponent& component : model.components) {
        component.bytes = 0;
    }
    model.components.front().bytes = static_cast<std::int64_t>(share * static_cast<double>(free_memory_bytes(at::kCPU)));
    return model;
}

static ltx_video::Pipeline pipeline_of(const ModelInfo& model, const std::filesystem::path& cache_folder = {}) {
    return {ModelFolder(model.folder), model, {.compute = {}, .cache_folder = cache_folder, .loras = {}}};
}

// Makes a clip; whether the encoder was loaded at the first step of denoising.
static bool holds_encoder_while_denoising(ltx_video::Pipeline& pipeline, const ModelInfo& model, const std::string& prompt) {
    const c10::InferenceMode inference;
    GenerationRequest request;
    request.settings = model.defaults;
    request.settings.prompt = prompt;
    request.settings.width = 32;
    request.settings.height = 32;
    request.settings.num_frames = 1;
    request.settings.num_inference_steps = 2;
    bool holds_encoder = false;
    pipeline.generate(request, [&](const GenerationEvent& event) {
        if (const auto* started = std::get_if<StageStarted>(&event); started != nullptr && started->stage == Stage::denoise) {
            holds_encoder = pipeline.prompt_encoder().is_encoder_loaded();
        }
    }, {});
    return holds_encoder;
}

void PipelineTest::the_text_encoder_is_freed_unless_there_is_room_data() {
    QTest::addColumn<double>("share");
    QTest::addColumn<bool>("is_kept");
    QTest::newRow("all of it twice in what is free") << 0.25 << true;
    QTest::newRow("all of it once") << 0.75 << false;
    QTest::newRow("more than is free") << 4.0 << false;
}

void PipelineTest::the_text_encoder_is_freed_unless_there_is_room() {
    QFETCH(double, share);
    QFETCH(bool, is_kept);
    const ModelInfo model = model_of(share);
    ltx_video::Pipeline pipeline = pipeline_of(model);
    QCOMPARE(holds_encoder_while_denoising(pipeline, model, "a red ball"), is_kept);
    QCOMPARE(pipeline.prompt_encoder().num_encoder_loads(), 1);
    QCOMPARE(holds_encoder_while_denoising(pipeline, model, "a blue ball"), is_kept);
    QCOMPARE(pipeline.prompt_encoder().num_encoder_loads(), is_kept ? 1 : 2);
}

void PipelineTest::the_same_prompt_is_encoded_once() {
    const ModelInfo model = model_of(0.75);  // an encoder that is freed must be loaded to encode anything
    ltx_video::Pipeline pipeline = pipeline_of(model);
    for (int i = 0; i < 3; ++i) {
        holds_encoder_while_denoising(pipeline, model, "a red ball");
        QCOMPARE(pipeline.prompt_encoder().num_encoder_loads(), 1);
    }
    holds_encoder_while_denoising(pipeline, model, "a red ball.");
    QCOMPARE(pipeline.prompt_encoder().num_encoder_loads(), 2);
}

void PipelineTest::other_pipelines_find_the_prompt_on_disk() {
    const test::TempFolder cache;
    const ModelInfo model = model_of(0.25);
    ltx_video::Pipeline first = pipeline_of(model, cache.path());
    holds_encoder_while_denoising(first, model, "a red ball");
    QCOMPARE(first.prompt_encoder().num_encoder_loads(), 1);
    ltx_video::Pipeline second = pipeline_of(model, cache.path());
    QVERIFY(!holds_encoder_while_denoising(second, model, "a red ball"));
    QCOMPARE(second.prompt_encoder().num_encoder_loads(), 0);
}

KINORA_TEST(PipelineTest)
#include "pipeline_test.moc"
