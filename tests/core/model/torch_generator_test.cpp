// Whole generations through the public door of core/model, with the embedded model and a tiny one.
#include "core/model/torch_generator.h"

#include <c10/util/Exception.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <new>
#include <set>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/model/model_library.h"
#include "tests/support/reference_cases.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using kinora::test::contains;
using kinora::test::message_of;

class TorchGeneratorTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void makes_the_frames_that_were_asked_for();
    void the_seed_decides();
    void latents_decode_to_the_same_frames();
    void strength_starts_from_given_latents();
    void keeps_given_frames_data();
    void keeps_given_frames();
    void every_latent_frame_has_its_strength_data();
    void every_latent_frame_has_its_strength();
    void previews_come_after_steps();
    void a_long_prompt_gives_a_notice();
    void stops_wherever_it_is();
    void refuses_wrong_tensors();
    void works_on_after_an_error();
    void other_types_run();
    void what_torch_says_is_part_of_a_sentence();
};

static ModelInfo embedded() {
    return describe_model(std::filesystem::path(KINORA_SOURCE_DIR) / "resources/models/kinora-tiny");
}

static std::unique_ptr<Generator> generator(const ModelInfo& model, const std::string& dtype = "fp32") {
    return make_generator(model, {.device = "cpu", .dtype = dtype, .cache_folder = {}});
}

static GenerationRequest request_for(const ModelInfo& model, int steps = 4) {
    GenerationRequest request;
    request.settings = model.defaults;
    request.settings.prompt = "a red ball on green grass";
    request.settings.num_inference_steps = steps;
    request.settings.num_frames = 9;
    request.settings.seed = 3;
    request.wants_latents = true;
    request.wants_float_frames = true;
    return request;
}

namespace {

struct Made {
    std::vector<Image> images;
    std::vector<float> samples;
    std::vector<StepFinished> steps;
    std::vector<std::string> notices;
    std::vector<Stage> stages;
    std::vector<double> sigmas;
    GenerationResult result;
};

}  // namespace

static Made make(Generator& from, const GenerationRequest& request) {
    Made made;
    made.result = from.generate(request, [&](const GenerationEvent& event) {
        if (const auto* ready = std::get_if<FramesReady>(&event)) {
            if (ready->first_frame != static_cast<std::int64_t>(made.images.size())) {
                throw std::runtime_error("frames out of order");
            }
            made.images.insert(made.images.end(), ready->images.begin(), ready->images.end());
            if (ready->samples) {
                made.samples.insert(made.samples.end(), ready->samples->begin(), ready->samples->end());
            }
        } else if (const auto* step = std::get_if<StepFinished>(&event)) {
            made.steps.push_back(*step);
        } else if (const auto* notice = std::get_if<Notice>(&event)) {
            made.notices.push_back(notice->message.in_english());
        } else if (const auto* started = std::get_if<StageStarted>(&event); started && started->stage == Stage::denoise) {
            made.sigmas = started->sigmas;
        } else if (const auto* stage = std::get_if<StageFinished>(&event)) {
            made.stages.push_back(stage->stage);
        }
    }, {});
    return made;
}

static double psnr(const Image& a, const Image& b) {
    double sum = 0.0;
    for (std::size_t i = 0; i < a.rgb().size(); ++i) {
        const double difference = static_cast<double>(a.rgb()[i]) - static_cast<double>(b.rgb()[i]);
        sum += difference * difference;
    }
    return 10.0 * std::log10(255.0 * 255.0 / (sum / static_cast<double>(a.rgb().size()) + 1e-9));
}

