// Runs that are taken up after a step, with the embedded model.
#include <algorithm>
#include <cstring>

#include "core/base/error.h"
#include "core/model/model_library.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using kinora::test::contains;
using kinora::test::message_of;

class ResumedRunTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void ends_with_the_same_bits_data();
    void ends_with_the_same_bits();
    void branches_differ();
    void another_schedule_is_joined();
    void another_strength_is_taken();
    void finishing_now_decodes_the_prediction();
    void refuses_states_that_do_not_fit();
};

static ModelInfo embedded() {
    return describe_model(std::filesystem::path(KINORA_SOURCE_DIR) / "resources/models/kinora-tiny");
}

static std::unique_ptr<Generator> generator() {
    return make_generator(embedded(), {.device = "cpu", .dtype = "fp32", .cache_folder = {}});
}

static GenerationRequest request_for(int steps) {
    GenerationRequest request;
    request.settings = embedded().defaults;
    request.settings.prompt = "a red ball on green grass";
    request.settings.num_inference_steps = steps;
    request.settings.num_frames = 9;
    request.settings.seed = 3;
    request.wants_latents = true;
    request.wants_step_states = true;
    return request;
}

static Image colour(std::uint8_t red, std::uint8_t green, std::uint8_t blue) {
    std::vector<std::uint8_t> rgb;
    for (int i = 0; i < 96 * 64; ++i) {
        rgb.insert(rgb.end(), {red, green, blue});
    }
    return {96, 64, rgb};
}

struct Run {
    std::vector<std::shared_ptr<const StepState>> states;
    std::vector<StepFinished> steps;
    std::vector<Image> images;
    std::vector<float> latents;
};

static Run run(Generator& from, const GenerationRequest& request) {
    Run result;
    const GenerationResult made = from.generate(request, [&](const GenerationEvent& event) {
        if (const auto* step = std::get_if<StepFinished>(&event)) {
            result.states.push_back(step->state);
            result.steps.push_back(*step);
        } else if (const auto* frames = std::get_if<FramesReady>(&event)) {
            result.images.insert(result.images.end(), frames->images.begin(), frames->images.end());
        }
    }, {});
    result.latents = made.latents->values;
    return result;
}

static bool has_same_bits(const std::vector<float>& a, const std::vector<float>& b) {
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

static double distance(const std::vector<Image>& a, const std::vector<Image>& b) {
    double sum = 0.0;
    std::size_t count = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (std::size_t k = 0; k < a[i].rgb().size(); ++k, ++count) {
            sum += std::abs(static_cast<double>(a[i].rgb()[k]) - static_cast<double>(b[i].rgb()[k]));
        }
    }
    return sum / static_cast<double>(count);
}

void ResumedRunTest::ends_with_the_same_bits_data() {
    QTest::addColumn<bool>("is_stochastic");
    QTest::addColumn<bool>("is_conditioned");
    QTest::newRow("text to video") << false << false;
    QTest::newRow("stochastic scheduler") << true << false;
    QTest::newRow("first and last frame, with renewed noise") << false << true;
}

void ResumedRunTest::ends_with_the_same_bits() {
    QFETCH(bool, is_stochastic);
    QFETCH(bool, is_conditioned);
    GenerationRequest request = request_for(6);
    request.settings.scheduler = is_stochastic ? "flow_match_euler_stochastic" : "";
    if (is_conditioned) {
        request.settings.image_cond_noise_scale = 0.15;
        request.conditioning = {{{colour(200, 30, 30)}, 0, 1.0}, {{colour(30, 30, 200)}, 8, 0.7}};
    }
    const Run whole = run(*generator(), request);
    QCOMPARE(whole.states.size(), std::size_t{6});
    for (std::size_t k = 0; k < whole.states.size(); ++k) {
        GenerationRequest rest = request;
        rest.resume_from = whole.states[k];
        const Run resumed = run(*generator(), rest);
        QVERIFY2(has_same_bits(resumed.latents, whole.latents), std::to_string(k).c_str());
        QVERIFY(resumed.images == whole.images);
        QCOMPARE(resumed.steps.size(), whole.steps.size() - k - 1);
        for (std::size_t i = 0; i < resumed.steps.size(); ++i) {
            QVERIFY(*resumed.states[i] == *whole.states[k + 1 + i]);
            QCOMPARE(resumed.steps[i].step, static_cast<int>(k + i) + 2);
            QCOMPARE(resumed.steps[i].sigma, whole.steps[k + 1 + i].sigma);
        }
    }
}

void ResumedRunTest::branches_differ() {
    const auto maker = generator();
    GenerationRequest request = request_for(8);
    const Run whole = run(*maker, request);
    request.resume_from = whole.states[2];
    GenerationRequest other = request;
    other.settings.prompt = "a blue square";
    const Run prompted = run(*maker, other);
    QVERIFY(!has_same_bits(prompted.latents, whole.latents));
    other = request;
    other.settings.guidance_scale = 6.0;
    QVERIFY(!has_same_bits(run(*maker, other).latents, whole.latents));
    other = request;
    other.settings.scheduler = "flow_match_euler_stochastic";
    QVERIFY(!has_same_bits(run(*maker, other).latents, whole.latents));
    // What was made before the branch stays visible: nearer to the trunk than a run of its own.
    GenerationRequest fresh = request_for(8);
    fresh.settings.prompt = "a blue square";
    fresh.settings.seed = 99;
    request.resume_from = whole.states[6];
    request.settings.prompt = "a blue square";
    QVERIFY(distance(run(*maker, request).images, whole.images) < distance(run(*maker, fresh).images, whole.images));
}

