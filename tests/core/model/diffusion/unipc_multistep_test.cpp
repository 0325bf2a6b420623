#include "core/model/diffusion/unipc_multistep.h"

#include <cmath>

#include "core/base/error.h"
#include "core/model/verification/reference_file.h"
#include "tests/support/reference_cases.h"
#include "tests/support/tensor_compare.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using kinora::test::contains;
using kinora::test::max_relative_difference;
using kinora::test::message_of;

class UniPCMultistepTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void steps_as_the_reference_data();
    void steps_as_the_reference();
    void a_constant_velocity_leads_to_the_clean_sample();
    void higher_orders_follow_a_bend();
    void clean_is_what_the_velocity_points_to();
    void goes_on_from_a_kept_history();
    void a_history_without_samples_begins_anew();
    void a_schedule_forgets_the_history();
    void skips_the_head_of_a_schedule();
    void is_joined_where_a_sample_stands();
    void the_last_step_of_a_schedule_above_zero_stays();
    void samples_of_other_types_become_float32();
    void one_step_is_not_stretched();
    void reads_an_empty_list_of_steps();
    void refuses_configurations_data();
    void refuses_configurations();
    void does_not_run_configurations_data();
    void does_not_run_configurations();
    void a_last_step_must_be_finite();
    void refuses_requests();
    void refuses_histories_of_other_schedules();
};

static UniPCMultistep scheduler_with(int steps, const UniPCMultistepConfig& config = {}) {
    UniPCMultistep scheduler(config);
    scheduler.set_timesteps(steps);
    return scheduler;
}

static UniPCMultistepConfig read(const std::string& more) {
    auto config = nlohmann::json::parse(R"({"prediction_type":"flow_prediction","use_flow_sigmas":true})");
    config.update(nlohmann::json::parse(more));
    return UniPCMultistepConfig::read(ConfigReader(config, "s.json"));
}

static const ReferenceFile& reference() {
    static const ReferenceFile file(test::case_reference("unipc"));
    return file;
}

void UniPCMultistepTest::steps_as_the_reference_data() {
    QTest::addColumn<QString>("name");
    for (const auto& [name, setting] : reference().metadata("scheduler.settings").items()) {
        QTest::newRow(name.c_str()) << QString::fromStdString(name);
    }
}

void UniPCMultistepTest::steps_as_the_reference() {
    QFETCH(QString, name);
    const auto& setting = reference().metadata("scheduler.settings")[name.toStdString()];
    const std::string prefix = "scheduler." + name.toStdString();
    UniPCMultistep scheduler(UniPCMultistepConfig::read(ConfigReader(setting["config"], prefix)));
    const auto& call = setting["set_timesteps"];
    scheduler.set_timesteps(call.value("num_inference_steps", 0), call.value("sigmas", std::vector<double>()),
                            call.contains("mu") ? std::optional(call["mu"].get<double>()) : std::nullopt);
    KINORA_COMPARE_TENSORS(at::tensor(scheduler.sigmas()), reference().tensor(prefix + ".sigmas"), 1e-6);
    QVERIFY(at::equal(at::tensor(scheduler.timesteps()), reference().tensor(prefix + ".timesteps")));
    at::Tensor sample = reference().tensor(prefix + ".step.0.sample");
    for (std::size_t i = 0; i < scheduler.num_steps(); ++i) {
        const std::string step = prefix + ".step." + std::to_string(i);
        sample = scheduler.step(reference().tensor(step + ".model_output"), sample);
        const double difference = max_relative_difference(sample, reference().tensor(step + ".prev_sample"));
        QVERIFY2(difference <= 2e-5, qPrintable(QString("step %1: %2").arg(i).arg(difference)));
    }
}

// bh1 as well, whose first order needs no B(h), which is infinite at the last step.
void UniPCMultistepTest::a_constant_velocity_leads_to_the_clean_sample() {
    for (const auto solver : {UniPCMultistepConfig::Solver::bh1, UniPCMultistepConfig::Solver::bh2}) {
        for (const int steps : {1, 2, 9}) {
            const at::Tensor clean = at::randn({1, 4, 3});
            const at::Tensor noise = at::randn({1, 4, 3});
            UniPCMultistep scheduler = scheduler_with(steps, {.solver_order = 3, .solver_type = solver, .flow_shift = 3.0});
            QCOMPARE(scheduler.sigmas().back(), 0.0f);
            at::Tensor sample = noise;
            while (scheduler.history().step_index < scheduler.num_steps()) {
                sample = scheduler.step(noise - clean, sample);
            }
            KINORA_COMPARE_TENSORS(sample, clean, 1e-5);
        }
    }
}

