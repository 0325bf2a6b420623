// What a generation will take, before it is started.
#include "ui/session/generation_estimate.h"

#include "core/generation/memory_prediction.h"
#include "tests/core/engine/engine_fixture.h"
#include "tests/support/test_main.h"
#include "tests/ui/studio_fixture.h"
#include "ui/session/job_context.h"

using namespace kinora;
using namespace kinora::test;

class GenerationEstimateTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init() {
        folder_ = std::make_unique<TempFolder>();
        studio_ = std::make_unique<Studio>(folder_->path());
        studio_->open(*folder_ / "p.kinora");
        estimate_ = std::make_unique<GenerationEstimate>(studio_->bridge, studio_->models, file());
    }
    void cleanup() {
        estimate_.reset();
        studio_.reset();
        folder_.reset();
    }

    void memory_is_that_of_the_largest_part();
    void what_the_worker_holds_counts_as_free();
    void time_is_not_known_before_a_step();
    void time_grows_with_pixels_steps_and_takes();
    void what_was_measured_is_known_at_the_next_start();

 private:
    QString file() const { return QString::fromStdString((*folder_ / "speeds.ini").string()); }
    static Generation generation(int width = 16, int numSteps = 6) {
        Generation generation;
        generation.model = fake_model().name;
        GenerationPart part;
        part.settings = fake_request("x", numSteps).settings;
        part.settings.width = width;
        generation.parts.push_back(part);
        return generation;
    }

    std::unique_ptr<TempFolder> folder_;
    std::unique_ptr<Studio> studio_;
    std::unique_ptr<GenerationEstimate> estimate_;
};

void GenerationEstimateTest::memory_is_that_of_the_largest_part() {
    Generation wanted = generation();
    wanted.parts.push_back(generation(64).parts.front());
    const ComputeStatus compute = *studio_->models.compute();
    const std::int64_t expected = predict_memory(fake_model(), wanted.parts[1].settings, compute.dtype).peak_bytes(compute.free_bytes);
    QCOMPARE(estimate_->memory(wanted).value_or(0), expected);
    wanted.model = "no such model";
    QVERIFY(!estimate_->memory(wanted));
}

void GenerationEstimateTest::what_the_worker_holds_counts_as_free() {
    Generation wanted = generation(1024);
    wanted.parts.front().settings.guidance_scale = 1.0;  // decoding takes most
    const auto look = [&](std::int64_t free, std::int64_t held, const char* model) {
        studio_->catalog.freeBytes = free;
        studio_->models.setHeldMemory([=](const auto&, const auto&) { return HeldMemory{held, fake_model(model).folder}; });
        QSignalSpy changed(&studio_->models, &AvailableModels::changed);
        studio_->models.refresh();
        QVERIFY(changed.wait());
    };
    const std::int64_t all = 1'000'000'000;
    look(all, 0, "fake");
    const std::int64_t needed = *estimate_->memory(wanted);
    const std::int64_t little = needed - 4'000'000;  // the weights
    look(little, all, "fake");
    QVERIFY2(!estimate_->describe(wanted).contains(QStringLiteral("only")), qPrintable(estimate_->describe(wanted)));
    QCOMPARE(*estimate_->memory(wanted), predict_memory(fake_model(), wanted.parts.front().settings, "fp32").peak_bytes(little + all));
    look(little, all, "other");  // that one would go first
    QVERIFY2(estimate_->describe(wanted).contains(QStringLiteral("only")), qPrintable(estimate_->describe(wanted)));
}

void GenerationEstimateTest::time_is_not_known_before_a_step() {
    QVERIFY(!estimate_->seconds(generation()));
    QVERIFY(estimate_->describe(generation()).contains(QStringLiteral("time not known yet")));
}

void GenerationEstimateTest::time_grows_with_pixels_steps_and_takes() {
    JobSpec spec = fake_job("delay=20", 6);
    spec.context = toText(JobContext{.project = *folder_ / "p.kinora"});
    studio_->bridge.engine().submit(spec);
    QTRY_VERIFY_WITH_TIMEOUT(estimate_->seconds(generation()).has_value(), 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(studio_->job().state == JobState::done, 20'000);
    const double one = *estimate_->seconds(generation());
    QCOMPARE(one, 6 * 0.01);  // the fake's steps say that they took that long
    QCOMPARE(*estimate_->seconds(generation(32)), 2.0 * one);
    QCOMPARE(*estimate_->seconds(generation(16, 12)), 2.0 * one);
    Generation takes = generation();
    takes.num_variations = 3;
    QCOMPARE(*estimate_->seconds(takes), 3.0 * one);
    takes.parts.front().settings.timesteps = {1000.0, 500.0};
    QCOMPARE(*estimate_->seconds(takes), one);  // a schedule of one's own has as many steps as it says
}

void GenerationEstimateTest::what_was_measured_is_known_at_the_next_start() {
    JobSpec spec = fake_job("delay=20", 6);
    spec.context = toText(JobContext{.project = *folder_ / "p.kinora"});
    studio_->bridge.engine().submit(spec);
    QTRY_VERIFY_WITH_TIMEOUT(studio_->numJobs() == 1 && studio_->job().state == JobState::done, 20'000);
    const double measured = *estimate_->seconds(generation());
    estimate_.reset();
    studio_.reset();

    studio_ = std::make_unique<Studio>(folder_->path());
    studio_->open(*folder_ / "p.kinora");
    estimate_ = std::make_unique<GenerationEstimate>(studio_->bridge, studio_->models, file());
    QVERIFY(estimate_->seconds(generation()).has_value());
    QCOMPARE(*estimate_->seconds(generation()), measured);
    // Another device has another speed.
    QSignalSpy changed(&studio_->models, &AvailableModels::changed);
    studio_->models.refresh({.device = "cuda:0"});
    QVERIFY(changed.wait());
    QVERIFY(!estimate_->seconds(generation()));
}

KINORA_TEST(GenerationEstimateTest)
#include "generation_estimate_test.moc"
