// The client against real worker processes, which die in every way.
#include "core/worker/worker_client.h"

#include <atomic>
#include <csignal>
#include <filesystem>
#include <random>
#include <thread>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/base/memory_status.h"
#include "tests/support/fake_generator.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace std::chrono_literals;
using kinora::test::contains;
using kinora::test::fake_model;
using kinora::test::fake_request;
using kinora::test::message_of;

class WorkerClientTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void gives_what_the_generator_gives();
    void keeps_its_worker();
    void large_frames_arrive_in_parts();
    void errors_come_typed();
    void deaths_are_told_and_survived_data();
    void deaths_are_told_and_survived();
    void a_worker_that_cannot_start_is_told_data();
    void a_worker_that_cannot_start_is_told();
    void stops_when_asked();
    void ends_a_worker_that_does_not_stop();
    void a_failing_observer_stops_the_generation();
    void killed_at_random_moments_it_stays_usable();
    void an_idle_death_goes_unnoticed();
    void the_catalogue_answers_and_survives();
    void a_catalogue_that_hangs_can_be_left();
    void the_model_that_is_held_is_known();
    void a_model_is_verified_in_a_worker_of_its_own();
    void leaves_no_process_behind();
};

static WorkerOptions options(const std::string& mode = "") {
    WorkerOptions result;
    result.command = {KINORA_FAKE_WORKER};
    if (!mode.empty()) {
        result.command.push_back(mode);
    }
    return result;
}

namespace {

struct Made {
    std::vector<Image> images;
    std::vector<float> samples;
    std::vector<StepFinished> steps;
    std::size_t frame_events = 0;
    GenerationResult result;
};

}  // namespace

static Made make(Generator& generator, const GenerationRequest& request, const std::stop_token& stop = {}) {
    Made made;
    made.result = generator.generate(request, [&](const GenerationEvent& event) {
        if (const auto* frames = std::get_if<FramesReady>(&event)) {
            if (frames->first_frame != static_cast<std::int64_t>(made.images.size())) {
                throw std::runtime_error("frames out of order");
            }
            ++made.frame_events;
            made.images.insert(made.images.end(), frames->images.begin(), frames->images.end());
            if (frames->samples) {
                made.samples.insert(made.samples.end(), frames->samples->begin(), frames->samples->end());
            }
        } else if (const auto* step = std::get_if<StepFinished>(&event)) {
            made.steps.push_back(*step);
        }
    }, stop);
    return made;
}

void WorkerClientTest::gives_what_the_generator_gives() {
    GenerationRequest request = fake_request("a prompt");
    request.wants_step_states = true;
    request.wants_float_frames = true;
    request.preview = {true, 0.0};
    test::FakeGenerator direct(fake_model());
    const Made expected = make(direct, request);
    WorkerClient client(options());
    const auto generator = client.make_generator(fake_model(), {});
    const Made made = make(*generator, request);
    QVERIFY(made.images == expected.images);
    QVERIFY(made.samples == expected.samples);
    QVERIFY(made.result.latents->values == expected.result.latents->values);
    QCOMPARE(made.steps.size(), expected.steps.size());
    for (std::size_t i = 0; i < made.steps.size(); ++i) {
        QVERIFY(*made.steps[i].state == *expected.steps[i].state);
        QVERIFY(made.steps[i].preview->images == expected.steps[i].preview->images);
        QVERIFY(made.steps[i].latents == expected.steps[i].latents);
    }
}

void WorkerClientTest::keeps_its_worker() {
    WorkerClient client(options());
    const auto generator = client.make_generator(fake_model(), {});
    make(*generator, fake_request("one"));
    const pid_t first = client.worker_pid();
    QVERIFY(first > 0);
    QVERIFY(process_memory(first).resident_bytes > 0);
    const auto other = client.make_generator(fake_model("other"), {});
    make(*other, fake_request("two"));
    QCOMPARE(client.worker_pid(), first);
    QCOMPARE(client.num_starts(), 1);
}

