// The engine with the fake generator in its own process.
#include "core/engine/engine.h"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <mutex>
#include <set>
#include <thread>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "tests/core/engine/engine_fixture.h"
#include "tests/core/engine/watched_generator.h"

using namespace kinora;
using namespace kinora::test;

class EngineTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void runs_jobs_in_order();
    void the_order_can_be_changed();
    void says_how_far_it_is();
    void failures_stay_typed_and_harm_nobody();
    void decoding_that_ran_out_of_memory_goes_on_in_tiles();
    void finished_jobs_are_removed_together();
    void cancels_waiting_and_running_jobs();
    void pauses_and_resumes();
    void finishes_early();
    void finishes_early_while_the_queue_is_held();
    void what_has_made_no_step_is_not_finished_early();
    void memory_is_looked_at_before();
    void a_job_may_be_cancelled_while_memory_is_looked_at();
    void commands_that_cannot_be_are_reported();
    void removed_jobs_leave_nothing();
    void ends_in_the_middle_of_a_job_and_goes_on();
    void halts_and_runs();
    void a_held_queue_stays_held();
    void a_pause_may_meet_the_start_of_its_job();
    void previews_are_as_wanted_when_the_job_starts();
    void a_held_job_lets_others_go_first_and_is_free_with_the_next_start();
    void a_held_job_starts_when_it_is_let_go();
};

void EngineTest::runs_jobs_in_order() {
    const TempFolder folder;
    Takes takes;
    std::atomic<int> changes = 0;
    EngineOptions options = engine_options(folder.path(), takes);
    std::vector<JobId> order;  // on the engine's thread only, until the engine is gone
    options.make_output = [&](const Job& job) {
        order.push_back(job.id);
        return std::make_unique<MemoryOutput>(takes, job);
    };
    options.on_change = [&] { ++changes; };
    options.starts_halted = true;
    JobId a, b, c;
    {
        Engine engine(options);
        a = engine.submit(fake_job("a"));
        b = engine.submit(fake_job("b"));
        c = engine.submit(fake_job("c"), QueuePlace::front);
        QVERIFY(wait_for(engine, [](const auto& s) { return s.jobs.size() == 3; }));
        engine.run();
        QVERIFY(wait_for_state(engine, b, JobState::done));
        const auto job = engine.snapshot()->find(a);
        QCOMPARE(job->output, "take of job " + std::to_string(a.value));
        QVERIFY(job->ended_ms >= job->created_ms && job->created_ms > 0);
        QCOMPARE(job->recipe.settings.prompt, std::string("a"));
        QCOMPARE(takes.of(a).size(), std::size_t{9});
    }
    QCOMPARE(order, (std::vector<JobId>{c, a, b}));
    QVERIFY(changes > 10);
}

void EngineTest::the_order_can_be_changed() {
    const TempFolder folder;
    Takes takes;
    EngineOptions options = engine_options(folder.path(), takes);
    options.starts_halted = true;
    Engine engine(options);
    const JobId a = engine.submit(fake_job("a"));
    const JobId b = engine.submit(fake_job("b"));
    const JobId c = engine.submit(fake_job("c"));
    engine.move(a, std::nullopt);
    engine.move_to_front(c);
    const auto is = [](const EngineSnapshot& s, const std::vector<JobId>& ids) {
        std::vector<JobId> order;
        for (const auto& job : s.jobs) {
            order.push_back(job->id);
        }
        return order == ids;
    };
    QVERIFY(wait_for(engine, [&](const auto& s) { return is(s, {c, b, a}); }));
    engine.move(a, b);
    QVERIFY(wait_for(engine, [&](const auto& s) { return is(s, {c, a, b}); }));
}

void EngineTest::says_how_far_it_is() {
    const TempFolder folder;
    Takes takes;
    Engine engine(engine_options(folder.path(), takes));
    JobSpec spec = fake_job("notice");
    spec.request.preview = {true, 0.0};
    const JobId id = engine.submit(spec);
    QVERIFY(wait_for_state(engine, id, JobState::done));
    const auto progress = engine.snapshot()->progress;
    QVERIFY(progress->job == id && progress->step == 6 && progress->num_steps == 6);
    QVERIFY(progress->stage == Stage::decode && progress->frames_done == 9 && progress->num_frames == 9);
    QCOMPARE(progress->steps.size(), std::size_t{6});
    QVERIFY(progress->steps[2].preview && progress->steps[2].latents.mean == 0.1 * 3);
    QVERIFY(progress->notices == std::vector<Sentence>{fake_notice()});
    QVERIFY(progress->seconds_left && *progress->seconds_left == 0.0);
}

