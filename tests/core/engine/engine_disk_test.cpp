// The engine where the disk is full, or holds what it should not.
#include <sys/resource.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <optional>

#include "tests/core/engine/engine_fixture.h"

using namespace kinora;
using namespace kinora::test;

class EngineDiskTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void foreign_steps_are_no_beginning();
    void a_full_journal_stops_no_generation();
    void an_end_that_the_disk_refuses_is_saved_later();
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

// No file of this process grows meanwhile, as on a full disk.
class FullDisk {
 public:
    FullDisk() {
        ::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit none = {0, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &none);
    }
    ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &before_); }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;

 private:
    rlimit before_ = {};
};

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