void WorkerClientTest::large_frames_arrive_in_parts() {
    GenerationRequest request = fake_request("large");
    request.settings.num_frames = 65;
    request.wants_float_frames = true;
    test::FakeGenerator direct(fake_model());
    const Made expected = make(direct, request);
    WorkerClient client(options());
    const Made made = make(*client.make_generator(fake_model(), {}), request);
    QVERIFY(made.images == expected.images);
    QVERIFY(made.samples == expected.samples);
    QVERIFY(made.frame_events > 3);
}

void WorkerClientTest::errors_come_typed() {
    WorkerClient client(options());
    const auto generator = client.make_generator(fake_model(), {});
    try {
        make(*generator, fake_request("fail_at=2"));
        QFAIL("nothing was thrown");
    } catch (const CheckpointError& error) {
        QCOMPARE(error.key(), std::string("conv.weight"));
        QCOMPARE(std::string(error.what()), std::string("/models/fake/vae/x.safetensors: \"conv.weight\" is not what it should be"));
    }
    QCOMPARE(client.num_starts(), 1);
    make(*generator, fake_request("the next one"));
    QCOMPARE(client.num_starts(), 1);
    try {
        make(*generator, fake_request("memory_at=2"));
        QFAIL("nothing was thrown");
    } catch (const OutOfMemory& error) {
        QCOMPARE(error.needed_bytes(), std::int64_t{2000});
    }
    QVERIFY_EXCEPTION_THROWN(make(*generator, fake_request("device_at=1")), DeviceError);
    make(*generator, fake_request("the next one"));
    QCOMPARE(client.num_starts(), 3);  // neither memory nor a device is trusted after such an error
    QVERIFY_EXCEPTION_THROWN(make(*generator, fake_request(" ")), InvalidRequest);
}

void WorkerClientTest::deaths_are_told_and_survived_data() {
    QTest::addColumn<QString>("prompt");
    QTest::addColumn<int>("cause");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("says");
    QTest::newRow("segmentation fault") << "crash_at=3" << static_cast<int>(WorkerDied::Cause::killed_by_signal) << SIGSEGV << "crashing as told";
    QTest::newRow("exit") << "exit_at=3" << static_cast<int>(WorkerDied::Cause::exited) << 7 << "status 7";
}

void WorkerClientTest::deaths_are_told_and_survived() {
    QFETCH(QString, prompt);
    QFETCH(int, cause);
    QFETCH(int, status);
    QFETCH(QString, says);
    WorkerClient client(options());
    const auto generator = client.make_generator(fake_model(), {});
    try {
        make(*generator, fake_request(prompt.toStdString()));
        QFAIL("nothing was thrown");
    } catch (const WorkerDied& death) {
        QCOMPARE(static_cast<int>(death.cause()), cause);
        if (death.cause() == WorkerDied::Cause::exited) {
            QCOMPARE(death.status(), status);
        }
        QVERIFY2(contains(death.what(), says.toStdString()), death.what());
    }
    QCOMPARE(make(*generator, fake_request("fine")).images.size(), std::size_t{9});
}

void WorkerClientTest::a_worker_that_cannot_start_is_told_data() {
    QTest::addColumn<QString>("program");
    QTest::addColumn<QString>("mode");
    QTest::addColumn<int>("cause");
    QTest::newRow("no such program") << "/no/such/program" << "" << static_cast<int>(WorkerDied::Cause::not_started);
    QTest::newRow("ends at once") << KINORA_FAKE_WORKER << "exit" << static_cast<int>(WorkerDied::Cause::exited);
    QTest::newRow("silent") << KINORA_FAKE_WORKER << "silent" << static_cast<int>(WorkerDied::Cause::not_started);
    QTest::newRow("garbage") << KINORA_FAKE_WORKER << "garbage" << static_cast<int>(WorkerDied::Cause::bad_protocol);
    QTest::newRow("another program") << "/bin/cat" << "" << static_cast<int>(WorkerDied::Cause::bad_protocol);
}