void EngineTest::failures_stay_typed_and_harm_nobody() {
    const TempFolder folder;
    Takes takes;
    EngineOptions options = engine_options(folder.path(), takes);
    {
        Engine engine(options);
        const JobId bad = engine.submit(fake_job("fail_at=3"));
        const JobId worse = engine.submit(fake_job("fail_decode"));
        const JobId good = engine.submit(fake_job("good"));
        QVERIFY(wait_for_state(engine, good, JobState::done));
        QVERIFY(engine.snapshot()->find(bad)->state == JobState::failed);
        QVERIFY(engine.snapshot()->find(worse)->error->kind == "media");
        QVERIFY(takes.of(worse).empty());
    }
    const Engine engine(options);
    try {
        throw_recorded(*engine.snapshot()->jobs.front()->error);
    } catch (const CheckpointError& error) {
        QCOMPARE(error.key(), std::string("conv.weight"));
        return;
    }
    QFAIL("the error lost its type");
}

void EngineTest::decoding_that_ran_out_of_memory_goes_on_in_tiles() {
    const TempFolder folder;
    Takes takes;
    JobId id;
    {
        Engine engine(engine_options(folder.path(), takes));
        id = engine.submit(fake_job("memory_in_decode"));
        QVERIFY(wait_for_state(engine, id, JobState::failed));
        const ErrorRecord error = *engine.snapshot()->find(id)->error;
        QCOMPARE(error.kind, std::string("out_of_memory"));
        QCOMPARE(error.fields.at("stage"), std::string("decode"));
        QCOMPARE(engine.kept_steps(id).size(), std::size_t{6});
    }
    Engine engine(engine_options(folder.path(), takes));  // the way out outlives the program
    engine.retry_in_tiles(id);
    QVERIFY(wait_for_state(engine, id, JobState::done));
    QVERIFY(engine.snapshot()->progress->steps.empty());  // no step was made again
    QCOMPARE(takes.of(id).size(), std::size_t{9});
}

void EngineTest::finished_jobs_are_removed_together() {
    const TempFolder folder;
    Takes takes;
    Engine engine(engine_options(folder.path(), takes));
    const JobId kept = engine.submit(fake_job("kept"));
    const JobId gone = engine.submit(fake_job("gone"));
    QVERIFY(wait_for_state(engine, gone, JobState::done));
    engine.remove_finished([kept](const Job& job) { return job.id == kept; });
    QVERIFY(wait_for(engine, [&](const EngineSnapshot& snapshot) { return !snapshot.find(gone) && engine.kept_steps(gone).empty(); }));
    QVERIFY(engine.snapshot()->find(kept) && !engine.kept_steps(kept).empty());
}

void EngineTest::cancels_waiting_and_running_jobs() {
    const TempFolder folder;
    Takes takes;
    Engine engine(engine_options(folder.path(), takes));
    const JobId running = engine.submit(fake_job("delay=5", 500));
    const JobId waiting = engine.submit(fake_job("x"));
    const JobId last = engine.submit(fake_job("y"));
    engine.cancel(waiting);
    QVERIFY(wait_for_step(engine, running, 2));
    engine.cancel(running);
    QVERIFY(wait_for_state(engine, last, JobState::done));
    QVERIFY(engine.snapshot()->find(running)->state == JobState::cancelled);
    QVERIFY(engine.snapshot()->find(waiting)->state == JobState::cancelled);
    QVERIFY(engine.kept_steps(running).size() >= 2);  // cancelled, and kept
}

