// The queue at work: keeps jobs on the disk, runs one after the other with a generator made by a factory, keeps every step in the journal
// so that a job goes on where it was after a pause, a crash of the worker or of the whole program, and says what happens.
//
// Commands may be given from any thread and never wait: they are carried out in order on a thread of the engine's. A command is
// acknowledged when the snapshot shows it; what a snapshot shows is on the disk. Jobs run on a second thread, where the generator is made,
// used and destroyed.
#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/task_thread.h"
#include "core/engine/job_queue.h"
#include "core/engine/job_store.h"
#include "core/engine/open_store.h"
#include "core/engine/step_journal.h"
#include "core/engine/time_left.h"
#include "core/generation/memory_prediction.h"

namespace kinora {

// Where a job's finished frames go. Made, used and destroyed on the engine's thread; without finish() nothing remains.
class TakeOutput {
 public:
    virtual ~TakeOutput() = default;
    virtual void write(const FramesReady& frames) = 0;
    virtual std::string finish() = 0;  // says what the job's `output` will be: a path
};

struct EngineOptions {
    std::filesystem::path folder;  // of the queue and the journal; made if it is not there
    JournalLimits journal;
    std::function<std::unique_ptr<Generator>(const ModelInfo& model, const GeneratorOptions& options)> make_generator;
    std::function<std::unique_ptr<TakeOutput>(const Job& job)> make_output;
    // Called before a job starts; may be empty. Throws Cancelled where it would take long and the job is stopped meanwhile.
    std::function<MemoryAssessment(const Job& job, const std::stop_token& stop)> assess_memory;
    // Called after every change, on any thread, with no lock held; must be quick. Ask snapshot() then: changes may be more than calls.
    std::function<void()> on_change;
    bool starts_halted = false;  // jobs wait until run(), also where no halt() has left them so
};

// Immutable; shares its jobs with other snapshots.
struct EngineSnapshot {
    std::uint64_t revision = 0;
    JobList jobs;  // in the order of the queue; the same list until one of them changes
    std::shared_ptr<const JobProgress> progress;  // of the job that runs, or ran last; null before the first
    bool is_halted = false;
    std::optional<ErrorRecord> problem;  // of the last command, or change of a job's state, that could not be carried out
    std::uint64_t num_problems = 0;  // so far; the same problem may come twice

    JobQueue::JobPointer find(JobId id) const { return jobs.find(id); }
};

class Engine {
 public:
    // Opens the queue; jobs that ran when the program ended wait again. A file that cannot be read is moved aside, and the queue is empty
    // then. Throws FileError.
    explicit Engine(const EngineOptions& options);

    // Stops the running job, which will go on when an engine is made of the same folder again, and waits for both threads.
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    std::shared_ptr<const EngineSnapshot> snapshot() const;

    // Where the file is that could not be read; empty where all was well.
    const std::filesystem::path& set_aside() const { return set_aside_; }

    // Adds `count` jobs with consecutive seeds. Returns the number of the first, the others follow.
    JobId submit(JobSpec spec, QueuePlace place = QueuePlace::back, int count = 1);

    // A new job that goes on from a kept step of another one, with its own prompt, guidance, strengths or schedule.
    JobId branch(BranchPoint from, JobSpec spec, QueuePlace place = QueuePlace::front);

    // `count` copies of a job with consecutive seeds from a new one on. Returns the number of the first.
    JobId duplicate(JobId id, int count = 1);

    void edit(JobId id, JobSpec spec);                 // a waiting or paused job; what it had made is dropped
    // The same with other settings; given frames stay but for what `conditions` says of each, in their order. A failed or cancelled job
    // waits again with them. A branch goes on from its step unless size or length are others.
    void edit_settings(JobId id, GenerationSettings settings, std::vector<ConditionEdit> conditions = {});
    void move(JobId id, std::optional<JobId> before);  // nothing moves it to the end
    void move_to_front(JobId id);
    void pause(JobId id);
    void resume(JobId id);  // also a cancelled or failed job, which goes on from its last step
    void retry(JobId id, bool ignores_memory = false);
    void retry_in_tiles(JobId id);  // goes on from the last step and decodes in the smallest tiles
    void cancel(JobId id);      // what was made so far is kept until it is cleaned up
    void finish_now(JobId id);  // stops denoising and makes a take of what the last step predicted
    // A finished job, with its steps; with a problem and without effect where `keeps` is true for it, which is asked on the engine's thread.
    void remove(JobId id, std::function<bool(const Job& job)> keeps = {});
    // All finished jobs but those that `keeps` is true for, which is asked on the engine's thread.
    void remove_finished(std::function<bool(const Job& job)> keeps);