// Where the model takes b + c * sigma for the data at noise level sigma, a sample a at sigma s is at b + (a - b) * t / s + c * t * log(s / t)
// when sigma is t.
void UniPCMultistepTest::higher_orders_follow_a_bend() {
    const at::Tensor b = at::randn({1, 2, 3, 2, 2});
    const at::Tensor c = at::randn({1, 2, 3, 2, 2});
    const at::Tensor start = at::randn({1, 2, 3, 2, 2});
    std::vector<double> errors;
    for (const int order : {1, 2, 3}) {
        UniPCMultistep scheduler({.solver_order = order, .final_sigmas_type = UniPCMultistepConfig::FinalSigma::sigma_min});
        scheduler.set_timesteps(0, {0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1});
        at::Tensor sample = start;
        for (const float sigma : std::vector<float>(scheduler.sigmas().begin(), scheduler.sigmas().end() - 1)) {
            sample = scheduler.step((sample - b - c * sigma) / sigma, sample);
        }
        const double from = scheduler.sigmas().front();
        const double to = scheduler.sigmas().back();
        errors.push_back(test::max_difference(sample, b + (start - b) * (to / from) + c * (to * std::log(from / to))));
    }
    for (const double error : {errors[1], errors[2]}) {
        QVERIFY2(error < 0.1 * errors[0], qPrintable(QString("%1 %2").arg(error).arg(errors[0])));
    }
}

void UniPCMultistepTest::clean_is_what_the_velocity_points_to() {
    const UniPCMultistep scheduler = scheduler_with(4);
    const at::Tensor data = at::randn({1, 4, 3});
    const at::Tensor noise = at::randn({1, 4, 3});
    for (std::size_t i = 0; i < 4; ++i) {
        const float sigma = scheduler.sigmas()[i];
        KINORA_COMPARE_TENSORS(scheduler.clean(noise - data, (1 - sigma) * data + sigma * noise, i), data, 1e-5);
    }
    const UniPCMultistep limited = scheduler_with(4, {.thresholding = true});
    QVERIFY(limited.clean(100 * noise, noise, 0).abs().max().item<float>() <= 1.0f);
}

// After whichever step it was kept, through copies that share no memory.
void UniPCMultistepTest::goes_on_from_a_kept_history() {
    const UniPCMultistepConfig config = {.solver_order = 3, .disable_corrector = {2}, .flow_shift = 5.0};
    const at::Tensor velocities = at::randn({7, 1, 4, 3});
    const at::Tensor start = at::randn({1, 4, 3});
    const auto run = [&](UniPCMultistep& scheduler, at::Tensor sample, std::size_t end) {
        while (scheduler.history().step_index < end) {
            sample = scheduler.step(velocities[static_cast<std::int64_t>(scheduler.history().step_index)], sample);
        }
        return sample;
    };
    UniPCMultistep whole = scheduler_with(7, config);
    const at::Tensor expected = run(whole, start, 7);
    for (std::size_t kept = 0; kept <= 7; ++kept) {
        UniPCMultistep first = scheduler_with(7, config);
        const at::Tensor sample = run(first, start, kept).clone();
        UniPCHistory history = first.history();
        for (at::Tensor& clean : history.clean) {
            clean = clean.clone();
        }
        history.last_sample = kept == 0 ? at::Tensor() : history.last_sample.clone();
        run(first, sample, 7);  // what the first does afterwards is nothing to the history that was kept
        UniPCMultistep second = scheduler_with(7, config);
        second.restore(history);
        QVERIFY(at::equal(run(second, sample, 7), expected));
    }
    // Without the history the steps are others.
    UniPCMultistep first = scheduler_with(7, config);
    const at::Tensor sample = run(first, start, 4);
    UniPCMultistep forgetful = scheduler_with(7, config);
    forgetful.restore({.step_index = 4});
    QVERIFY(test::max_difference(run(forgetful, sample, 7), expected) > 1e-3);
}