void EngineTest::pauses_and_resumes() {
    const TempFolder folder;
    Takes takes;
    Engine engine(engine_options(folder.path(), takes));
    const JobId reference = engine.submit(fake_job("delay=2", 60));
    QVERIFY(wait_for_state(engine, reference, JobState::done));
    const JobId id = engine.submit(fake_job("delay=2", 60));
    std::vector<StepRecord> before;
    for (const int step : {5, 20, 40}) {
        QVERIFY(wait_for_step(engine, id, step));
        engine.pause(id);
        QVERIFY(wait_for_state(engine, id, JobState::paused));
        before = engine.snapshot()->progress->steps;
        engine.resume(id);
    }
    QVERIFY(wait_for_state(engine, id, JobState::done));
    QVERIFY(takes.of(id) == takes.of(reference));
    // Each step was made once: those before the last pause took the very same time.
    const std::vector<StepRecord>& steps = engine.snapshot()->progress->steps;
    QCOMPARE(steps.size(), std::size_t{60});
    for (std::size_t i = 0; i < before.size(); ++i) {
        QCOMPARE(steps[i].step, static_cast<int>(i) + 1);
        QCOMPARE(steps[i].seconds, before[i].seconds);
    }
}

void EngineTest::finishes_early() {
    const TempFolder folder;
    Takes takes;
    Engine engine(engine_options(folder.path(), takes));
    const JobId id = engine.submit(fake_job("delay=5", 500));
    const JobId other = engine.submit(fake_job("other"));
    QVERIFY(wait_for_step(engine, id, 3));
    engine.finish_now(id);
    QVERIFY(wait_for_state(engine, other, JobState::done));
    QVERIFY(engine.snapshot()->find(id)->state == JobState::done);
    QCOMPARE(takes.of(id).size(), std::size_t{9});
    QVERIFY(engine.kept_steps(id).size() < 400);
    const std::optional<RecipeEarlyEnd> end = engine.snapshot()->find(id)->recipe.early_end;
    QVERIFY(end && end->step >= 3 && end->step == engine.kept_steps(id).back() && end->num_steps == 500);
    QVERIFY(takes.recipe_of(id).early_end == end);
    QVERIFY(!engine.snapshot()->find(other)->recipe.early_end && !takes.recipe_of(other).early_end);
    const JobId again = engine.duplicate(id, 1);
    QVERIFY(wait_for(engine, [&](const auto& s) { return s.find(again) != nullptr; }));
    QVERIFY(!engine.snapshot()->find(again)->recipe.early_end);
    engine.cancel(again);
}

void EngineTest::memory_is_looked_at_before() {
    const TempFolder folder;
    Takes takes;
    EngineOptions options = engine_options(folder.path(), takes);
    options.assess_memory = [](const Job& job, const auto&) { return assess_memory(job.model, job.recipe.settings, "fp32", 6'000'000, 1000); };
    Engine engine(options);
    JobSpec large = fake_job("x");
    large.request.settings.num_frames = 2001;
    const JobId id = engine.submit(large);
    QVERIFY(wait_for_state(engine, id, JobState::failed));
    const ErrorRecord error = *engine.snapshot()->find(id)->error;
    QCOMPARE(error.kind, std::string("out_of_memory"));
    QCOMPARE(error.fields.at("free_bytes"), std::string("6000000"));
    QCOMPARE(error.fields.at("held_bytes"), std::string("1000"));
    QVERIFY(error.message.find("would fit") != std::string::npos);
    engine.retry(id, true);
    QVERIFY(wait_for_state(engine, id, JobState::done));
}