void TorchGeneratorTest::makes_the_frames_that_were_asked_for() {
    const ModelInfo model = embedded();
    QVERIFY2(!model.problem, model.problem ? model.problem->in_english().c_str() : "");
    const auto maker = generator(model);
    const Made made = make(*maker, request_for(model));
    QCOMPARE(made.images.size(), std::size_t{9});
    QCOMPARE(made.images[0].width(), 96);
    QCOMPARE(made.images[0].height(), 64);
    QCOMPARE(made.steps.size(), std::size_t{4});
    QCOMPARE(made.steps.back().step, 4);
    QCOMPARE(made.result.latents->shape, (std::vector<std::int64_t>{1, 128, 3, 8, 12}));
    QVERIFY((std::set<Stage>(made.stages.begin(), made.stages.end()) == std::set<Stage>{Stage::encode_text, Stage::load, Stage::denoise, Stage::decode}));
    // The rounded frames are the unrounded ones, rounded.
    QCOMPARE(made.samples.size(), made.images.size() * made.images[0].rgb().size());
    for (std::size_t i = 0; i < made.images[0].rgb().size(); ++i) {
        QVERIFY(std::abs(made.samples[i] * 255.0f - made.images[0].rgb()[i]) <= 0.501f);
    }
}

void TorchGeneratorTest::the_seed_decides() {
    const ModelInfo model = embedded();
    const auto maker = generator(model);
    GenerationRequest request = request_for(model);
    const Made first = make(*maker, request);
    const Made again = make(*maker, request);
    QVERIFY(first.result.latents->values == again.result.latents->values);
    QVERIFY(first.samples == again.samples);
    const auto fresh = generator(model);
    QVERIFY(make(*fresh, request).samples == first.samples);
    request.settings.seed = 4;
    QVERIFY(make(*maker, request).samples != first.samples);
}

void TorchGeneratorTest::latents_decode_to_the_same_frames() {
    const ModelInfo model = embedded();
    const auto maker = generator(model);
    GenerationRequest request = request_for(model);
    const Made made = make(*maker, request);
    request.latents = made.result.latents;
    request.settings.denoise_strength = 0.0;
    const Made decoded = make(*maker, request);
    QVERIFY(decoded.steps.empty());
    QVERIFY(decoded.samples == made.samples);
}

void TorchGeneratorTest::strength_starts_from_given_latents() {
    const ModelInfo model = embedded();
    const auto maker = generator(model);
    GenerationRequest request = request_for(model, 8);
    const Made made = make(*maker, request);
    request.latents = made.result.latents;
    request.settings.prompt = "a blue boat on the sea";
    request.settings.denoise_strength = 0.25;
    const Made little = make(*maker, request);
    QCOMPARE(little.steps.size(), std::size_t{2});
    request.settings.denoise_strength = 1.0;
    const Made much = make(*maker, request);
    QCOMPARE(much.steps.size(), std::size_t{8});
    QVERIFY(psnr(little.images[4], made.images[4]) > psnr(much.images[4], made.images[4]) + 3.0);
}

void TorchGeneratorTest::keeps_given_frames_data() {
    QTest::addColumn<QList<int>>("starts");
    QTest::newRow("first") << QList<int>{0};
    QTest::newRow("last") << QList<int>{16};
    QTest::newRow("both ends") << QList<int>{0, 16};
    QTest::newRow("anywhere") << QList<int>{5};
}

void TorchGeneratorTest::keeps_given_frames() {
    QFETCH(QList<int>, starts);
    const ModelInfo model = embedded();
    const auto maker = generator(model);
    GenerationRequest request = request_for(model, 6);
    request.settings.num_frames = 17;
    std::vector<std::uint8_t> rgb;
    for (int y = 0; y < 64; ++y) {
        for (int x = 0; x < 96; ++x) {
            rgb.insert(rgb.end(), {static_cast<std::uint8_t>(40 + 2 * x), static_cast<std::uint8_t>(200 - 2 * y), 90});
        }
    }
    const Image still(96, 64, rgb);
    for (const int start : starts) {
        request.conditioning.push_back({{still}, start, 1.0});
    }
    const Made made = make(*maker, request);
    QCOMPARE(made.images.size(), std::size_t{17});
    if (starts.contains(0)) {
        QVERIFY2(psnr(made.images[0], still) > 22.0, qPrintable(QString::number(psnr(made.images[0], still))));
    }
    // What was given changes the clip, wherever it is.
    request.conditioning.clear();
    QVERIFY(make(*maker, request).samples != made.samples);
}

