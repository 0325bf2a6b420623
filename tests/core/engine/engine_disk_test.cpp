// The engine where the disk is full, or holds what it should not.
#include <atomic>
#include <fstream>
#include <optional>

#include "tests/core/engine/engine_fixture.h"
#include "tests/support/full_disk.h"

using namespace kinora;
using namespace kinora::test;

class EngineDiskTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void foreign_steps_are_no_beginning();
    void a_full_journal_stops_no_generation();
    void an_end_that_the_disk_refuses_is_saved_later();
    void an_edit_that_the_disk_refuses_costs_no_step();
    void a_kill_during_an_edit_costs_no_step();
    void steps_of_an_earlier_request_are_no_beginning();
    void a_hold_that_the_disk_refuses_is_reported();
};

// A program that was killed between the first step of a branch and its job.
void EngineDiskTest::foreign_steps_are_no_beginning() {
    const TempFolder folder;
    Takes takes;
    const EngineOptions options = engine_options(folder.path(), takes);
    JobId reference;
    {
        Engine engine(options);
        reference = engine.submit(fake_job("one", 10));
        QVERIFY(wait_for_state(engine, reference, JobState::done));
    }
    {
        StepJournal journal(folder / "steps", {});
        journal.write(reference.value + 1, *journal.read(reference.value, 4));
    }
    Engine engine(options);
    QCOMPARE(engine.kept_steps(reference).size(), std::size_t{10});
    JobSpec spec = fake_job("two", 10);
    const JobId id = engine.submit(spec);
    QCOMPARE(id.value, reference.value + 1);
    QVERIFY(wait_for_state(engine, id, JobState::done));
    QCOMPARE(engine.snapshot()->progress->steps.front().step, 1);
}

void EngineDiskTest::a_full_journal_stops_no_generation() {
    const TempFolder folder;
    Takes takes;
    Engine engine(engine_options(folder.path(), takes));
    std::ofstream(folder / "steps" / "1") << "where the steps of the first job should go";
    const JobId id = engine.submit(fake_job("x"));
    QVERIFY(wait_for(engine, [&](const auto& s) { return s.find(id) && is_finished(s.find(id)->state); }));
    QCOMPARE(engine.snapshot()->find(id)->state, JobState::done);
    QCOMPARE(takes.of(id).size(), std::size_t{9});
    const auto& notices = engine.snapshot()->progress->notices;
    QCOMPARE(notices.size(), std::size_t{1});
    QVERIFY(notices.front().in_english().find("not kept") != std::string::npos);
}

void EngineDiskTest::an_end_that_the_disk_refuses_is_saved_later() {
    const TempFolder folder;
    Takes takes;
    EngineOptions options = engine_options(folder.path(), takes);
    std::optional<FullDisk> full;  // from the end of the generation on
    class FillingOutput : public MemoryOutput {
     public:
        FillingOutput(Takes& takes, const Job& job, std::optional<FullDisk>& full) : MemoryOutput(takes, job), full_(full) {}
        std::string finish() override {
            full_.emplace();
            return MemoryOutput::finish();
        }

     private:
        std::optional<FullDisk>& full_;
    };
    options.make_output = [&](const Job& job) { return std::make_unique<FillingOutput>(takes, job, full); };
    std::atomic<std::uint64_t> told = 0;
    const Engine* told_of = nullptr;
    options.on_change = [&] {
        if (told_of != nullptr && told_of->snapshot()->problem) {
            told = told_of->snapshot()->revision;
        }
    };
    options.starts_halted = true;
    Engine engine(options);
    told_of = &engine;
    const JobId id = engine.submit(fake_job("x"));
    engine.run();
    const bool was_told = wait_for(engine, [&](const auto&) { return told > 0; });
    const JobState meanwhile = engine.snapshot()->find(id)->state;
    full.reset();
    QVERIFY(was_told);
    QCOMPARE(engine.snapshot()->problem->kind, std::string("file"));
    QCOMPARE(meanwhile, JobState::running);
    const JobId next = engine.submit(fake_job("fail_at=1"));
    QVERIFY(wait_for_state(engine, next, JobState::failed));
    QCOMPARE(engine.snapshot()->find(id)->state, JobState::done);
    QCOMPARE(engine.snapshot()->find(id)->output, "take of job " + std::to_string(id.value));
}

// A job with some steps, paused, and a branch of the first step of another one, which waits in a queue that is held.
struct Interrupted {
    explicit Interrupted(Engine& engine) {
        trunk = engine.submit(fake_job("trunk", 10));
        paused = engine.submit(fake_job("delay=2", 60));
        QVERIFY(wait_for_step(engine, paused, 3));
        engine.halt();
        engine.pause(paused);
        QVERIFY(wait_for_state(engine, paused, JobState::paused));
        branch = engine.branch({trunk, 4}, fake_job("trunk", 10));
        QVERIFY(wait_for_state(engine, branch, JobState::waiting));
        steps = engine.kept_steps(paused);
    }

    JobId trunk, paused, branch;
    std::vector<int> steps;
};

