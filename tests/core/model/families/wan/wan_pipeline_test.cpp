// Runs of tiny Wan models beyond what reference files record: taken up after a step, with frames given in all ways.
#include <algorithm>
#include <cstring>
#include <stop_token>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/generation/validate.h"
#include "core/model/model_library.h"
#include "tests/support/reference_cases.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using kinora::test::case_model;
using kinora::test::contains;
using kinora::test::message_of;

class WanPipelineTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void says_what_it_takes_data();
    void says_what_it_takes();
    void goes_on_with_the_same_bits_data();
    void goes_on_with_the_same_bits();
    void joins_another_schedule();
    void refuses_a_damaged_step();
    void starts_from_latents();
    void goes_on_denoising_after_the_second_transformer_is_loaded();
    void says_which_frames_cannot_be_given();
    void takes_strengths_for_whole();
    void follows_what_is_given_data();
    void follows_what_is_given();
    void stops_between_blocks();
};

static Image colour(int size, std::uint8_t red, std::uint8_t green, std::uint8_t blue) {
    std::vector<std::uint8_t> rgb;
    for (int i = 0; i < size * size; ++i) {
        rgb.insert(rgb.end(), {red, green, blue});
    }
    return {size, size, rgb};
}

static std::unique_ptr<Generator> generator(const ModelInfo& model) {
    return make_generator(model, {.device = "cpu", .dtype = "fp32", .cache_folder = {}});
}

static GenerationRequest request_for(const ModelInfo& model, int steps) {
    GenerationRequest request;
    request.settings = model.defaults;
    request.settings.prompt = "a red fox runs through the snow";
    request.settings.width = 2 * model.size_multiple;
    request.settings.height = 2 * model.size_multiple;
    request.settings.num_frames = 1 + 2 * model.frame_multiple;
    request.settings.num_inference_steps = steps;
    request.settings.max_sequence_length = 0;
    request.settings.seed = 3;
    request.wants_latents = true;
    request.wants_step_states = true;
    return request;
}

static ConditioningFrames given(std::int64_t start, std::uint8_t red, std::uint8_t blue, double strength = 1.0) {
    return {.images = {colour(40, red, 30, blue)}, .start_frame = start, .strength = strength};
}

struct MadeClip {
    std::vector<std::shared_ptr<const StepState>> states;
    std::vector<StepFinished> steps;
    std::vector<Sentence> notices;
    std::vector<Image> images;
    std::vector<float> latents;
};

static MadeClip run(const ModelInfo& model, const GenerationRequest& request) {
    MadeClip result;
    const GenerationResult made = generator(model)->generate(request, [&](const GenerationEvent& event) {
        if (const auto* step = std::get_if<StepFinished>(&event)) {
            result.states.push_back(step->state);
            result.steps.push_back(*step);
        } else if (const auto* frames = std::get_if<FramesReady>(&event)) {
            result.images.insert(result.images.end(), frames->images.begin(), frames->images.end());
        } else if (const auto* notice = std::get_if<Notice>(&event)) {
            result.notices.push_back(notice->message);
        }
    }, {});
    result.latents = made.latents->values;
    return result;
}

static bool has_same_bits(const std::vector<float>& a, const std::vector<float>& b) {
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

void WanPipelineTest::says_what_it_takes_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("takes_frames");
    QTest::addColumn<int>("size_multiple");
    QTest::newRow("text") << "wan_t2v" << false << 8;
    QTest::newRow("first latents") << "wan_residual" << true << 16;
    QTest::newRow("channels") << "wan_two_transformers" << true << 16;
    QTest::newRow("control") << "wan_vace" << true << 8;
}

void WanPipelineTest::says_what_it_takes() {
    QFETCH(QString, name);
    QFETCH(bool, takes_frames);
    QFETCH(int, size_multiple);
    const ModelInfo model = describe_model(case_model(name.toStdString()));
    QVERIFY(!model.problem);
    QCOMPARE(model.family, std::string("wan"));
    QCOMPARE(model.can_condition_frames, takes_frames);
    QCOMPARE(model.size_multiple, size_multiple);
}

