// The whole way with the embedded model: engine, worker process, libtorch. A job that is interrupted ends with the same bits.
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "core/base/error.h"
#include "core/base/memory_status.h"
#include "core/engine/engine.h"
#include "core/worker/worker_client.h"
#include "core/worker/worker_interpolator.h"
#include "tests/support/reference_cases.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace std::chrono_literals;

class WorkerTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void the_catalogue_knows_the_embedded_model();
    void interrupted_jobs_end_with_the_same_bits();
    void branches_and_early_ends_make_takes();
    void the_prediction_of_memory_holds();
    void a_network_makes_pictures_between_pictures();
};

static WorkerOptions worker() {
    return {.command = {KINORA_CLI, "worker"}};
}

static const ModelInfo& embedded() {
    static const ModelInfo model = WorkerCatalog(worker(), {}).find("kinora-tiny");
    return model;
}

static JobSpec job(int num_steps) {
    JobSpec spec;
    spec.model = embedded();
    spec.options = {.device = "cpu", .dtype = "fp32", .cache_folder = {}};
    spec.request.settings = embedded().defaults;
    spec.request.settings.prompt = "a red ball on green grass";
    spec.request.settings.num_frames = 9;
    spec.request.settings.num_inference_steps = num_steps;
    spec.request.settings.seed = 11;
    spec.recipe.model_name = embedded().name;
    spec.recipe.model_fingerprint = embedded().fingerprint;
    return spec;
}

class MemoryOutput : public TakeOutput {
 public:
    explicit MemoryOutput(std::vector<Image>& images) : images_(images) {}
    void write(const FramesReady& frames) override { written_.insert(written_.end(), frames.images.begin(), frames.images.end()); }
    std::string finish() override {
        images_ = written_;
        return "done";
    }

 private:
    std::vector<Image>& images_;
    std::vector<Image> written_;
};

// An engine with a worker of its own; `images` are those of the last take.
struct Studio {
    explicit Studio(const std::filesystem::path& folder) : client(worker()) {
        EngineOptions options;
        options.folder = folder;
        options.make_generator = [this](const ModelInfo& model, const GeneratorOptions& how) { return client.make_generator(model, how); };
        options.make_output = [this](const Job&) { return std::make_unique<MemoryOutput>(images); };
        engine.emplace(options);
    }

    bool wait(const std::function<bool(const EngineSnapshot&)>& is_wanted) const {
        const auto deadline = std::chrono::steady_clock::now() + 120s;
        while (!is_wanted(*engine->snapshot())) {
            if (std::chrono::steady_clock::now() > deadline) {
                return false;
            }
            std::this_thread::sleep_for(2ms);
        }
        return true;
    }
    bool wait_for(JobId id, JobState state) const {
        return wait([&](const auto& s) { return s.find(id) && s.find(id)->state == state; });
    }
    bool wait_for_step(JobId id, int step) const {
        return wait([&](const auto& s) { return s.progress && s.progress->job == id && s.progress->step >= step; });
    }

    WorkerClient client;
    std::vector<Image> images;
    std::optional<Engine> engine;  // ends before what it uses
};

void WorkerTest::the_catalogue_knows_the_embedded_model() {
    WorkerCatalog catalog(worker(), {});
    QVERIFY(!embedded().problem);
    QCOMPARE(embedded().display_name, std::string("Kinora tiny"));
    QVERIFY(std::ranges::count(catalog.list(), embedded()) == 1);
    const TokenCount count = catalog.count_tokens(embedded(), "a red ball on green grass");
    QVERIFY(count.num_tokens > 6 && count.num_tokens <= count.limit);
    QVERIFY(catalog.count_tokens(embedded(), std::string(5000, 'x')).num_tokens > count.limit);
    const ComputeStatus status = catalog.compute_status({.device = "cpu", .dtype = "", .cache_folder = {}});
    QVERIFY(status.device == "cpu" && status.free_bytes > 0 && !status.dtype.empty());
    QVERIFY_EXCEPTION_THROWN(catalog.find("no such model"), FileError);
    QVERIFY_EXCEPTION_THROWN(catalog.compute_status({.device = "toaster", .dtype = "", .cache_folder = {}}), InvalidRequest);
}