void UniPCMultistepTest::a_history_without_samples_begins_anew() {
    UniPCMultistep scheduler = scheduler_with(6, {.flow_shift = 3.0});
    scheduler.restore({.step_index = 3});
    const at::Tensor sample = at::randn({1, 4, 3});
    const at::Tensor velocity = at::randn({1, 4, 3});
    // The first order goes straight on.
    const at::Tensor expected = sample + (scheduler.sigmas()[4] - scheduler.sigmas()[3]) * velocity;
    KINORA_COMPARE_TENSORS(scheduler.step(velocity, sample), expected, 1e-5);
    QCOMPARE(scheduler.history().step_index, std::size_t{4});
}

void UniPCMultistepTest::a_schedule_forgets_the_history() {
    UniPCMultistep scheduler = scheduler_with(3);
    const at::Tensor sample = at::randn({1, 4, 3});
    const at::Tensor first = scheduler.step(sample, sample);
    scheduler.step(sample, first);
    QCOMPARE(scheduler.history().clean.size(), std::size_t{2});
    scheduler.set_timesteps(3);
    QVERIFY(scheduler.history().clean.empty() && !scheduler.history().last_sample.defined());
    QVERIFY(at::equal(scheduler.step(sample, sample), first));
}

// Its steps are those of the whole schedule, begun there.
void UniPCMultistepTest::skips_the_head_of_a_schedule() {
    const UniPCMultistepConfig config = {.disable_corrector = {3}, .flow_shift = 3.0};
    UniPCMultistep whole = scheduler_with(6, config);
    whole.restore({.step_index = 2});
    UniPCMultistep tail = scheduler_with(6, config);
    tail.skip_steps(2);
    QCOMPARE(tail.num_steps(), std::size_t{4});
    QCOMPARE(tail.sigmas(), std::vector<float>(whole.sigmas().begin() + 2, whole.sigmas().end()));
    QCOMPARE(tail.timesteps(), std::vector<std::int64_t>(whole.timesteps().begin() + 2, whole.timesteps().end()));
    at::Tensor a = at::randn({1, 4, 3});
    at::Tensor b = a;
    for (int i = 0; i < 4; ++i) {
        const at::Tensor velocity = at::randn({1, 4, 3});
        a = whole.step(velocity, a);
        b = tail.step(velocity, b);
        QVERIFY(at::equal(a, b));
    }
    tail.skip_steps(10);
    QCOMPARE(tail.num_steps(), std::size_t{0});
}

void UniPCMultistepTest::is_joined_where_a_sample_stands() {
    UniPCMultistep same = scheduler_with(8);
    for (std::size_t i = 0; i <= 8; ++i) {
        QCOMPARE(same.join(same.sigmas()[i], i), i);
        QCOMPARE(same.join(same.sigmas()[i], 0), i);  // the place is found without being told
        QCOMPARE(same.history().step_index, i);
    }
    const UniPCMultistep untouched = scheduler_with(8);
    QCOMPARE(same.sigmas(), untouched.sigmas());

    UniPCMultistep other = scheduler_with(8);
    const float between = 0.5f * (other.sigmas()[3] + other.sigmas()[4]);
    QCOMPARE(other.join(between, 6), std::size_t{3});
    QCOMPARE(other.sigmas()[3], between);
    QCOMPARE(other.timesteps()[3], static_cast<std::int64_t>(between * 1000.0f));
    // On from there the first order goes straight to the next level.
    const at::Tensor sample = at::randn({1, 4, 3});
    const at::Tensor velocity = at::randn({1, 4, 3});
    KINORA_COMPARE_TENSORS(other.step(velocity, sample), sample + (untouched.sigmas()[4] - between) * velocity, 1e-5);

    // Noise without data, whose lambda is infinite, begins where schedules do.
    UniPCMultistep noise = scheduler_with(8);
    QCOMPARE(noise.join(1.0f, 3), std::size_t{0});
    QCOMPARE(noise.sigmas(), untouched.sigmas());
}