void ResumedRunTest::another_schedule_is_joined() {
    const auto maker = generator();
    GenerationRequest request = request_for(8);
    const Run whole = run(*maker, request);
    request.resume_from = whole.states[3];
    request.settings.num_inference_steps = 20;
    const Run finer = run(*maker, request);
    QVERIFY(finer.steps.size() > 4 && finer.steps.size() < 20);
    QCOMPARE(finer.steps.back().step, 20);
    QCOMPARE(finer.steps.front().sigma, whole.steps[4].sigma);  // no jump: it starts at the noise level that was reached
    QVERIFY(std::ranges::is_sorted(finer.steps, std::greater(), &StepFinished::sigma));
    QVERIFY(distance(finer.images, whole.images) < 8.0);
}

void ResumedRunTest::another_strength_is_taken() {
    const auto maker = generator();
    const Image red = colour(200, 30, 30);
    const Image blue = colour(30, 30, 200);
    GenerationRequest request = request_for(8);
    request.conditioning = {{{red}, 0, 1.0}};
    const Run whole = run(*maker, request);
    const std::vector<Image> reds = {red};
    const std::vector<Image> blues = {blue};
    const auto first = [](const Run& r) { return std::vector<Image>{r.images.front()}; };
    QVERIFY(distance(first(whole), reds) < 40.0);

    request.resume_from = whole.states[3];
    request.conditioning = {{{blue}, 0, 1.0}};
    const Run bluer = run(*maker, request);
    QVERIFY(distance(first(bluer), blues) < distance(first(bluer), reds));

    // Freed, or held less firmly, the frame goes on from what it is, as noisy as the rest.
    request.conditioning = {{{red}, 0, 0.3}};
    QVERIFY(!has_same_bits(run(*maker, request).latents, whole.latents));
    request.conditioning.clear();
    const Run freed = run(*maker, request);
    QCOMPARE(freed.images.size(), std::size_t{9});
    QVERIFY(!has_same_bits(freed.latents, whole.latents));

    // A new condition later in the clip brings tokens of its own.
    request.conditioning = {{{red}, 0, 1.0}, {{blue}, 8, 1.0}};
    const Run joined = run(*maker, request);
    const std::vector<Image> last = {joined.images.back()};
    const std::vector<Image> last_before = {whole.images.back()};
    QVERIFY(distance(last, blues) < distance(last_before, blues));
}

void ResumedRunTest::finishing_now_decodes_the_prediction() {
    const auto maker = generator();
    GenerationRequest request = request_for(8);
    const Run whole = run(*maker, request);
    request.finishes_now = true;
    request.resume_from = whole.states[5];
    const Run early = run(*maker, request);
    QVERIFY(early.steps.empty());
    QCOMPARE(early.images.size(), std::size_t{9});
    QVERIFY(!has_same_bits(early.latents, whole.latents));
    QVERIFY(distance(early.images, whole.images) < 25.0);
    // After the last step, the prediction is the result.
    request.resume_from = whole.states[7];
    QVERIFY(distance(run(*maker, request).images, whole.images) < 0.5);

    // The same without a kept step, as a recipe makes it again.
    GenerationRequest again = request_for(8);
    again.last_step = 6;
    const Run ended = run(*maker, again);
    QCOMPARE(ended.steps.size(), std::size_t{6});
    QVERIFY(has_same_bits(ended.latents, early.latents) && ended.images == early.images);
    again.resume_from = whole.states[3];
    QVERIFY(has_same_bits(run(*maker, again).latents, early.latents));
    again.resume_from = whole.states[5];
    const Run done = run(*maker, again);
    QVERIFY(done.steps.empty() && has_same_bits(done.latents, early.latents));
    again.resume_from = nullptr;
    again.last_step = 99;
    QVERIFY(has_same_bits(run(*maker, again).latents, whole.latents));
}

void ResumedRunTest::refuses_states_that_do_not_fit() {
    const auto maker = generator();
    const Run whole = run(*maker, request_for(2));
    const auto refusal = [&](const std::function<void(GenerationRequest&, StepState&)>& change) {
        GenerationRequest request = request_for(2);
        StepState state = *whole.states[0];
        change(request, state);
        request.resume_from = std::make_shared<const StepState>(state);
        return message_of<InvalidRequest>([&] { run(*maker, request); });
    };
    QVERIFY(contains(refusal([](auto& r, auto&) { r.settings.num_frames = 17; }), "another size"));
    QVERIFY(contains(refusal([](auto& r, auto&) { r.settings.width = 128; }), "another size"));
    QVERIFY(contains(refusal([](auto&, auto& s) { s.format = "other"; }), "another kind"));
    QVERIFY(contains(refusal([](auto&, auto& s) { s.version = 99; }), "another kind"));
    QVERIFY(contains(refusal([](auto&, auto& s) { s.metadata["model"] = "x"; }), "another model"));
    QVERIFY(contains(refusal([](auto&, auto& s) { s.metadata["sigma"] = "nan"; }), "the kept step is damaged"));
    QVERIFY(contains(refusal([](auto&, auto& s) { s.metadata["num_extra"] = "-5"; }), "another size"));
    QVERIFY(contains(refusal([](auto&, auto& s) { s.tensors.erase(s.tensors.begin()); }), "holds no"));
    QVERIFY(contains(refusal([](auto&, auto& s) { s.tensors[0].bytes.resize(8); }), "damaged"));
    run(*maker, request_for(1));
}

KINORA_TEST(ResumedRunTest)
#include "resume_test.moc"