void WorkerTest::interrupted_jobs_end_with_the_same_bits() {
    const test::TempFolder folder;
    constexpr int num_steps = 30;
    JobSpec spec = job(num_steps);
    spec.request.settings.scheduler = "flow_match_euler_stochastic";  // so that the random numbers must go on, too
    std::vector<Image> undisturbed;
    JobId reference, id;
    {
        Studio studio(folder / "engine");
        reference = studio.engine->submit(spec);
        QVERIFY(studio.wait_for(reference, JobState::done));
        undisturbed = studio.images;
        QCOMPARE(undisturbed.size(), std::size_t{9});

        id = studio.engine->submit(spec);
        QVERIFY(studio.wait_for_step(id, 4));
        ::kill(studio.client.worker_pid(), SIGKILL);
        QVERIFY(studio.wait_for_step(id, 10));
        studio.engine->pause(id);
        QVERIFY(studio.wait_for(id, JobState::paused));
        studio.engine->resume(id);
        QVERIFY(studio.wait_for_step(id, 15));
        QCOMPARE(studio.client.num_starts(), 2);
    }  // the program ends in the middle of the job
    Studio studio(folder / "engine");
    QVERIFY(studio.wait_for(id, JobState::done));
    QVERIFY(studio.engine->snapshot()->progress->steps.front().step > 10);
    QVERIFY(studio.images == undisturbed);
    studio.engine.reset();
    const StepJournal journal(folder / "engine/steps", {});
    const auto expected = journal.read(reference.value, num_steps);
    const auto reached = journal.read(id.value, num_steps);
    QVERIFY(expected && reached);
    QVERIFY(*expected == *reached);
}

void WorkerTest::branches_and_early_ends_make_takes() {
    const test::TempFolder folder;
    Studio studio(folder / "engine");
    const JobId trunk = studio.engine->submit(job(12));
    QVERIFY(studio.wait_for(trunk, JobState::done));
    const std::vector<Image> first = studio.images;
    JobSpec other = job(12);
    other.request.settings.prompt = "a blue square moving left";
    const JobId branch = studio.engine->branch({trunk, 4}, other);
    QVERIFY(studio.wait_for(branch, JobState::done));
    QCOMPARE(studio.images.size(), first.size());
    QVERIFY(studio.images != first);
    QCOMPARE(studio.engine->snapshot()->progress->steps.size(), std::size_t{8});

    const JobId early = studio.engine->submit(job(400));
    QVERIFY(studio.wait_for_step(early, 5));
    studio.engine->finish_now(early);
    QVERIFY(studio.wait_for(early, JobState::done));
    QCOMPARE(studio.images.size(), first.size());
}

// What the worker really took stays below the prediction, and is no small part of it.
void WorkerTest::the_prediction_of_memory_holds() {
    JobSpec spec = job(2);
    spec.request.settings.width = 384;
    spec.request.settings.height = 256;
    spec.request.settings.num_frames = 33;
    WorkerClient client(worker());
    const auto generator = client.make_generator(spec.model, spec.options);
    std::atomic<bool> is_over = false;
    std::int64_t peak = 0;
    std::jthread watcher([&] {
        while (!is_over) {
            peak = std::max(peak, process_memory(client.worker_pid()).anonymous_bytes);
            std::this_thread::sleep_for(1ms);
        }
    });
    generator->generate(spec.request, {}, {});
    is_over = true;
    watcher.join();
    const std::int64_t predicted = predict_memory(spec.model, spec.request.settings, "fp32").peak_bytes(free_memory_bytes());
    const std::string text = std::to_string(peak >> 20) + " MiB measured, " + std::to_string(predicted >> 20) + " MiB predicted";
    QVERIFY2(static_cast<double>(peak) < 1.1 * static_cast<double>(predicted), text.c_str());
    QVERIFY2(static_cast<double>(peak) > 0.4 * static_cast<double>(predicted), text.c_str());
}

void WorkerTest::a_network_makes_pictures_between_pictures() {
    const auto gradient = [](int shift) {
        std::vector<std::uint8_t> rgb;
        for (int i = 0; i < 64 * 48 * 3; ++i) {
            rgb.push_back(static_cast<std::uint8_t>((i / 3 % 64 + shift) * 3 + i % 3));
        }
        return Image(64, 48, std::move(rgb));
    };
    const auto rife = make_worker_interpolator(worker(), test::case_model("ifnet"), {.device = "cpu", .dtype = "fp32"});
    rife->set_pair(gradient(0), gradient(8), {});
    const Image early = rife->between(0.25, {});
    const Image late = rife->between(0.75, {});
    QCOMPARE(early.width(), 64);
    QCOMPARE(early.height(), 48);
    QVERIFY(!(early == late) && !(early == gradient(0)));
    QVERIFY(rife->between(0.25, {}) == early);
    // Going on to the next pair gives what a fresh network gives.
    rife->set_pair(gradient(8), gradient(2), {});
    const auto fresh = make_worker_interpolator(worker(), test::case_model("ifnet"), {.device = "cpu", .dtype = "fp32"});
    fresh->set_pair(gradient(8), gradient(2), {});
    QVERIFY(rife->between(0.5, {}) == fresh->between(0.5, {}));
    const auto nothing = make_worker_interpolator(worker(), "/nowhere", {});
    QVERIFY_EXCEPTION_THROWN(nothing->set_pair(gradient(0), gradient(1), {}), FileError);
}

KINORA_TEST(WorkerTest)
#include "worker_test.moc"