// Of any order, though the reference's third divides by the length of the step, which is zero.
void UniPCMultistepTest::the_last_step_of_a_schedule_above_zero_stays() {
    UniPCMultistep scheduler = scheduler_with(5, {.solver_order = 3, .lower_order_final = false,
                                                  .final_sigmas_type = UniPCMultistepConfig::FinalSigma::sigma_min});
    at::Tensor sample = at::randn({1, 4, 3});
    for (int i = 0; i < 5; ++i) {
        sample = scheduler.step(at::randn({1, 4, 3}), sample);
        QVERIFY(at::isfinite(sample).all().item<bool>());
    }
    QVERIFY(at::equal(sample, scheduler.history().last_sample));
}

void UniPCMultistepTest::samples_of_other_types_become_float32() {
    UniPCMultistep scheduler = scheduler_with(2);
    const at::Tensor half = at::randn({1, 4, 3}).to(at::kBFloat16);
    QVERIFY(scheduler.clean(half, half, 0).scalar_type() == at::kFloat);
    QVERIFY(scheduler.step(half, half).scalar_type() == at::kFloat);
}

void UniPCMultistepTest::one_step_is_not_stretched() {
    const UniPCMultistep scheduler = scheduler_with(1, {.shift_terminal = 0.1});
    QCOMPARE(scheduler.sigmas(), (std::vector<float>{0.999999f, 0.0f}));
    QCOMPARE(scheduler.timesteps(), (std::vector<std::int64_t>{999}));
}

void UniPCMultistepTest::reads_an_empty_list_of_steps() {
    QVERIFY(read(R"({"disable_corrector":[]})").disable_corrector.empty());
    QCOMPARE(read(R"({"disable_corrector":[0,2]})").disable_corrector, (std::vector<std::int64_t>{0, 2}));
}

void UniPCMultistepTest::refuses_configurations_data() {
    QTest::addColumn<QString>("config");
    QTest::addColumn<QString>("key");
    QTest::newRow("no timesteps") << R"({"num_train_timesteps":0})" << "num_train_timesteps";
    QTest::newRow("no order") << R"({"solver_order":0})" << "solver_order";
    QTest::newRow("unknown solver") << R"({"solver_type":"bh3"})" << "solver_type";
    QTest::newRow("shift is text") << R"({"flow_shift":"3"})" << "flow_shift";
    QTest::newRow("unknown time shift") << R"({"time_shift_type":"cubic"})" << "time_shift_type";
    QTest::newRow("unknown end") << R"({"final_sigmas_type":"sigma_max"})" << "final_sigmas_type";
    QTest::newRow("unknown spacing") << R"({"timestep_spacing":"even"})" << "timestep_spacing";
    QTest::newRow("terminal of 1") << R"({"shift_terminal":1.0})" << "shift_terminal";
    QTest::newRow("steps by name") << R"({"disable_corrector":["first"]})" << "disable_corrector";
    QTest::newRow("threshold above all") << R"({"dynamic_thresholding_ratio":1.5})" << "dynamic_thresholding_ratio";
    QTest::newRow("least noise of 0") << R"({"use_karras_sigmas":true,"sigma_min":0})" << "sigma_min";
    QTest::newRow("most noise is true") << R"({"use_karras_sigmas":true,"sigma_max":true})" << "sigma_max";
    QTest::newRow("beta of 1") << R"({"use_karras_sigmas":true,"beta_end":1})" << "beta_end";
}

void UniPCMultistepTest::refuses_configurations() {
    QFETCH(QString, config);
    QFETCH(QString, key);
    const auto message = message_of<CheckpointError>([&] { read(config.toStdString()); });
    QVERIFY2(contains(message, "\"" + key.toStdString() + "\""), message.c_str());
}

void UniPCMultistepTest::does_not_run_configurations_data() {
    QTest::addColumn<QString>("config");
    QTest::addColumn<QString>("problem");
    QTest::newRow("noise is predicted") << R"({"prediction_type":null})" << "prediction_type is epsilon";
    QTest::newRow("no flow") << R"({"use_flow_sigmas":false})" << "use_flow_sigmas is false";
    QTest::newRow("steps of the noise") << R"({"predict_x0":false})" << "predict_x0 is false";
    QTest::newRow("exponential") << R"({"use_exponential_sigmas":true})" << "use_exponential_sigmas is true";
    QTest::newRow("beta") << R"({"use_beta_sigmas":true})" << "use_beta_sigmas is true";
    QTest::newRow("another predictor") << R"({"solver_p":{}})" << "solver_p is set";
    QTest::newRow("betas for Karras") << R"({"use_karras_sigmas":true,"beta_schedule":"squaredcos_cap_v2"})" << "beta_schedule is squaredcos_cap_v2";
    QTest::newRow("list of betas for Karras") << R"({"use_karras_sigmas":true,"trained_betas":[0.1]})" << "trained_betas is set";
    QTest::newRow("rescaled betas for Karras") << R"({"use_karras_sigmas":true,"rescale_betas_zero_snr":true})" << "rescale_betas_zero_snr is true";
}