void WorkerClientTest::a_worker_that_cannot_start_is_told() {
    QFETCH(QString, program);
    QFETCH(QString, mode);
    QFETCH(int, cause);
    WorkerOptions settings = options(mode.toStdString());
    settings.command[0] = program.toStdString();
    settings.start_limit = 300ms;
    WorkerClient client(settings);
    try {
        make(*client.make_generator(fake_model(), {}), fake_request("x"));
        QFAIL("nothing was thrown");
    } catch (const WorkerDied& death) {
        QVERIFY2(static_cast<int>(death.cause()) == cause, death.what());
    }
    QCOMPARE(client.worker_pid(), 0);
}

void WorkerClientTest::stops_when_asked() {
    WorkerClient client(options());
    const auto generator = client.make_generator(fake_model(), {});
    std::stop_source stop;
    std::jthread stopper([&] {
        std::this_thread::sleep_for(60ms);
        stop.request_stop();
    });
    QVERIFY_EXCEPTION_THROWN(make(*generator, fake_request("delay=20", 500), stop.get_token()), Cancelled);
    make(*generator, fake_request("the next one"));
    QCOMPARE(client.num_starts(), 1);  // a worker that stops by itself is kept
}

void WorkerClientTest::ends_a_worker_that_does_not_stop() {
    WorkerOptions settings = options();
    settings.stop_limit = 200ms;
    WorkerClient client(settings);
    const auto generator = client.make_generator(fake_model(), {});
    std::stop_source stop;
    std::jthread stopper([&] {
        std::this_thread::sleep_for(50ms);
        stop.request_stop();
    });
    QVERIFY_EXCEPTION_THROWN(make(*generator, fake_request("hang_at=2"), stop.get_token()), Cancelled);
    QCOMPARE(client.worker_pid(), 0);
    make(*generator, fake_request("the next one"));
    QCOMPARE(client.num_starts(), 2);
}

void WorkerClientTest::a_failing_observer_stops_the_generation() {
    WorkerClient client(options());
    const auto generator = client.make_generator(fake_model(), {});
    int calls = 0;
    const GenerationObserver observer = [&](const GenerationEvent& event) {
        if (std::holds_alternative<StepFinished>(event)) {
            ++calls;
            throw FileError("/full/disk", "cannot be written");
        }
    };
    QVERIFY_EXCEPTION_THROWN(generator->generate(fake_request("delay=5", 1000), observer, {}), FileError);
    QCOMPARE(calls, 1);
    make(*generator, fake_request("the next one"));
    QCOMPARE(client.num_starts(), 1);
}

void WorkerClientTest::killed_at_random_moments_it_stays_usable() {
    WorkerClient client(options());
    const auto generator = client.make_generator(fake_model(), {});
    const Made expected = make(*generator, fake_request("delay=1"));
    std::mt19937 random(3);
    int deaths = 0;
    for (int i = 0; i < 40; ++i) {
        std::atomic<bool> is_over = false;
        const auto delay = std::chrono::microseconds(random() % 9000);
        std::jthread killer([&, delay] {
            std::this_thread::sleep_for(delay);
            const pid_t worker = client.worker_pid();
            if (!is_over && worker > 0) {
                ::kill(worker, SIGKILL);
            }
        });
        try {
            const Made made = make(*generator, fake_request("delay=1"));
            QVERIFY(made.images == expected.images);
        } catch (const WorkerDied& death) {
            QCOMPARE(static_cast<int>(death.cause()), static_cast<int>(WorkerDied::Cause::killed_by_signal));
            QCOMPARE(death.status(), SIGKILL);
            ++deaths;
        }
        is_over = true;
    }
    QVERIFY2(deaths > 3, std::to_string(deaths).c_str());
    QVERIFY(make(*generator, fake_request("delay=1")).images == expected.images);
}

void WorkerClientTest::an_idle_death_goes_unnoticed() {
    WorkerClient client(options());
    const auto generator = client.make_generator(fake_model(), {});
    make(*generator, fake_request("one"));
    ::kill(client.worker_pid(), SIGKILL);
    std::this_thread::sleep_for(50ms);
    QCOMPARE(make(*generator, fake_request("two")).images.size(), std::size_t{9});
    QCOMPARE(client.num_starts(), 2);
}