void WanPipelineTest::goes_on_with_the_same_bits_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("scheduler");
    QTest::addColumn<bool>("has_first");
    QTest::newRow("text, UniPC") << "wan_t2v" << "unipc" << false;
    QTest::newRow("text, Euler") << "wan_t2v" << "flow_match_euler" << false;
    QTest::newRow("a picture first") << "wan_residual" << "" << true;
    QTest::newRow("two transformers") << "wan_two_transformers" << "" << true;
    QTest::newRow("control") << "wan_vace" << "" << true;
}

void WanPipelineTest::goes_on_with_the_same_bits() {
    QFETCH(QString, name);
    QFETCH(QString, scheduler);
    QFETCH(bool, has_first);
    const ModelInfo model = describe_model(case_model(name.toStdString()));
    GenerationRequest request = request_for(model, 5);
    request.settings.scheduler = scheduler.toStdString();
    if (has_first) {
        request.conditioning = {given(0, 200, 30)};
    }
    const MadeClip whole = run(model, request);
    QCOMPARE(whole.states.size(), std::size_t{5});
    for (std::size_t k = 0; k < whole.states.size(); ++k) {
        GenerationRequest rest = request;
        rest.resume_from = whole.states[k];
        const MadeClip resumed = run(model, rest);
        QVERIFY2(has_same_bits(resumed.latents, whole.latents), std::to_string(k).c_str());
        QVERIFY(resumed.images == whole.images);
        QCOMPARE(resumed.steps.size(), whole.steps.size() - k - 1);
    }
    // Ended early, a take is what the last step predicted; so is what is kept of that step.
    GenerationRequest early = request;
    early.last_step = 3;
    GenerationRequest now = request;
    now.resume_from = whole.states[2];
    now.finishes_now = true;
    QVERIFY(has_same_bits(run(model, early).latents, run(model, now).latents));
}

void WanPipelineTest::joins_another_schedule() {
    const ModelInfo model = describe_model(case_model("wan_t2v"));
    GenerationRequest request = request_for(model, 6);
    const MadeClip whole = run(model, request);
    request.resume_from = whole.states[2];
    request.settings.num_inference_steps = 15;
    const MadeClip finer = run(model, request);
    QVERIFY(finer.steps.size() > 3 && finer.steps.size() < 15);
    QCOMPARE(finer.steps.front().sigma, whole.steps[3].sigma);  // no jump: it starts at the noise level that was reached
    QVERIFY(std::ranges::is_sorted(finer.steps, std::greater(), &StepFinished::sigma));
    request.settings.num_inference_steps = 6;
    request.settings.scheduler = "flow_match_euler";
    QVERIFY(!has_same_bits(run(model, request).latents, whole.latents));
}

void WanPipelineTest::refuses_a_damaged_step() {
    const ModelInfo model = describe_model(case_model("wan_t2v"));
    const MadeClip made = run(model, request_for(model, 2));
    for (const char* sigma : {"nan", "inf", "-inf"}) {
        auto damaged = std::make_shared<StepState>(*made.states.front());
        damaged->metadata["sigma"] = sigma;
        GenerationRequest request = request_for(model, 2);
        request.resume_from = damaged;
        QVERIFY(contains(message_of<InvalidRequest>([&] { run(model, request); }), "the kept step is damaged"));
    }
    // A history that does not belong to the step it is said to be of is not gone on from.
    auto misplaced = std::make_shared<StepState>(*made.states.front());
    misplaced->step = 2;
    GenerationRequest request = request_for(model, 2);
    request.resume_from = misplaced;
    QVERIFY(!run(model, request).latents.empty());
}

void WanPipelineTest::starts_from_latents() {
    const ModelInfo model = describe_model(case_model("wan_t2v"));
    GenerationRequest request = request_for(model, 6);
    const MadeClip whole = run(model, request);
    request.latents = TensorValues{{1, model.latent_channels, 3, 4, 4}, whole.latents};
    request.settings.denoise_strength = 0.0;
    QVERIFY(run(model, request).images == whole.images);
    request.settings.denoise_strength = 0.5;
    const MadeClip half = run(model, request);
    QCOMPARE(half.steps.size(), std::size_t{3});
    QVERIFY(half.images != whole.images);
    // So small a part of the schedule holds no step.
    request.settings.denoise_strength = 0.1;
    const MadeClip none = run(model, request);
    QVERIFY(none.steps.empty());
    QVERIFY(none.images == whole.images);
}