void UniPCMultistepTest::does_not_run_configurations() {
    QFETCH(QString, config);
    QFETCH(QString, problem);
    const auto message = message_of<UnsupportedModel>([&] { read(config.toStdString()); });
    QVERIFY2(contains(message, problem.toStdString()), message.c_str());
}

void UniPCMultistepTest::a_last_step_must_be_finite() {
    UniPCMultistep scheduler(read(R"({"lower_order_final":false})"));
    QVERIFY(contains(message_of<UnsupportedModel>([&] { scheduler.set_timesteps(2); }), "lower_order_final"));
    scheduler.set_timesteps(1);  // which is of the first order
    QVERIFY(at::isfinite(scheduler.step(at::randn({1, 4}), at::randn({1, 4}))).all().item<bool>());
    UniPCMultistep first_order(read(R"({"lower_order_final":false,"solver_order":1})"));
    first_order.set_timesteps(2);
}

void UniPCMultistepTest::refuses_requests() {
    for (const std::vector<double>& sigmas : {std::vector{0.9, 0.5, 0.0}, {0.9, 0.9}, {0.5, 0.9}}) {
        UniPCMultistep scheduler(UniPCMultistepConfig{});
        QVERIFY(contains(message_of<InvalidRequest>([&] { scheduler.set_timesteps(0, sigmas); }), "must fall from step to step and stay above 0"));
    }
    UniPCMultistep plain{UniPCMultistepConfig{}};
    QVERIFY_EXCEPTION_THROWN(plain.set_timesteps(0), InvalidRequest);
    QVERIFY_EXCEPTION_THROWN(plain.set_timesteps(0, {0.5, 0.7}), InvalidRequest);
    QVERIFY_EXCEPTION_THROWN(plain.set_timesteps(0, {0.5, 0.5}), InvalidRequest);
    QVERIFY_EXCEPTION_THROWN(plain.set_timesteps(0, {1.5, 0.5}), InvalidRequest);
    QVERIFY_EXCEPTION_THROWN(plain.set_timesteps(0, {0.5, 0.0}), InvalidRequest);
    QVERIFY_EXCEPTION_THROWN(plain.set_timesteps(0, {0.5, std::nan("")}), InvalidRequest);
    // So many steps that the first float32 sigmas are the same.
    UniPCMultistep steep({.flow_shift = 1e5});
    QVERIFY_EXCEPTION_THROWN(steep.set_timesteps(1000), InvalidRequest);
    UniPCMultistep shifted({.use_dynamic_shifting = true});
    QVERIFY_EXCEPTION_THROWN(shifted.set_timesteps(3), InvalidRequest);
}

void UniPCMultistepTest::refuses_histories_of_other_schedules() {
    UniPCMultistep longer = scheduler_with(5, {.solver_order = 3});
    const at::Tensor sample = at::randn({1, 4, 3});
    for (int i = 0; i < 4; ++i) {
        longer.step(sample, sample);
    }
    UniPCMultistep shorter = scheduler_with(3, {.solver_order = 3});
    QVERIFY_EXCEPTION_THROWN(shorter.restore(longer.history()), InvalidRequest);
    UniPCMultistep lower = scheduler_with(5, {.solver_order = 2});
    QVERIFY_EXCEPTION_THROWN(lower.restore(longer.history()), InvalidRequest);
    UniPCHistory torn = longer.history();
    torn.last_sample = at::Tensor();
    QVERIFY_EXCEPTION_THROWN(longer.restore(torn), InvalidRequest);
    torn = longer.history();
    torn.step_index = 2;
    QVERIFY_EXCEPTION_THROWN(longer.restore(torn), InvalidRequest);
}

KINORA_TEST(UniPCMultistepTest)
#include "unipc_multistep_test.moc"
