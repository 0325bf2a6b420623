#include "core/model/training/training_loop.h"

#include <sys/resource.h>

#include <csignal>
#include <fstream>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/model/layers/linear.h"
#include "core/model/training/initial_weights.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tensor_compare.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::training;

namespace {

// Learns a linear map from random pairs.
class LineStage : public Stage {
 public:
    explicit LineStage(std::int64_t steps, std::int64_t width = 6) : linear_(width, 3) {
        at::Generator generator = step_generator(7, -1);
        initialise_weights(*linear_, 1.0, generator);
        // Its weights have 2 to go, in at most 200 steps.
        settings_.optimizer = {.muon_learning_rate = 0.05, .adam_learning_rate = 0.02};
        settings_.schedule = {.steps = steps, .warmup_steps = 5};
        settings_.seed = 3;
    }

    std::string_view name() const override { return "line"; }
    torch::nn::Module& module() override { return *linear_; }
    bool uses_muon(std::string_view, const at::Tensor& parameter) const override { return parameter.dim() == 2; }
    const StageSettings& settings() const override { return settings_; }
    nlohmann::json identity() const override { return {{"config", {{"width", linear_->weight.size(1)}}}}; }

    StepLoss loss(std::int64_t step, at::Generator& generator, const std::stop_token& stop) override {
        if (on_step) {
            on_step(step);
        }
        throw_if_stop_requested(stop);
        const at::Tensor x = at::randn({16, linear_->weight.size(1)}, generator, at::kFloat);
        const at::Tensor wanted = x.narrow(1, 0, 3) * 2.0 + 1.0;
        const at::Tensor total = (linear_->forward(x) - wanted).square().mean() * factor;
        return {total, {{"worst", total.item<double>()}}};
    }

    std::function<void(std::int64_t step)> on_step;
    double factor = 1.0;

 private:
    Linear linear_;
    StageSettings settings_;
};

std::string file_bytes(const std::filesystem::path& path) {
    return read_file(path, 10'000'000);
}

}  // namespace

class TrainingLoopTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init() { at::GradMode::set_enabled(true); }
    void loss_falls_and_is_logged();
    void a_run_in_parts_equals_a_run_in_one_to_the_bit();
    void a_stop_leaves_a_checkpoint_of_the_last_whole_step();
    void ends_when_the_time_is_up();
    void refuses_a_checkpoint_of_another_config();
    void refuses_a_file_that_is_no_checkpoint();
    void a_full_disk_leaves_the_last_checkpoint();
    void a_loss_that_is_no_number_stops();
    void log_lines_of_steps_that_are_made_again_are_dropped();
};

void TrainingLoopTest::loss_falls_and_is_logged() {
    const test::TempFolder folder;
    LineStage stage(200);
    TrainingLoop loop(stage, {.folder = folder.path(), .log_every = 20});
    std::vector<TrainingProgress> events;
    QVERIFY(loop.run([&](const TrainingProgress& event) { events.push_back(event); }, {}));
    QCOMPARE(events.size(), std::size_t(200));
    QCOMPARE(events.back().step, std::int64_t(200));
    QCOMPARE(events.back().seconds_left, 0.0);
    const LossLog log(folder.path(), 200);
    QCOMPARE(log.records().size(), std::size_t(10));
    QVERIFY(log.records().back().values.at("loss") < 0.1 * log.records().front().values.at("loss"));
    const std::string picture = file_bytes(folder / "loss.svg");
    QVERIFY(test::contains(picture, "<polyline") && test::contains(picture, ">worst<") && test::contains(picture, "200 steps"));
}

void TrainingLoopTest::a_run_in_parts_equals_a_run_in_one_to_the_bit() {
    const test::TempFolder whole;
    const test::TempFolder parts;
    LineStage stage(30);
    QVERIFY(TrainingLoop(stage, {.folder = whole.path(), .log_every = 10}).run({}, {}));
    for (const std::int64_t steps : {11, 20, 30}) {
        // Each part begins in a new program, with the whole run's schedule.
        LineStage part(30);
        std::stop_source stop;
        part.on_step = [&](std::int64_t step) {
            if (step == steps) {
                stop.request_stop();
            }
        };
        TrainingLoop loop(part, {.folder = parts.path(), .log_every = 10});
        try {
            loop.run({}, stop.get_token());
        } catch (const Cancelled&) {
        }
        QCOMPARE(loop.step(), steps);
    }
    const SafetensorsFile a(whole / "checkpoint.safetensors");
    const SafetensorsFile b(parts / "checkpoint.safetensors");
    QVERIFY(a.tensors().size() >= 7);  // two parameters, their averages, three tensors of the optimiser
    for (const TensorEntry& entry : a.tensors()) {
        QVERIFY(b.find(entry.name) != nullptr);
        QVERIFY2(std::ranges::equal(a.bytes(entry), b.bytes(*b.find(entry.name))), entry.name.c_str());
    }
}