void TorchGeneratorTest::every_latent_frame_has_its_strength_data() {
    QTest::addColumn<int>("start_frame");
    QTest::newRow("from the start") << 0;
    QTest::newRow("later") << 8;
}

void TorchGeneratorTest::every_latent_frame_has_its_strength() {
    QFETCH(int, start_frame);
    const ModelInfo model = embedded();
    const auto maker = generator(model);
    GenerationRequest request = request_for(model, 2);
    request.settings.num_frames = 33;
    const std::vector<Image> clip = make(*maker, request).images;
    request.settings.seed = 4;
    ConditioningFrames given;
    given.images.assign(clip.begin(), clip.begin() + 25);
    given.start_frame = start_frame;
    given.strength = 0.5;
    request.conditioning = {given};
    const auto latents = make(*maker, request).result.latents->values;
    const std::size_t num_given = given.images.size() / static_cast<std::size_t>(model.frame_multiple) + 1;
    request.conditioning[0].strength = 1.0;
    request.conditioning[0].latent_strengths.assign(num_given, 0.5);
    QVERIFY(make(*maker, request).result.latents->values == latents);
    request.conditioning[0].latent_strengths.back() = 0.9;
    QVERIFY(make(*maker, request).result.latents->values != latents);
}

void TorchGeneratorTest::previews_come_after_steps() {
    const ModelInfo model = embedded();
    const auto maker = generator(model);
    GenerationRequest request = request_for(model);
    request.preview = {.is_enabled = true, .min_interval_seconds = 0.0};
    const Made made = make(*maker, request);
    QCOMPARE(made.sigmas.size(), made.steps.size() + 1);
    QCOMPARE(made.sigmas.back(), 0.0);
    const int side = static_cast<int>(model.size_multiple);
    const int columns = made.images[0].width() / side;
    const int rows = made.images[0].height() / side;
    for (const StepFinished& step : made.steps) {
        QCOMPARE(step.sigma, made.sigmas[static_cast<std::size_t>(step.step) - 1]);
        QVERIFY(step.preview != nullptr);
        QCOMPARE(step.preview->images.size(), std::size_t{3});
        QCOMPARE(step.preview->images[0].width(), columns);
        QCOMPARE(step.preview->images[0].height(), rows);
    }
    // The last one shows the clip that is decoded.
    const Image& shown = made.steps.back().preview->images[0];
    double difference = 0.0;
    for (int y = 0; y < rows; ++y) {
        for (int x = 0; x < columns; ++x) {
            for (int c = 0; c < 3; ++c) {
                double mean = 0.0;
                for (int v = 0; v < side; ++v) {
                    for (int u = 0; u < side; ++u) {
                        mean += made.images[0].row(side * y + v)[(side * x + u) * 3 + c] / static_cast<double>(side * side);
                    }
                }
                difference += std::abs(mean - shown.row(y)[x * 3 + c]) / (rows * columns * 3);
            }
        }
    }
    QVERIFY2(difference < 12.0, qPrintable(QString::number(difference)));

    request.preview.min_interval_seconds = 1000.0;
    const Made rare = make(*maker, request);
    QVERIFY(rare.steps.front().preview != nullptr);
    QVERIFY(rare.steps[1].preview == nullptr);
    QVERIFY(rare.steps.back().preview != nullptr);
    QVERIFY(rare.samples == made.samples);
}

void TorchGeneratorTest::a_long_prompt_gives_a_notice() {
    const ModelInfo model = embedded();
    const auto maker = generator(model);
    GenerationRequest request = request_for(model, 1);
    for (int i = 0; i < 500; ++i) {
        request.settings.prompt += " red ball";
    }
    const Made made = make(*maker, request);
    QCOMPARE(made.notices.size(), std::size_t{1});
    QVERIFY2(contains(made.notices[0], "the model reads the first 127"), made.notices[0].c_str());
    QVERIFY(make(*maker, request_for(model, 1)).notices.empty());
}

