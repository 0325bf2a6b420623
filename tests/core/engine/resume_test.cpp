// The engine with a worker process: workers die, whole engines are killed, and jobs go on where they were.
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <random>

#include "core/base/error.h"
#include "core/worker/worker_client.h"
#include "tests/core/engine/engine_fixture.h"

using namespace kinora;
using namespace kinora::test;

class ResumeTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void goes_on_after_a_worker_died();
    void goes_on_after_workers_died_at_random_moments();
    void gives_up_where_it_never_gets_further();
    void a_hanging_worker_does_not_hold_the_queue();
    void goes_on_after_the_engine_was_killed();
};

static EngineOptions with_worker(EngineOptions options, WorkerClient& client) {
    options.make_generator = [&client](const ModelInfo& model, const GeneratorOptions& how) { return client.make_generator(model, how); };
    return options;
}

static WorkerOptions worker() {
    return {.command = {KINORA_FAKE_WORKER}, .stop_limit = std::chrono::milliseconds(200)};
}

// What an uninterrupted run of a request gives.
static std::vector<Image> direct(const GenerationRequest& request) {
    std::vector<Image> images;
    FakeGenerator(fake_model()).generate(request, [&](const GenerationEvent& event) {
        if (const auto* frames = std::get_if<FramesReady>(&event)) {
            images.insert(images.end(), frames->images.begin(), frames->images.end());
        }
    }, {});
    return images;
}

void ResumeTest::goes_on_after_a_worker_died() {
    const TempFolder folder;
    Takes takes;
    WorkerClient client(worker());
    Engine engine(with_worker(engine_options(folder.path(), takes), client));
    const JobSpec spec = fake_job("crash_once=" + (folder / "marker").string(), 8);
    const JobId id = engine.submit(spec);
    QVERIFY(wait_for_state(engine, id, JobState::done));
    QCOMPARE(client.num_starts(), 2);
    QCOMPARE(engine.snapshot()->progress->num_restarts, 1);
    QVERIFY(takes.of(id) == direct(spec.request));
}

void ResumeTest::goes_on_after_workers_died_at_random_moments() {
    const TempFolder folder;
    Takes takes;
    WorkerClient client(worker());
    Engine engine(with_worker(engine_options(folder.path(), takes), client));
    std::mt19937 random(5);
    const JobSpec spec = fake_job("delay=4", 60);
    const std::vector<Image> expected = direct(spec.request);
    int kills = 0;
    for (int i = 0; i < 4; ++i) {
        const JobId id = engine.submit(spec);
        int step = 0;
        while (step < 50) {
            step += 3 + static_cast<int>(random() % 20);
            if (!wait_for_step(engine, id, std::min(step, 55))) {
                break;
            }
            std::this_thread::sleep_for(std::chrono::microseconds(random() % 4000));
            if (const pid_t pid = client.worker_pid(); pid > 0 && engine.snapshot()->find(id)->state == JobState::running) {
                ::kill(pid, SIGKILL);
                ++kills;
            }
        }
        QVERIFY(wait_for_state(engine, id, JobState::done));
        QVERIFY(takes.of(id) == expected);
    }
    QVERIFY2(kills >= 8, std::to_string(kills).c_str());
}

void ResumeTest::gives_up_where_it_never_gets_further() {
    const TempFolder folder;
    Takes takes;
    WorkerClient client(worker());
    Engine engine(with_worker(engine_options(folder.path(), takes), client));
    const JobId bad = engine.submit(fake_job("crash_at=3"));
    const JobId good = engine.submit(fake_job("good"));
    QVERIFY(wait_for_state(engine, good, JobState::done));
    const auto job = engine.snapshot()->find(bad);
    QVERIFY(job->state == JobState::failed);
    QCOMPARE(job->error->kind, std::string("worker_died"));
    QCOMPARE(engine.kept_steps(bad), (std::vector<int>{1, 2}));
    QCOMPARE(client.num_starts(), 4);
}

void ResumeTest::a_hanging_worker_does_not_hold_the_queue() {
    const TempFolder folder;
    Takes takes;
    WorkerClient client(worker());
    Engine engine(with_worker(engine_options(folder.path(), takes), client));
    const JobId hanging = engine.submit(fake_job("hang_at=3"));
    const JobId good = engine.submit(fake_job("good"));
    QVERIFY(wait_for_step(engine, hanging, 2));
    engine.cancel(hanging);
    QVERIFY(wait_for_state(engine, good, JobState::done));
    QVERIFY(engine.snapshot()->find(hanging)->state == JobState::cancelled);
}

// A child runs an engine with a worker and is killed at some moment, again and again, on one folder. In the end every job that it
// said to be in its snapshot must be there, and the long one must have become what it would have become undisturbed.
void ResumeTest::goes_on_after_the_engine_was_killed() {
    const TempFolder folder;
    const JobSpec spec = fake_job("delay=4", 80);
    std::mt19937 random(6);
    std::int64_t acknowledged = 0;
    for (int round = 0; round < 8; ++round) {
        int pipe[2] = {};
        QCOMPARE(::pipe(pipe), 0);
        const pid_t child = ::fork();
        QVERIFY(child >= 0);
        if (child == 0) {
            Takes takes;
            WorkerClient client(worker());
            try {
                Engine engine(with_worker(engine_options(folder / "engine", takes), client));
                if (round == 0) {
                    engine.submit(spec);
                }
                while (true) {
                    const JobId id = engine.submit(fake_job("x"));
                    wait_for(engine, [&](const auto& s) { return s.find(id) != nullptr; });
                    if (::write(pipe[1], &id.value, sizeof id.value) != sizeof id.value) {
                        ::_exit(1);
                    }
                }
            } catch (...) {
                ::_exit(2);
            }
        }
        ::close(pipe[1]);
        std::this_thread::sleep_for(std::chrono::milliseconds(60 + random() % 60));
        ::kill(child, SIGKILL);
        int status = 0;
        ::waitpid(child, &status, 0);
        QVERIFY(WIFSIGNALED(status));
        for (std::int64_t id = 0; ::read(pipe[0], &id, sizeof id) == sizeof id;) {
            acknowledged = std::max(acknowledged, id);
        }
        ::close(pipe[0]);
    }
    QVERIFY(acknowledged > 1);
    Takes takes;
    WorkerClient client(worker());
    Engine engine(with_worker(engine_options(folder / "engine", takes), client));
    for (std::int64_t id = 1; id <= acknowledged; ++id) {
        QVERIFY2(engine.snapshot()->find({id}), std::to_string(id).c_str());
    }
    QVERIFY(wait_for_state(engine, {1}, JobState::done));
    const bool was_done_before = takes.of({1}).empty();
    QVERIFY(was_done_before || takes.of({1}) == direct(spec.request));
}

KINORA_TEST(ResumeTest)
#include "resume_test.moc"