void TrainingLoopTest::a_stop_leaves_a_checkpoint_of_the_last_whole_step() {
    const test::TempFolder folder;
    LineStage stage(100);
    std::stop_source stop;
    stage.on_step = [&](std::int64_t step) {
        if (step == 7) {
            stop.request_stop();  // in the middle of the eighth step
        }
    };
    TrainingLoop loop(stage, {.folder = folder.path()});
    QVERIFY_THROWS_EXCEPTION(Cancelled, loop.run({}, stop.get_token()));
    LineStage next(100);
    QCOMPARE(TrainingLoop(next, {.folder = folder.path()}).step(), std::int64_t(7));
}

void TrainingLoopTest::ends_when_the_time_is_up() {
    const test::TempFolder folder;
    LineStage stage(1'000'000'000);
    TrainingLoop loop(stage, {.folder = folder.path(), .end = std::chrono::steady_clock::now() + std::chrono::milliseconds(50)});
    QVERIFY(!loop.run({}, {}));
    QVERIFY(loop.step() > 0);
    LineStage next(1'000'000'000);
    QCOMPARE(TrainingLoop(next, {.folder = folder.path()}).step(), loop.step());
}

void TrainingLoopTest::refuses_a_checkpoint_of_another_config() {
    const test::TempFolder folder;
    LineStage stage(3, 6);
    TrainingLoop(stage, {.folder = folder.path()}).run({}, {});
    LineStage other(3, 8);
    const std::string message = test::message_of<CheckpointError>([&] { TrainingLoop(other, {.folder = folder.path()}); });
    QVERIFY2(test::contains(message, "was made with another config.width (6, now 8)"), message.c_str());
    QVERIFY2(test::contains(message, "use the recipe it was made with, or another folder"), message.c_str());
}

void TrainingLoopTest::refuses_a_file_that_is_no_checkpoint() {
    const test::TempFolder folder;
    write_file_atomically(folder / "checkpoint.safetensors", "nothing of the kind");
    LineStage stage(3);
    QVERIFY_THROWS_EXCEPTION(CheckpointError, TrainingLoop(stage, {.folder = folder.path()}));
    QCOMPARE(file_bytes(folder / "checkpoint.safetensors"), std::string("nothing of the kind"));
}

void TrainingLoopTest::a_full_disk_leaves_the_last_checkpoint() {
    const test::TempFolder folder;
    LineStage stage(5);
    TrainingLoop(stage, {.folder = folder.path()}).run({}, {});
    const std::string before = file_bytes(folder / "checkpoint.safetensors");

    // A limit on the size of files makes writing fail as a full disk does.
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit limit = {};
    ::getrlimit(RLIMIT_FSIZE, &limit);
    rlimit low = limit;
    low.rlim_cur = before.size() / 2;
    LineStage next(10);
    TrainingLoop loop(next, {.folder = folder.path(), .log_every = 1000});
    ::setrlimit(RLIMIT_FSIZE, &low);
    const std::string message = test::message_of<FileError>([&] { loop.run({}, {}); });
    ::setrlimit(RLIMIT_FSIZE, &limit);
    QVERIFY2(test::contains(message, "checkpoint.safetensors") && test::contains(message, "cannot be written"), message.c_str());
    QVERIFY(file_bytes(folder / "checkpoint.safetensors") == before);
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
        QVERIFY2(!entry.path().string().ends_with(".part"), entry.path().c_str());
    }
}

void TrainingLoopTest::a_loss_that_is_no_number_stops() {
    const test::TempFolder folder;
    LineStage stage(10);
    stage.on_step = [&](std::int64_t step) { stage.factor = step == 4 ? NAN : 1.0; };
    TrainingLoop loop(stage, {.folder = folder.path()});
    const std::string message = test::message_of<Error>([&] { loop.run({}, {}); });
    QVERIFY2(test::contains(message, "line failed at step 4"), message.c_str());
}

void TrainingLoopTest::log_lines_of_steps_that_are_made_again_are_dropped() {
    const test::TempFolder folder;
    {
        LossLog log(folder.path(), 0);
        for (const std::int64_t step : {10, 20, 30}) {
            log.add({step, static_cast<double>(step), {{"loss", 1.0 / static_cast<double>(step)}}});
        }
    }
    std::ofstream(folder / "loss.jsonl", std::ios::app) << "{\"step\": 4";  // cut short
    const LossLog log(folder.path(), 20);
    QCOMPARE(log.records().size(), std::size_t(2));
    QCOMPARE(log.records().back().values.at("loss"), 0.05);
}

KINORA_TEST(TrainingLoopTest)
#include "training_loop_test.moc"