void EngineDiskTest::an_edit_that_the_disk_refuses_costs_no_step() {
    const TempFolder folder;
    Takes takes;
    Engine engine(engine_options(folder.path(), takes));
    const Interrupted jobs(engine);
    std::optional<FullDisk> full(std::in_place);
    engine.edit(jobs.paused, fake_job("other words", 60));
    engine.edit_settings(jobs.paused, fake_job("other words", 60).request.settings);
    engine.edit_settings(jobs.branch, fake_job("other words", 10).request.settings);
    const bool was_told = wait_for(engine, [](const EngineSnapshot& snapshot) { return snapshot.num_problems == 3; });
    full.reset();
    QVERIFY(was_told);
    QVERIFY(engine.kept_steps(jobs.paused) == jobs.steps);
    QCOMPARE(engine.kept_steps(jobs.branch), std::vector<int>{4});
    QCOMPARE(engine.snapshot()->find(jobs.branch)->recipe.settings.prompt, std::string("trunk"));
    engine.edit_settings(jobs.branch, fake_job("other words", 10).request.settings);
    engine.resume(jobs.paused);
    engine.run();
    QVERIFY(wait_for_state(engine, jobs.paused, JobState::done) && wait_for_state(engine, jobs.branch, JobState::done));
    QCOMPARE(engine.snapshot()->find(jobs.paused)->recipe.settings.prompt, std::string("delay=2"));
    QVERIFY(takes.recipe_of(jobs.branch).branch.has_value());
    QCOMPARE(takes.recipe_of(jobs.branch).settings.prompt, std::string("other words"));
    QCOMPARE(engine.kept_steps(jobs.branch).front(), 4);
}

// The moment before an edit is on the disk, and the one after.
void EngineDiskTest::a_kill_during_an_edit_costs_no_step() {
    const TempFolder folder;
    Takes takes;
    std::optional<Interrupted> jobs;
    {
        Engine engine(engine_options(folder.path(), takes));
        jobs.emplace(engine);
    }
    const std::filesystem::path branch = folder / "steps" / std::to_string(jobs->branch.value);
    {
        StepJournal journal(folder / "steps", {});
        journal.write({jobs->branch.value, 1}, *journal.read(jobs->branch.value, 4));
        journal.write({jobs->branch.value, 1}, *journal.read(jobs->trunk.value, 5));
    }
    {
        Engine engine(engine_options(folder.path(), takes));
        QVERIFY(engine.kept_steps(jobs->paused) == jobs->steps);
        QCOMPARE(engine.kept_steps(jobs->branch), std::vector<int>{4});
        QVERIFY(!std::filesystem::exists(branch.string() + "-1"));
        engine.edit_settings(jobs->branch, fake_job("other words", 10).request.settings);
        QVERIFY(wait_for(engine, [&](const auto&) { return !std::filesystem::exists(branch); }));
        QCOMPARE(engine.kept_steps(jobs->branch), std::vector<int>{4});
    }
    Engine engine(engine_options(folder.path(), takes));
    QCOMPARE(engine.kept_steps(jobs->branch), std::vector<int>{4});
    engine.run();
    QVERIFY(wait_for_state(engine, jobs->branch, JobState::done));
    QVERIFY(takes.recipe_of(jobs->branch).branch.has_value());
}

void EngineDiskTest::steps_of_an_earlier_request_are_no_beginning() {
    const TempFolder folder;
    const TempFolder before;
    Takes takes;
    JobId id;
    {
        Engine engine(engine_options(folder.path(), takes));
        const Interrupted jobs(engine);
        id = jobs.paused;
        const std::filesystem::path steps = folder / "steps" / std::to_string(id.value);
        std::filesystem::copy(steps, before / "steps");
        engine.edit(id, fake_job("other words", 60));
        QVERIFY(wait_for(engine, [&](const auto&) { return !std::filesystem::exists(steps); }));
    }
    std::filesystem::copy(before / "steps", folder / "steps" / std::to_string(id.value));
    Engine engine(engine_options(folder.path(), takes));
    engine.resume(id);
    engine.run();
    QVERIFY(wait_for_state(engine, id, JobState::done));
    QCOMPARE(engine.snapshot()->progress->steps.front().step, 1);
    QVERIFY(!std::filesystem::exists(folder / "steps" / std::to_string(id.value)));
}

// What a snapshot shows is on the disk.
void EngineDiskTest::a_hold_that_the_disk_refuses_is_reported() {
    const TempFolder folder;
    Takes takes;
    Engine engine(engine_options(folder.path(), takes));
    std::optional<FullDisk> full(std::in_place);
    engine.halt();
    const bool was_told = wait_for(engine, [](const EngineSnapshot& snapshot) { return snapshot.problem.has_value(); });
    full.reset();
    QVERIFY(was_told);
    QVERIFY(!engine.snapshot()->is_halted);
    engine.halt();
    QVERIFY(wait_for(engine, [](const EngineSnapshot& snapshot) { return snapshot.is_halted; }));
}

KINORA_TEST(EngineDiskTest)
#include "engine_disk_test.moc"
