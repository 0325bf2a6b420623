// What a long queue costs the GUI thread: processor time of that thread for a job that is added, one that moves, and one step of a job
// that runs, with the whole window open. Run by hand (docs/performance.md):
//     queue_benchmark [JOBS]
#include <QApplication>

#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "core/engine/job_store.h"
#include "tests/core/engine/engine_fixture.h"
#include "tests/ui/studio_fixture.h"
#include "ui/session/job_context.h"

using namespace kinora;
using namespace kinora::test;

namespace {

double threadMilliseconds() {
    timespec now = {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) * 1e-6;
}

void fill(const std::filesystem::path& file, int numJobs) {
    JobStore store(file);
    JobStore::Change change;
    const JobSpec spec = fake_job("a job of many, with a prompt as long as people write them");
    for (int i = 1; i <= numJobs; ++i) {
        Job job;
        job.id = {i};
        job.rank = i;
        job.state = i % 2 == 0 ? JobState::paused : JobState::cancelled;
        job.ended_ms = i;
        job.model = spec.model;
        job.recipe = spec.recipe;
        job.recipe.settings = spec.request.settings;
        change.jobs.push_back(std::make_shared<const Job>(job));
        change.requests.emplace_back(job.id, spec.request);
    }
    store.save(change);
}

// Everything that the loop has to do, and what that leads to.
void settle() {
    for (int i = 0; i < 20; ++i) {
        QApplication::processEvents();
        QTest::qSleep(1);
    }
}

template <typename Work>
void report(const char* what, int times, Work&& work) {
    settle();
    const double before = threadMilliseconds();
    for (int i = 0; i < times; ++i) {
        work();
    }
    std::printf("%-28s %8.2f ms\n", what, (threadMilliseconds() - before) / times);
}

}  // namespace

int main(int argc, char** argv) {
    QApplication qt(argc, argv);
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    const int numJobs = argc > 1 ? std::atoi(argv[1]) : 5000;
    const TempFolder folder;
    std::filesystem::create_directories(folder / "data/queue");
    fill(folder / "data/queue/queue.sqlite", numJobs);
    const double before = threadMilliseconds();
    Studio studio(folder.path());
    studio.open(folder / "film.kinora");
    studio.showWindow();
    settle();
    std::printf("%-28s %8.2f ms\n", "start with the window", threadMilliseconds() - before);
    Engine& engine = studio.bridge.engine();
    engine.halt();
    const auto waitFor = [&](const std::function<bool()>& isDone) {
        while (!isDone()) {
            QApplication::processEvents(QEventLoop::WaitForMoreEvents);
        }
    };
    waitFor([&] { return studio.bridge.snapshot()->is_halted; });
    report("a job is added", 20, [&] {
        const JobId id = engine.submit(fake_job("one more"));
        waitFor([&] { return studio.bridge.snapshot()->find(id) != nullptr; });
    });
    const JobId last = studio.bridge.snapshot()->jobs.at(studio.numJobs() - 1)->id;
    report("a job moves to the front", 1, [&] {
        engine.move_to_front(last);
        waitFor([&] { return studio.bridge.snapshot()->jobs.front()->id == last; });
    });
    report("a job is cancelled", 1, [&] {
        engine.cancel(last);
        waitFor([&] { return studio.bridge.snapshot()->find(last)->state == JobState::cancelled; });
    });
    int deliveries = 0;
    QObject::connect(&studio.bridge, &EngineBridge::changed, &studio.bridge, [&] { ++deliveries; });
    JobSpec spec = fake_job("runs delay=20", 100);
    spec.context = toText(JobContext{.project = folder / "film.kinora"});
    const JobId running = engine.submit(spec, QueuePlace::front);
    waitFor([&] { return studio.bridge.snapshot()->find(running) != nullptr; });
    settle();
    deliveries = 0;
    engine.run();
    waitFor([&] { return studio.bridge.snapshot()->progress && studio.bridge.snapshot()->progress->step >= 2; });
    deliveries = 0;
    const double start = threadMilliseconds();
    waitFor([&] { return studio.bridge.snapshot()->progress->step >= 60; });
    std::printf("%-28s %8.2f ms\n", "a step of a running job", (threadMilliseconds() - start) / deliveries);
    engine.halt();
    std::printf("jobs: %zu\n", studio.numJobs());
    return 0;
}