void TorchGeneratorTest::stops_wherever_it_is() {
    const ModelInfo model = embedded();
    GenerationRequest request = request_for(model);
    request.conditioning = {{{Image(96, 64, std::vector<std::uint8_t>(96 * 64 * 3, 100))}, 0, 1.0}};
    std::size_t num_events = 0;
    const auto counting = generator(model);
    counting->generate(request, [&](const GenerationEvent&) { ++num_events; }, {});
    QVERIFY(num_events > 8);
    // A stop after each event in turn, but for the last, when everything is done.
    for (std::size_t stop_at = 1; stop_at < num_events; ++stop_at) {
        const auto maker = generator(model);
        std::stop_source source;
        std::size_t seen = 0;
        QVERIFY_EXCEPTION_THROWN(maker->generate(request, [&](const GenerationEvent&) {
            if (++seen == stop_at) {
                source.request_stop();
            }
        }, source.get_token()), Cancelled);
        QVERIFY(seen <= stop_at + 1);
    }
}

void TorchGeneratorTest::refuses_wrong_tensors() {
    const ModelInfo model = embedded();
    const auto maker = generator(model);
    GenerationRequest request = request_for(model);
    request.noise = TensorValues{{1, 128, 3, 8, 11}, std::vector<float>(128 * 3 * 8 * 11)};
    const auto message = message_of<InvalidRequest>([&] { make(*maker, request); });
    QVERIFY2(contains(message, "1x128x3x8x11") && contains(message, "1x128x3x8x12"), message.c_str());
}

void TorchGeneratorTest::works_on_after_an_error() {
    const ModelInfo model = embedded();
    const auto maker = generator(model);
    const Made before = make(*maker, request_for(model));
    GenerationRequest wrong = request_for(model);
    wrong.settings.prompt = "";
    QVERIFY_EXCEPTION_THROWN(make(*maker, wrong), InvalidRequest);
    QVERIFY(make(*maker, request_for(model)).samples == before.samples);
}

void TorchGeneratorTest::other_types_run() {
    const ModelInfo model = embedded();
    const Made exact = make(*generator(model), request_for(model));
    for (const char* dtype : {"bf16", "fp16"}) {
        const Made made = make(*generator(model, dtype), request_for(model));
        QVERIFY2(psnr(made.images[4], exact.images[4]) > 25.0, qPrintable(QString("%1 %2").arg(dtype).arg(psnr(made.images[4], exact.images[4]))));
    }
}

template <typename E>
static Sentence sentence_of(const std::function<void()>& fail) {
    try {
        translate_torch_errors([&] {
            fail();
            return true;
        });
    } catch (const E& error) {
        return error.sentence();
    }
    return "(nothing was thrown)";
}

void TorchGeneratorTest::what_torch_says_is_part_of_a_sentence() {
    QVERIFY(sentence_of<OutOfMemory>([] { throw std::bad_alloc(); }) ==
            Sentence::of("there is not enough memory for this; lower the size or the number of frames"));
    const Sentence memory = sentence_of<OutOfMemory>([] { TORCH_CHECK(false, "DefaultCPUAllocator: can't allocate memory"); });
    QVERIFY(memory == Sentence::of("there is not enough memory for this; lower the size or the number of frames (%1)",
                                   "DefaultCPUAllocator: can't allocate memory"));
    QVERIFY(sentence_of<DeviceError>([] { TORCH_CHECK(false, "CUDA error: gone"); }) == Sentence::of("the GPU failed: %1", "CUDA error: gone"));
    QVERIFY(sentence_of<Error>([] { TORCH_CHECK(false, "odd"); }) == Sentence::of("the model could not be run: %1", "odd"));
}

KINORA_TEST(TorchGeneratorTest)
#include "torch_generator_test.moc"
