#include "core/model/diffusion/flow_match_euler.h"

#include "core/base/error.h"
#include "core/model/diffusion/guidance.h"
#include "core/model/diffusion/noise.h"
#include "core/model/verification/reference_file.h"
#include "tests/support/reference_cases.h"
#include "tests/support/tensor_compare.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using kinora::test::contains;
using kinora::test::message_of;

// The numbers of every option are compared with the reference in verify_folder_test; here is what needs no reference.
class FlowMatchEulerTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void ends_at_zero();
    void a_constant_velocity_leads_to_the_clean_sample();
    void tokens_with_one_timestep_step_as_one();
    void cleaner_tokens_take_smaller_steps();
    void skips_the_head_of_a_schedule();
    void is_joined_where_a_sample_stands();
    void refuses_configurations_data();
    void refuses_configurations();
    void refuses_requests();
    void one_step_is_not_stretched();
    void noisy_steps_of_tokens_begin_at_the_clean_sample();
    void guidance_of_one_is_no_guidance();
    void rescaled_guidance_has_the_deviation_of_the_conditional();
    void noise_is_that_of_the_reference();
};

static FlowMatchEuler scheduler_with(int steps, FlowMatchEulerConfig config = {}) {
    FlowMatchEuler scheduler(config);
    scheduler.set_timesteps({.num_inference_steps = steps});
    return scheduler;
}

void FlowMatchEulerTest::ends_at_zero() {
    for (const int steps : {1, 2, 7, 50}) {
        const FlowMatchEuler scheduler = scheduler_with(steps);
        QCOMPARE(scheduler.num_steps(), static_cast<std::size_t>(steps));
        QCOMPARE(scheduler.sigmas().size(), static_cast<std::size_t>(steps) + 1);
        QCOMPARE(scheduler.sigmas().front(), 1.0f);
        QCOMPARE(scheduler.sigmas().back(), 0.0f);
        QVERIFY(std::ranges::is_sorted(scheduler.sigmas(), std::greater<>()));
    }
}

void FlowMatchEulerTest::a_constant_velocity_leads_to_the_clean_sample() {
    const at::Tensor clean = at::randn({1, 4, 3});
    const at::Tensor noise = at::randn({1, 4, 3});
    const FlowMatchEuler scheduler = scheduler_with(9);
    at::Tensor sample = noise;
    for (std::size_t i = 0; i < scheduler.num_steps(); ++i) {
        sample = scheduler.step(noise - clean, sample, i, {});
    }
    KINORA_COMPARE_TENSORS(sample, clean, 1e-5);
}

void FlowMatchEulerTest::tokens_with_one_timestep_step_as_one() {
    const at::Tensor sample = at::randn({1, 4, 3});
    const at::Tensor velocity = at::randn({1, 4, 3});
    const FlowMatchEuler scheduler = scheduler_with(5);
    for (std::size_t i = 0; i < 5; ++i) {
        const at::Tensor timesteps = at::full({1, 4}, scheduler.timesteps()[i]);
        KINORA_COMPARE_TENSORS(scheduler.step_per_token(velocity, sample, timesteps, {}), scheduler.step(velocity, sample, i, {}), 1e-6);
    }
}

void FlowMatchEulerTest::cleaner_tokens_take_smaller_steps() {
    FlowMatchEuler scheduler{FlowMatchEulerConfig{}};
    scheduler.set_timesteps({.sigmas = {1.0, 0.6, 0.2}});
    const at::Tensor ones = at::ones({1, 4, 1});
    // From 1 to 0.6; from 0.5 to 0.2; from exactly 0.2 to 0; a clean token stays.
    const at::Tensor stepped = scheduler.step_per_token(ones, at::zeros({1, 4, 1}), at::tensor({1000.0f, 500.0f, 200.0f, 0.0f}).view({1, 4}), {});
    KINORA_COMPARE_TENSORS(stepped.flatten(), at::tensor({-0.4f, -0.3f, -0.2f, 0.0f}), 1e-6);
}

void FlowMatchEulerTest::skips_the_head_of_a_schedule() {
    FlowMatchEuler scheduler = scheduler_with(4);
    const auto sigmas = scheduler.sigmas();
    scheduler.skip_steps(3);
    QCOMPARE(scheduler.num_steps(), std::size_t{1});
    QCOMPARE(scheduler.sigmas().front(), sigmas[3]);
    scheduler.skip_steps(10);
    QCOMPARE(scheduler.num_steps(), std::size_t{0});
}

void FlowMatchEulerTest::is_joined_where_a_sample_stands() {
    FlowMatchEuler same = scheduler_with(8);
    for (std::size_t i = 0; i <= 8; ++i) {
        QCOMPARE(same.join(same.sigmas()[i], i), i);
        QCOMPARE(same.join(same.sigmas()[i], 0), i);  // the place is found without being told
    }
    const FlowMatchEuler untouched = scheduler_with(8);
    QCOMPARE(same.sigmas(), untouched.sigmas());

    FlowMatchEuler other = scheduler_with(8);
    const float between = 0.5f * (other.sigmas()[3] + other.sigmas()[4]);
    QCOMPARE(other.join(between, 6), std::size_t{3});
    QCOMPARE(other.sigmas()[3], between);
    QCOMPARE(other.timesteps()[3], between * 1000.0f);
    QCOMPARE(other.sigmas()[4], untouched.sigmas()[4]);

    FlowMatchEuler inverted = scheduler_with(8, {.invert_sigmas = true});
    QCOMPARE(inverted.join(inverted.sigmas()[2], 2), std::size_t{2});
    QVERIFY_EXCEPTION_THROWN(inverted.join(0.123f, 2), InvalidRequest);
}

