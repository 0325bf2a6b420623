#include "core/generation/memory_prediction.h"

#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using kinora::test::contains;

class MemoryPredictionTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void counts_weights_in_the_type_that_is_computed_in();
    void one_of_two_transformers_computes_at_a_time();
    void grows_with_the_clip();
    void decoding_takes_what_is_there();
    void says_what_would_fit();
    void says_where_nothing_fits();
    void weights_are_streamed_where_they_have_no_room();
    void a_loaded_model_is_held();
    void knows_nothing_without_a_number();
};

constexpr std::int64_t mib = 1 << 20;

static ModelInfo model() {
    ModelInfo info;
    info.name = "m";
    info.size_multiple = 32;
    info.frame_multiple = 8;
    info.components = {{"text_encoder", "", 100 * mib, 0, ""}, {"transformer", "", 50 * mib, 0, ""}, {"vae", "", 10 * mib, 0, ""}};
    info.memory = {.denoise_values_per_latent = 10'000, .denoise_fp32_per_latent = 1'000, .decode_values_per_latent = 100'000,
                   .least_decode_latents = 64, .base_bytes = 200 * mib};
    return info;
}

static GenerationSettings settings(int width, int height, std::int64_t frames) {
    GenerationSettings s;
    s.width = width;
    s.height = height;
    s.num_frames = frames;
    return s;
}

void MemoryPredictionTest::counts_weights_in_the_type_that_is_computed_in() {
    const auto fp32 = predict_memory(model(), settings(64, 64, 9), "fp32");
    const auto bf16 = predict_memory(model(), settings(64, 64, 9), "bf16");
    QCOMPARE(fp32.text_bytes, 400 * mib);
    QCOMPARE(fp32.weights_bytes, 240 * mib);
    QCOMPARE(bf16.weights_bytes, 120 * mib);
    // 2 latent frames of 2 x 2.
    QCOMPARE(fp32.denoise_bytes, std::int64_t{8 * (10'000 * 4 + 1'000 * 4)});
    QCOMPARE(bf16.denoise_bytes, std::int64_t{8 * (10'000 * 2 + 1'000 * 4)});
    // The text encoder alone is more than the rest of so small a clip.
    QCOMPARE(fp32.peak_bytes(0), 600 * mib);
}

void MemoryPredictionTest::one_of_two_transformers_computes_at_a_time() {
    ModelInfo two = model();
    two.components.push_back({"transformer_2", "", 60 * mib, 0, "", 40 * mib});
    const auto prediction = predict_memory(two, settings(64, 64, 9), "fp32");
    QCOMPARE(prediction.weights_bytes, 280 * mib);
    QCOMPARE(prediction.streamable_weights_bytes, 160 * mib);
}

void MemoryPredictionTest::grows_with_the_clip() {
    GenerationSettings s = settings(512, 512, 65);
    const auto one = predict_memory(model(), s, "fp32");
    s.guidance_scale = 3.0;
    QCOMPARE(predict_memory(model(), s, "fp32").denoise_bytes, 2 * one.denoise_bytes);
    s.num_frames = 137;  // 18 latent frames instead of 9
    QCOMPARE(predict_memory(model(), s, "fp32").decode_bytes, 2 * one.decode_bytes);
}

void MemoryPredictionTest::decoding_takes_what_is_there() {
    const auto p = predict_memory(model(), settings(1024, 1024, 65), "bf16");
    QVERIFY(p.peak_bytes(1000 * mib) < p.peak_bytes(0));
    QVERIFY(p.peak_bytes(4000 * mib) <= 4000 * mib);
    QVERIFY(p.peak_bytes(330 * mib) >= p.base_bytes + p.weights_bytes + p.least_decode_bytes);
}

