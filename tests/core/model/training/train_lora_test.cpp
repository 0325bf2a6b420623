// A LoRA of a whole model folder from a user's clips.
#include <algorithm>
#include <array>
#include <fstream>
#include <numeric>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/base/safetensors.h"
#include "core/model/model_library.h"
#include "core/model/model_trainer.h"
#include "tests/support/flat_clips.h"
#include "tests/support/reference_cases.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using kinora::test::FlatClips;
using kinora::test::contains;
using kinora::test::message_of;

class TrainLoraTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void learns_what_the_clips_show_data();
    void learns_what_the_clips_show();
    void goes_on_where_it_was();
    void says_what_cannot_be_done();

 private:
    static LoraTrainingOptions options(const std::filesystem::path& folder, const char* model) {
        LoraTrainingOptions options;
        options.model = test::case_model(model);
        options.folder = folder;
        options.clips = std::make_shared<FlatClips>();
        options.rank = 4;
        options.alpha = 4.0;
        options.targets = {"to_q", "to_k", "to_v", "to_out.0", "net.0.proj", "net.2"};
        options.window = {32, 32, 9, {8, 1}};
        options.windows_per_clip = 2;
        options.steps = 150;
        options.batch = 4;
        options.learning_rate = 1e-2;
        options.threads = 1;
        options.device = "cpu";
        options.dtype = "fp32";
        return options;
    }

    static std::string bytes_of(const std::filesystem::path& file) {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
};

void TrainLoraTest::learns_what_the_clips_show_data() {
    QTest::addColumn<QString>("model");
    QTest::newRow("LTXPipeline") << "ltx_t2v";
    QTest::newRow("LTXConditionPipeline") << "ltx_conditions";
}

void TrainLoraTest::learns_what_the_clips_show() {
    QFETCH(QString, model);
    const test::TempFolder folder;
    LoraTrainingOptions o = options(folder / "run", model.toLatin1());
    std::vector<double> losses;
    const bool is_complete = train_lora(o, [&](const TrainingProgress& event) {
        if (event.stage == "lora") {
            losses.push_back(event.loss);
        }
    }, {});
    QVERIFY(is_complete);
    QCOMPARE(losses.size(), std::size_t{150});
    const double before = std::accumulate(losses.begin(), losses.begin() + 30, 0.0) / 30.0;
    const double after = std::accumulate(losses.end() - 30, losses.end(), 0.0) / 30.0;
    QVERIFY2(after < 0.8 * before, qPrintable(QString("%1 → %2").arg(before).arg(after)));
    // A window twice, a still once; nothing is read again.
    QCOMPARE(static_cast<const FlatClips&>(*o.clips).num_reads, 3);

    // The still is learned as one frame: nothing says that what it shows never moves.
    QCOMPARE(static_cast<const FlatClips&>(*o.clips).longest, (std::array<std::int64_t, 2>{9, 1}));
    const SafetensorsFile latents(o.folder / "latents.safetensors");
    QVERIFY(latents.find("latents")->shape[2] > 1);
    QCOMPARE(latents.find("latents")->shape[0], std::int64_t{2});
    QCOMPARE(latents.find("still_latents")->shape[2], std::int64_t{1});

    // The file serves in generation, and makes other pictures.
    const ModelInfo info = describe_model(o.model);
    const auto frames = [&](std::vector<LoraFile> loras) {
        GenerationRequest request;
        request.settings = info.defaults;
        request.settings.prompt = "a bright wall";
        request.settings.width = 32;
        request.settings.height = 32;
        request.settings.num_frames = 9;
        request.settings.num_inference_steps = 2;
        request.settings.seed = 1;
        std::vector<Image> images;
        make_generator(info, {.device = "cpu", .dtype = "fp32", .cache_folder = {}, .loras = std::move(loras)})->generate(request, [&](const GenerationEvent& event) {
            if (const auto* ready = std::get_if<FramesReady>(&event)) {
                images.insert(images.end(), ready->images.begin(), ready->images.end());
            }
        }, {});
        return images;
    };
    QVERIFY(frames({}) != frames({{o.folder / "lora.safetensors", 1.0}}));
}

void TrainLoraTest::goes_on_where_it_was() {
    const test::TempFolder folder;
    LoraTrainingOptions whole = options(folder / "whole", "ltx_t2v");
    whole.steps = 6;
    QVERIFY(train_lora(whole, {}, {}));

    LoraTrainingOptions parts = options(folder / "parts", "ltx_t2v");
    parts.steps = 6;
    std::stop_source stop;
    const auto stop_at_3 = [&](const TrainingProgress& event) {
        if (event.stage == "lora" && event.step == 3) {
            stop.request_stop();
        }
    };
    QVERIFY(message_of<Cancelled>([&] { train_lora(parts, stop_at_3, stop.get_token()); }) != "(nothing was thrown)");
    QVERIFY(!std::filesystem::exists(folder / "parts/lora.safetensors"));
    parts.clips = std::make_shared<FlatClips>();
    QVERIFY(train_lora(parts, {}, {}));
    QCOMPARE(static_cast<const FlatClips&>(*parts.clips).num_reads, 0);
    QVERIFY(bytes_of(folder / "parts/lora.safetensors") == bytes_of(folder / "whole/lora.safetensors"));
}

void TrainLoraTest::says_what_cannot_be_done() {
    const test::TempFolder folder;
    LoraTrainingOptions o = options(folder / "run", "ltx_t2v");
    o.steps = 1;
    o.targets = {"to_everything"};
    QVERIFY(contains(message_of<InvalidRequest>([&] { train_lora(o, {}, {}); }), "to_everything"));
    QCOMPARE(static_cast<const FlatClips&>(*o.clips).num_reads, 0);  // said before anything is encoded
    o = options(folder / "run", "ltx_t2v");
    o.rank = 0;
    QVERIFY(contains(message_of<InvalidRequest>([&] { train_lora(o, {}, {}); }), "rank"));
    o = options(folder / "run", "ltx_t2v");
    o.clips = nullptr;
    QVERIFY(contains(message_of<InvalidRequest>([&] { train_lora(o, {}, {}); }), "no clips"));
    o = options(folder / "run", "ltx_t2v");
    o.model = folder / "nothing";
    QVERIFY(contains(message_of<Error>([&] { train_lora(o, {}, {}); }), "nothing"));

    // A run of another shape is not continued.
    o = options(folder / "run", "ltx_t2v");
    o.steps = 2;
    QVERIFY(train_lora(o, {}, {}));
    o.rank = 2;
    o.steps = 4;
    QVERIFY(contains(message_of<CheckpointError>([&] { train_lora(o, {}, {}); }), "checkpoint"));
}

KINORA_TEST(TrainLoraTest)
#include "train_lora_test.moc"
