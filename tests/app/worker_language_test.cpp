// What a worker process says, in the language of the studio: thrown in its rooms, told through the protocol, and shown.
#include <array>
#include <filesystem>

#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/base/safetensors.h"
#include "core/worker/worker_client.h"
#include "core/worker/worker_interpolator.h"
#include "tests/support/fake_generator.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "ui/language/language.h"
#include "ui/language/sentence_text.h"
#include "ui/session/error_text.h"

using namespace kinora;
using namespace kinora::test;

class WorkerLanguageTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void initTestCase() { language_.set(QStringLiteral("zh_CN")); }
    void a_lora_that_fits_nothing();
    void a_folder_without_weights();
    void a_model_without_its_parts();
    void memory_that_ran_out();
    void a_prompt_that_is_cut();

 private:
    Language language_;
};

static WorkerOptions worker() {
    return {.command = {KINORA_CLI, "worker"}};
}

static WorkerOptions fakeWorker() {
    return {.command = {KINORA_FAKE_WORKER}};
}

static ModelInfo embedded() {
    return WorkerCatalog(worker(), {}).find("kinora-tiny");
}

// A request of one step.
static GenerationRequest requestFor(const ModelInfo& model, const std::string& prompt) {
    GenerationRequest request;
    request.settings = model.defaults;
    request.settings.prompt = prompt;
    request.settings.num_frames = 9;
    request.settings.num_inference_steps = 1;
    return request;
}

template <typename E, typename Call>
static QString whatIsShownOf(Call&& call) {
    try {
        call();
    } catch (const E& error) {
        return messageOf(error);
    }
    return QStringLiteral("(nothing was thrown)");
}

static QString textOf(const std::filesystem::path& path) {
    return QString::fromStdString(path.string());
}

void WorkerLanguageTest::a_lora_that_fits_nothing() {
    const TempFolder folder;
    const std::array<float, 4> values = {1, 2, 3, 4};
    const auto bytes = std::as_bytes(std::span(values));
    const std::array<TensorBytes, 2> tensors = {TensorBytes{"transformer.nothing.lora_A.weight", ScalarType::f32, {1, 4}, bytes},
                                                TensorBytes{"transformer.nothing.lora_B.weight", ScalarType::f32, {4, 1}, bytes}};
    const std::filesystem::path file = folder / "other.safetensors";
    write_safetensors(file, tensors, {});
    WorkerClient client(worker());
    const ModelInfo model = embedded();
    const auto generator =
        client.make_generator(model, {.device = "cpu", .dtype = "fp32", .cache_folder = {}, .loras = {{.file = file, .strength = 1.0}}});
    const QString shown = whatIsShownOf<CheckpointError>([&] { generator->generate(requestFor(model, "a ball"), {}, {}); });
    QCOMPARE(shown, textOf(file) + QStringLiteral(": \"transformer.nothing.lora_A.weight\" 与此模型的任何权重都不符；该 LoRA 是为其他模型制作的"));
}

void WorkerLanguageTest::a_folder_without_weights() {
    const TempFolder folder;
    const auto rife = make_worker_interpolator(worker(), folder.path(), {.device = "cpu", .dtype = "fp32"});
    const Image picture(1, 1, {1, 2, 3});
    const QString shown = whatIsShownOf<CheckpointError>([&] { rife->set_pair(picture, picture, {}); });
    QCOMPARE(shown, textOf(folder.path()) + QStringLiteral(": 不含 .safetensors 文件；请重新复制或下载该文件夹"));
}

void WorkerLanguageTest::a_model_without_its_parts() {
    const TempFolder folder;
    write_file_atomically(folder / "model_index.json", R"({"_class_name": "LTXPipeline"})");
    const ModelInfo model = WorkerCatalog(worker(), {}).find(folder.path());
    QVERIFY(model.problem);
    QCOMPARE(sentenceText(*model.problem), textOf(folder.path()) + QStringLiteral("：没有 transformer；模型需要它才能生成视频"));
    QVERIFY(model.problem->in_english().ends_with(": has no transformer; a model needs one to make video"));
}

void WorkerLanguageTest::memory_that_ran_out() {
    WorkerClient client(fakeWorker());
    const auto generator = client.make_generator(fake_model(), {});
    const QString shown = whatIsShownOf<OutOfMemory>([&] { generator->generate(fake_request("memory_in_decode"), {}, {}); });
    QCOMPARE(shown, QStringLiteral("内存不足；请减小尺寸或帧数"));
}

void WorkerLanguageTest::a_prompt_that_is_cut() {
    WorkerClient client(worker());
    const ModelInfo model = embedded();
    std::string prompt;
    for (int i = 0; i < 300; ++i) {
        prompt += "red ball ";
    }
    QStringList shown;
    client.make_generator(model, {.device = "cpu", .dtype = "fp32", .cache_folder = {}, .loras = {}})
        ->generate(requestFor(model, prompt),
                   [&](const GenerationEvent& event) {
                       if (const auto* notice = std::get_if<Notice>(&event)) {
                           shown.append(sentenceText(notice->message));
                       }
                   },
                   {});
    QCOMPARE(shown.size(), 1);
    QVERIFY2(shown.front().startsWith(QStringLiteral("提示词“red ball red ball")), qPrintable(shown.front()));
    QVERIFY2(shown.front().endsWith(QStringLiteral("个词元；模型只读取前 127 个")), qPrintable(shown.front()));
}

KINORA_TEST(WorkerLanguageTest)
#include "worker_language_test.moc"