void FlowMatchEulerTest::refuses_configurations_data() {
    QTest::addColumn<QString>("config");
    QTest::addColumn<QString>("key");
    QTest::newRow("no timesteps") << R"({"num_train_timesteps":0})" << "num_train_timesteps";
    QTest::newRow("shift is text") << R"({"shift":"3"})" << "shift";
    QTest::newRow("unknown time shift") << R"({"time_shift_type":"cubic"})" << "time_shift_type";
    QTest::newRow("two spacings") << R"({"use_karras_sigmas":true,"use_beta_sigmas":true})" << "use_karras_sigmas";
    QTest::newRow("terminal of 1") << R"({"shift_terminal":1.0})" << "shift_terminal";
    QTest::newRow("no line through one point") << R"({"base_image_seq_len":5,"max_image_seq_len":5})" << "max_image_seq_len";
}

void FlowMatchEulerTest::refuses_configurations() {
    QFETCH(QString, config);
    QFETCH(QString, key);
    const auto message = message_of<CheckpointError>(
        [&] { FlowMatchEulerConfig::read(ConfigReader(nlohmann::json::parse(config.toStdString()), "s.json")); });
    QVERIFY2(contains(message, "\"" + key.toStdString() + "\""), message.c_str());
}

void FlowMatchEulerTest::refuses_requests() {
    FlowMatchEuler plain{FlowMatchEulerConfig{}};
    QVERIFY_EXCEPTION_THROWN(plain.set_timesteps({}), InvalidRequest);
    QVERIFY_EXCEPTION_THROWN(plain.set_timesteps({.sigmas = {1, 0.5}, .timesteps = {1000}}), InvalidRequest);
    FlowMatchEulerConfig dynamic;
    dynamic.use_dynamic_shifting = true;
    FlowMatchEuler shifted(dynamic);
    QVERIFY_EXCEPTION_THROWN(shifted.set_timesteps({.num_inference_steps = 3}), InvalidRequest);
}

void FlowMatchEulerTest::one_step_is_not_stretched() {
    FlowMatchEuler scheduler({.use_dynamic_shifting = true, .shift_terminal = 0.1});
    scheduler.set_timesteps({.sigmas = {1.0}, .mu = 1.3});
    QCOMPARE(scheduler.sigmas(), (std::vector<float>{1.0f, 0.0f}));
    QCOMPARE(scheduler.timesteps(), (std::vector<float>{1000.0f}));
}

void FlowMatchEulerTest::noisy_steps_of_tokens_begin_at_the_clean_sample() {
    FlowMatchEuler scheduler = scheduler_with(2, {.stochastic_sampling = true});
    const at::Tensor clean = at::randn({1, 4, 3});
    const at::Tensor noise = at::randn({1, 4, 3});
    const at::Tensor other = at::randn({1, 4, 3});
    const at::Tensor timesteps = at::full({1, 4}, 1000.0f);
    const float next = scheduler.sigmas()[1];
    KINORA_COMPARE_TENSORS(scheduler.step_per_token(noise - clean, noise, timesteps, other), (1 - next) * clean + next * other, 1e-5);
    KINORA_COMPARE_TENSORS(scheduler.step_per_token(noise - clean, noise, timesteps, other, StochasticStep::as_reference),
                           (1 - next) * (2 * noise - clean) + next * other, 1e-5);
}

void FlowMatchEulerTest::guidance_of_one_is_no_guidance() {
    const at::Tensor a = at::randn({1, 5, 3});
    const at::Tensor b = at::randn({1, 5, 3});
    KINORA_COMPARE_TENSORS(apply_guidance(a, b, 1.0, 0.0), b, 1e-6);
    KINORA_COMPARE_TENSORS(apply_guidance(a, b, 0.0, 0.0), a, 1e-6);
}

void FlowMatchEulerTest::rescaled_guidance_has_the_deviation_of_the_conditional() {
    const at::Tensor a = at::randn({1, 50, 3});
    const at::Tensor b = at::randn({1, 50, 3});
    KINORA_COMPARE_TENSORS(apply_guidance(a, b, 8.0, 1.0).std(), b.std(), 1e-5);
    QVERIFY(apply_guidance(a, b, 8.0, 0.0).std().item<float>() > 2.0f * b.std().item<float>());
}

void FlowMatchEulerTest::noise_is_that_of_the_reference() {
    // The cases draw their noise from a CPU generator seeded with the case's seed plus the run's letter.
    const ReferenceFile reference(test::case_reference("ltx_t2v"));
    const at::Tensor expected = reference.tensor("run.a.pipeline.noise");
    at::Generator generator = make_generator(11 + 'a');
    QVERIFY(at::equal(draw_noise(expected.sizes(), generator), expected));
    QVERIFY(!at::equal(draw_noise(expected.sizes(), generator), expected));
}

KINORA_TEST(FlowMatchEulerTest)
#include "flow_match_euler_test.moc"