void EngineTest::a_job_may_be_cancelled_while_memory_is_looked_at() {
    const TempFolder folder;
    Takes takes;
    EngineOptions options = engine_options(folder.path(), takes);
    std::atomic<bool> was_stopped = false;
    options.assess_memory = [&](const Job&, const std::stop_token& stop) {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (std::chrono::steady_clock::now() < deadline) {
            if (stop.stop_requested()) {
                was_stopped = true;
                throw Cancelled();
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        return MemoryAssessment();
    };
    Engine engine(options);
    const JobId id = engine.submit(fake_job("x"));
    QVERIFY(wait_for_state(engine, id, JobState::running));
    engine.cancel(id);
    QVERIFY(wait_for_state(engine, id, JobState::cancelled));
    QVERIFY(was_stopped);
}

void EngineTest::commands_that_cannot_be_are_reported() {
    const TempFolder folder;
    Takes takes;
    Engine engine(engine_options(folder.path(), takes));
    engine.pause({99});
    QVERIFY(wait_for(engine, [](const auto& s) { return s.problem && s.problem->kind == "invalid_request"; }));
    const JobId id = engine.submit(fake_job("x"));
    QVERIFY(wait_for_state(engine, id, JobState::done));
}

void EngineTest::removed_jobs_leave_nothing() {
    const TempFolder folder;
    Takes takes;
    Engine engine(engine_options(folder.path(), takes));
    const JobId id = engine.submit(fake_job("x"));
    QVERIFY(wait_for_state(engine, id, JobState::done));
    engine.remove(id);
    QVERIFY(wait_for(engine, [](const auto& s) { return s.jobs.empty(); }));
    QVERIFY(wait_for(engine, [&](const auto&) { return engine.kept_steps(id).empty(); }));
}

void EngineTest::ends_in_the_middle_of_a_job_and_goes_on() {
    const TempFolder folder;
    Takes takes;
    const EngineOptions options = engine_options(folder.path(), takes);
    JobId reference, id;
    int reached = 0;
    {
        Engine engine(options);
        reference = engine.submit(fake_job("delay=2", 60));
        id = engine.submit(fake_job("delay=2", 60));
        QVERIFY(wait_for_step(engine, id, 10));
        reached = engine.snapshot()->progress->step;
    }
    QVERIFY(reached < 60);
    Engine engine(options);
    QVERIFY(wait_for_state(engine, id, JobState::done));
    QVERIFY(takes.of(id) == takes.of(reference));
    QVERIFY(engine.snapshot()->progress->steps.front().step > reached);
    QVERIFY(engine.submit(fake_job("x")).value > id.value);
}

void EngineTest::halts_and_runs() {
    const TempFolder folder;
    Takes takes;
    Engine engine(engine_options(folder.path(), takes));
    const JobId running = engine.submit(fake_job("delay=2", 20));
    QVERIFY(wait_for_step(engine, running, 1));
    engine.halt();
    const JobId waiting = engine.submit(fake_job("x"));
    QVERIFY(wait_for_state(engine, running, JobState::done));
    QVERIFY(wait_for_state(engine, waiting, JobState::waiting));
    engine.run();
    QVERIFY(wait_for_state(engine, waiting, JobState::done));
}

void EngineTest::a_held_queue_stays_held() {
    const TempFolder folder;
    const TempFolder killed;
    Takes takes;
    JobId id;
    {
        Engine engine(engine_options(folder.path(), takes));
        engine.halt();
        id = engine.submit(fake_job("x"));
        QVERIFY(wait_for_state(engine, id, JobState::waiting));
        // What is on the disk at this moment is what a kill leaves.
        std::filesystem::copy(folder.path(), killed.path(), std::filesystem::copy_options::recursive);
    }
    for (const std::filesystem::path& left : {folder.path(), killed.path()}) {
        EngineOptions options = engine_options(left, takes);
        {
            const Engine engine(options);
            QVERIFY(engine.snapshot()->is_halted);
        }
        options.starts_halted = true;  // lets go of both with run()
        {
            Engine engine(options);
            QCOMPARE(engine.snapshot()->find(id)->state, JobState::waiting);
            engine.run();
            QVERIFY(wait_for_state(engine, id, JobState::done));
        }
        {
            const Engine engine(options);
            QVERIFY(engine.snapshot()->is_halted);
        }
        options.starts_halted = false;
        QVERIFY(!Engine(options).snapshot()->is_halted);  // an engine that started so has held nothing for the next one
    }
}

void EngineTest::a_pause_may_meet_the_start_of_its_job() {
    const TempFolder folder;
    Takes takes;
    Engine engine(engine_options(folder.path(), takes));
    for (int i = 0; i < 20; ++i) {
        const JobId id = engine.submit(fake_job("delay=5", 500));
        engine.pause(id);
        QVERIFY(wait_for_state(engine, id, JobState::paused));
        engine.cancel(id);
    }
    QVERIFY(!engine.snapshot()->problem);
}

void EngineTest::previews_are_as_wanted_when_the_job_starts() {
    const TempFolder folder;
    Takes takes;
    EngineOptions options = engine_options(folder.path(), takes);
    options.starts_halted = true;
    Engine engine(options);
    JobSpec spec = fake_job("x");
    spec.request.preview = {true, 0.0};
    const JobId id = engine.submit(spec);
    QVERIFY(wait_for_state(engine, id, JobState::waiting));
    engine.set_preview({false, 0.0});
    engine.run();
    QVERIFY(wait_for_state(engine, id, JobState::done));
    for (const StepRecord& step : engine.snapshot()->progress->steps) {
        QVERIFY(!step.preview);
    }
}

void EngineTest::finishes_early_while_the_queue_is_held() {
    const TempFolder folder;
    Takes takes;
    Engine engine(engine_options(folder.path(), takes));
    const JobId id = engine.submit(fake_job("delay=5", 500));
    const JobId other = engine.submit(fake_job("other"));
    QVERIFY(wait_for_step(engine, id, 3));
    engine.halt();
    engine.finish_now(id);
    QVERIFY(wait_for_state(engine, id, JobState::done));
    QCOMPARE(takes.of(id).size(), std::size_t{9});
    QVERIFY(engine.snapshot()->is_halted);
    QVERIFY(engine.snapshot()->find(other)->state == JobState::waiting);
}

void EngineTest::what_has_made_no_step_is_not_finished_early() {
    const TempFolder folder;
    Takes takes;
    WatchedGenerator::Watch watch;
    watch.may_begin = false;
    Engine engine(watched_options(folder.path(), takes, watch));
    const JobId id = engine.submit(fake_job("x"));
    QVERIFY(wait_for_state(engine, id, JobState::running));
    engine.finish_now(id);
    QVERIFY(wait_for(engine, [](const EngineSnapshot& snapshot) { return snapshot.problem.has_value(); }));
    QVERIFY(engine.snapshot()->problem->message.find("no step yet") != std::string::npos);
    QCOMPARE(engine.snapshot()->find(id)->state, JobState::running);
    watch.may_begin = true;
    QVERIFY(wait_for_state(engine, id, JobState::done));
    QCOMPARE(engine.kept_steps(id).size(), std::size_t{6});
    QVERIFY(!engine.snapshot()->find(id)->recipe.early_end);
}

void EngineTest::a_held_job_lets_others_go_first_and_is_free_with_the_next_start() {
    const TempFolder folder;
    Takes takes;
    JobId held;
    {
        Engine engine(engine_options(folder.path(), takes));
        engine.halt();
        held = engine.submit(fake_job("held"));
        const JobId other = engine.submit(fake_job("other"));
        QVERIFY(wait_for_state(engine, other, JobState::waiting));
        QVERIFY(engine.hold(held));
        engine.run();
        QVERIFY(wait_for_state(engine, other, JobState::done));
        QCOMPARE(engine.snapshot()->find(held)->state, JobState::waiting);
        const JobId slow = engine.submit(fake_job("slow delay=50", 200));
        QVERIFY(wait_for_step(engine, slow, 1));
        QVERIFY(!engine.hold(slow));
        engine.cancel(slow);
        QVERIFY(wait_for_state(engine, slow, JobState::cancelled));
    }
    // Killed or quit while it was held: it waits like any other.
    Engine engine(engine_options(folder.path(), takes));
    QVERIFY(wait_for_state(engine, held, JobState::done));
}

void EngineTest::a_held_job_starts_when_it_is_let_go() {
    const TempFolder folder;
    Takes takes;
    Engine engine(engine_options(folder.path(), takes));
    engine.halt();
    const JobId id = engine.submit(fake_job("before"));
    QVERIFY(wait_for_state(engine, id, JobState::waiting));
    QVERIFY(engine.hold(id));
    engine.run();
    GenerationSettings settings = fake_job("after").request.settings;
    engine.edit_settings(id, settings);
    engine.release(id);
    QVERIFY(wait_for_state(engine, id, JobState::done));
    QCOMPARE(engine.snapshot()->find(id)->recipe.settings.prompt, std::string("after"));
}

KINORA_TEST(EngineTest)
#include "engine_test.moc"