void WanPipelineTest::goes_on_denoising_after_the_second_transformer_is_loaded() {
    const ModelInfo model = describe_model(case_model("wan_two_transformers"));
    GenerationRequest request = request_for(model, 6);
    request.conditioning = {given(0, 200, 30)};
    std::vector<Stage> started;
    std::vector<Stage> at_steps;
    generator(model)->generate(request, [&](const GenerationEvent& event) {
        if (const auto* stage = std::get_if<StageStarted>(&event)) {
            started.push_back(stage->stage);
            QCOMPARE(stage->sigmas.size(), std::size_t{stage->stage == Stage::denoise ? 7u : 0u});
        } else if (std::holds_alternative<StepFinished>(event)) {
            at_steps.push_back(started.back());
        }
    }, {});
    QCOMPARE(std::ranges::count(started, Stage::load), 3);  // the autoencoder and both transformers
    QCOMPARE(at_steps, std::vector(6, Stage::denoise));
}

void WanPipelineTest::says_which_frames_cannot_be_given() {
    const ModelInfo text = describe_model(case_model("wan_t2v"));
    GenerationRequest request = request_for(text, 1);
    request.conditioning = {given(0, 200, 30)};
    QVERIFY(contains(message_of<InvalidRequest>([&] { validate(request, text); }), "cannot be conditioned on frames"));

    const ModelInfo pictures = describe_model(case_model("wan_two_transformers"));
    QVERIFY(contains(message_of<InvalidRequest>([&] { run(pictures, request_for(pictures, 1)); }), "give it a picture for the first frame"));

    const ModelInfo first = describe_model(case_model("wan_residual"));
    request = request_for(first, 1);
    request.conditioning = {given(3, 200, 30)};
    QVERIFY(contains(message_of<InvalidRequest>([&] { run(first, request); }), "at its beginning only"));
}

void WanPipelineTest::takes_strengths_for_whole() {
    const ModelInfo model = describe_model(case_model("wan_residual"));
    GenerationRequest request = request_for(model, 1);
    request.conditioning = {given(0, 200, 30)};
    const MadeClip whole = run(model, request);
    QVERIFY(whole.notices.empty());
    request.conditioning = {given(0, 200, 30, 0.4)};
    const MadeClip partial = run(model, request);
    QCOMPARE(partial.notices.size(), std::size_t{1});
    QVERIFY(partial.images == whole.images);
}

void WanPipelineTest::follows_what_is_given_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("takes_last");
    QTest::newRow("first latents") << "wan_residual" << false;
    QTest::newRow("channels") << "wan_two_transformers" << true;
    QTest::newRow("control") << "wan_vace" << true;
}

void WanPipelineTest::follows_what_is_given() {
    QFETCH(QString, name);
    QFETCH(bool, takes_last);
    const ModelInfo model = describe_model(case_model(name.toStdString()));
    GenerationRequest request = request_for(model, 2);
    request.conditioning = {given(0, 200, 30)};
    const MadeClip red = run(model, request);
    request.conditioning = {given(0, 20, 220)};
    QVERIFY(run(model, request).latents != red.latents);
    if (takes_last) {
        request.conditioning = {given(0, 200, 30), given(request.settings.num_frames - 1, 20, 220)};
        QVERIFY(run(model, request).latents != red.latents);
    }
}

void WanPipelineTest::stops_between_blocks() {
    const ModelInfo model = describe_model(case_model("wan_t2v"));
    std::stop_source stop;
    int steps = 0;
    const auto observe = [&](const GenerationEvent& event) {
        if (std::holds_alternative<StepFinished>(event)) {
            ++steps;
            stop.request_stop();
        }
    };
    QVERIFY_THROWS_EXCEPTION(Cancelled, generator(model)->generate(request_for(model, 6), observe, stop.get_token()));
    QCOMPARE(steps, 1);
}

KINORA_TEST(WanPipelineTest)
#include "wan_pipeline_test.moc"