    // Jobs wait, or run again, also those of an engine that is made of the same folder later. A job that runs goes on.
    void halt();
    void run();

    // A job that is held does not start, while it is edited for example, and others go before it. Nothing of that is on the disk. False, and
    // it is not held, where it runs. What was asked for before release() is carried out before the job may start.
    bool hold(JobId id);
    void release(JobId id);

    // Of the jobs that start from now on, in place of what their requests say. May be called from any thread.
    void set_preview(const PreviewOptions& preview);

    // The steps of a job that can be branched from. May be called from any thread.
    std::vector<int> kept_steps(JobId id) const;

 private:
    enum class StopReason : std::uint8_t { none, shut_down, pause, cancel, finish_now };
    struct Attempt;
    using Edit = std::function<JobStore::Change(JobQueue& queue)>;

    Engine(const EngineOptions& options, OpenedStore opened);
    void command(std::function<void()> work);
    void change(const Edit& edit);
    void change_queue(const std::function<void(JobQueue& queue)>& edit);
    void change_request(JobId id, const std::function<JobStore::Change(JobQueue& queue, int edition)>& edit);
    static StepsOf steps_of(const Job& job);
    std::optional<StepState> branch_start(const Job& job, const GenerationSettings& settings) const;
    static JobStore::Change add_with_seeds(JobQueue& queue, JobSpec spec, JobId first, QueuePlace place, int count, bool renews_first);
    void publish();
    void report(const std::exception& error);
    void wake_runner();
    void set_halted(bool is_halted);
    bool stop_running(JobId id, StopReason reason);
    JobQueue queue() const;

    void run_jobs(const std::stop_token& stop);
    JobQueue::JobPointer start_next();
    void run_job(const Job& job, const std::stop_token& stop);
    void generate(Attempt& attempt);
    ErrorRecord record_of_failure(const Job& job, const std::exception& failure) const;
    std::unique_ptr<TakeOutput> open_output(const Attempt& attempt) const;
    bool should_go_on(Attempt& attempt, const WorkerDied& death);
    void handle(Attempt& attempt, const GenerationEvent& event);
    void keep_step(Attempt& attempt, const StepFinished& event);
    void end_running(std::function<void(JobQueue& queue, StopReason reason)> edit);
    bool save_end();
    void stopped(JobQueue& queue, JobId id, StopReason reason) const;
    void set_progress(const JobProgress& progress);
    std::vector<StepRecord> earlier_steps(JobId id) const;
    void clean_journal();

    EngineOptions options_;
    const std::filesystem::path set_aside_;
    StepJournal journal_;

    std::mutex store_mutex_;  // one change of the queue at a time; taken before mutex_
    std::unique_ptr<JobStore> store_;

    mutable std::mutex mutex_;  // guards what follows
    JobQueue queue_;
    JobList jobs_;  // the queue's, for snapshots
    std::shared_ptr<const JobProgress> progress_;
    std::optional<ErrorRecord> problem_;
    std::uint64_t num_problems_ = 0;
    bool is_halted_;
    std::uint64_t revision_ = 0;
    std::optional<PreviewOptions> preview_;
    JobId running_;
    std::set<JobId> held_;
    std::stop_source running_stop_{std::nostopstate};
    StopReason stop_reason_ = StopReason::none;

    std::atomic<std::int64_t> last_id_;

    // On the runner's thread only.
    std::unique_ptr<Generator> generator_;
    GeneratorOptions generator_options_;
    TimeLeft time_left_;
    std::function<void(JobQueue& queue)> unsaved_end_;  // of the job that ran last, while the disk does not take it

    TaskThread commands_;
    TaskThread runner_;
};

}  // namespace kinora