void WorkerClientTest::the_catalogue_answers_and_survives() {
    WorkerCatalog catalog(options(), {"/models"});
    const auto models = catalog.list();
    QCOMPARE(models.size(), std::size_t{3});
    QVERIFY(models[0] == fake_model("fake"));
    QVERIFY(models[2].problem == Sentence("it is broken"));
    QVERIFY(catalog.find("other") == fake_model("other"));
    QVERIFY_EXCEPTION_THROWN(catalog.find("nothing"), FileError);
    QVERIFY_EXCEPTION_THROWN(catalog.find("crash"), WorkerDied);
    QCOMPARE(catalog.count_tokens(fake_model(), "four").num_tokens, std::int64_t{4});
    QCOMPARE(catalog.compute_status({}).device, std::string("cpu"));
}

void WorkerClientTest::a_catalogue_that_hangs_can_be_left() {
    WorkerCatalog catalog(options(), {});
    std::atomic<int> num_cancelled = 0;
    const auto ask = [&](const std::string& device, const std::stop_token& stop) {
        try {
            catalog.compute_status({.device = device}, stop);
        } catch (const Cancelled&) {
            ++num_cancelled;
        }
    };
    std::stop_source first, second;
    std::jthread talking(ask, "hang", first.get_token());
    QTRY_VERIFY(catalog.worker_pid() != 0);
    std::jthread waiting(ask, "cpu", second.get_token());
    second.request_stop();
    waiting.join();
    QCOMPARE(num_cancelled.load(), 1);
    first.request_stop();
    talking.join();
    QCOMPARE(num_cancelled.load(), 2);
    QCOMPARE(catalog.compute_status({}).device, std::string("cpu"));  // of another worker
}

void WorkerClientTest::the_model_that_is_held_is_known() {
    WorkerClient client(options());
    QVERIFY(!client.held());
    const auto generator = client.make_generator(fake_model(), {.dtype = "bf16"});
    make(*generator, fake_request("x"));
    QVERIFY(client.held() && client.held()->model == fake_model() && client.held()->options.dtype == "bf16");
    QVERIFY_EXCEPTION_THROWN(make(*generator, fake_request("fail_at=1")), CheckpointError);
    QVERIFY(client.held());
    const auto other = client.make_generator(fake_model("other"), {});
    QVERIFY_EXCEPTION_THROWN(make(*other, fake_request("fail_at=1")), CheckpointError);
    QVERIFY(!client.held());  // it may have been loaded or not
    make(*other, fake_request("x"));
    QVERIFY(client.held() && client.held()->model == fake_model("other"));
    QVERIFY_EXCEPTION_THROWN(make(*other, fake_request("exit_at=1")), WorkerDied);
    QVERIFY(!client.held());
}

void WorkerClientTest::a_model_is_verified_in_a_worker_of_its_own() {
    WorkerCatalog catalog(options(), {});
    const std::vector<StageVerdict> verdicts = catalog.verify("/models/fake", "/r.safetensors", {});
    QCOMPARE(catalog.worker_pid(), 0);
    QCOMPARE(verdicts.size(), std::size_t{2});
    QCOMPARE(verdicts[0].stage, std::string("encode /models/fake"));
    QVERIFY(verdicts[0].is_ok && !verdicts[1].is_ok);
    QCOMPARE(verdicts[1].max_abs_error, 0.5);
    QVERIFY_EXCEPTION_THROWN(catalog.verify("/models/fake", "missing", {}), FileError);
    std::stop_source stop;
    const std::jthread stopper([&] {
        std::this_thread::sleep_for(100ms);
        stop.request_stop();
    });
    QVERIFY_EXCEPTION_THROWN(catalog.verify("/models/fake", "slow", stop.get_token()), Cancelled);
}

void WorkerClientTest::leaves_no_process_behind() {
    pid_t worker = 0;
    {
        WorkerClient client(options());
        make(*client.make_generator(fake_model(), {}), fake_request("one"));
        worker = client.worker_pid();
        QCOMPARE(::kill(worker, 0), 0);
    }
    QVERIFY(::kill(worker, 0) != 0);
}

KINORA_TEST(WorkerClientTest)
#include "worker_client_test.moc"