void MemoryPredictionTest::says_what_would_fit() {
    const GenerationSettings wanted = settings(1024, 768, 257);
    const auto assessment = assess_memory(model(), wanted, "fp32", 800 * mib);
    QVERIFY(!assessment.fits);
    QVERIFY(assessment.smaller && assessment.shorter);
    QCOMPARE(assessment.smaller->num_frames, wanted.num_frames);
    QCOMPARE(assessment.smaller->width % 32, 0);
    QVERIFY(assessment.smaller->width < wanted.width);
    QCOMPARE(assessment.shorter->width, wanted.width);
    QCOMPARE(assessment.shorter->num_frames % 8, std::int64_t{1});
    QVERIFY(assess_memory(model(), *assessment.smaller, "fp32", 800 * mib).fits);
    QVERIFY(assess_memory(model(), *assessment.shorter, "fp32", 800 * mib).fits);
    GenerationSettings longer = *assessment.shorter;
    longer.num_frames += 8;
    QVERIFY(!assess_memory(model(), longer, "fp32", 800 * mib).fits);
    const std::string said = assessment.message.value().in_english();
    QVERIFY2(contains(said, std::to_string(assessment.shorter->num_frames) + " frames would fit"), said.c_str());
    QVERIFY(assess_memory(model(), wanted, "fp32", 800 * mib, 64'000 * mib).fits);
    QCOMPARE(assess_memory(model(), wanted, "fp32", 800 * mib, 5).held_bytes, std::int64_t{5});
}

void MemoryPredictionTest::says_where_nothing_fits() {
    const auto assessment = assess_memory(model(), settings(512, 512, 65), "fp32", 300 * mib);
    QVERIFY(!assessment.fits && !assessment.smaller && !assessment.shorter);
    QVERIFY(contains(assessment.message.value().in_english(), "smaller model"));
}

void MemoryPredictionTest::weights_are_streamed_where_they_have_no_room() {
    ModelInfo large = model();
    large.components[0].streamable_parameters = 90 * mib;
    large.components[1].parameters = 500 * mib;
    large.components[1].streamable_parameters = 480 * mib;
    const GenerationSettings wanted = settings(256, 256, 17);
    const auto whole = assess_memory(large, wanted, "bf16", 4000 * mib);
    QVERIFY(whole.fits && !whole.streams_weights && !whole.message);
    QVERIFY(whole.needed_bytes > 1000 * mib);
    const auto streamed = assess_memory(large, wanted, "bf16", 600 * mib);
    QVERIFY(streamed.fits && streamed.streams_weights);
    QCOMPARE(whole.needed_bytes - streamed.needed_bytes, 2 * 480 * mib);
    QVERIFY(contains(streamed.message.value().in_english(), "again at every step"));
    QVERIFY(!assess_memory(large, wanted, "bf16", 600 * mib, 0, true).fits);  // with LoRAs
    // With room for neither, it is as without streaming; what is offered may use it.
    const auto small = assess_memory(large, settings(1024, 768, 257), "bf16", 600 * mib);
    QVERIFY(!small.fits && small.smaller);
    QVERIFY(assess_memory(large, *small.smaller, "bf16", 600 * mib).streams_weights);
}

void MemoryPredictionTest::a_loaded_model_is_held() {
    ModelInfo large = model();
    large.components[1].streamable_parameters = 40 * mib;
    QCOMPARE(held_bytes(large, "bf16", 900 * mib), 120 * mib);
    QCOMPARE(held_bytes(large, "bf16", 119 * mib), 40 * mib);  // too little for all weights: they were streamed
    QCOMPARE(held_bytes(large, "bf16", 30 * mib), 30 * mib);
    QCOMPARE(held_bytes(large, "bf16", 0), std::int64_t{0});
    // What a job needs that the worker has the model of already.
    const GenerationSettings wanted = settings(256, 256, 17);
    const std::int64_t needed = assess_memory(large, wanted, "bf16", 4000 * mib).needed_bytes;
    QVERIFY(!assess_memory(large, wanted, "bf16", needed - 100 * mib, 0, true).fits);
    QVERIFY(assess_memory(large, wanted, "bf16", needed - 100 * mib, held_bytes(large, "bf16", 900 * mib), true).fits);
}

void MemoryPredictionTest::knows_nothing_without_a_number() {
    const auto assessment = assess_memory(model(), settings(4096, 4096, 257), "fp32", 0);
    QVERIFY(assessment.fits);
    QVERIFY(assessment.needed_bytes > 1000 * mib);
}

KINORA_TEST(MemoryPredictionTest)
#include "memory_prediction_test.moc"
