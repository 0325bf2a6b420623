// The part of the engine that runs jobs, on the runner's thread.
#include <chrono>
#include <set>
#include <string>
#include <utility>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/engine/engine.h"
#include "core/engine/now_ms.h"

namespace kinora {

namespace {

constexpr int steps_between_clean_ups = 16;
// A worker may die this often without a step in between before the job is given up.
constexpr int max_deaths_without_progress = 2;

// What would fit depends on what is held, too.
class DoesNotFit : public OutOfMemory {
 public:
    explicit DoesNotFit(const MemoryAssessment& assessment)
        : OutOfMemory(assessment.message.value_or(Sentence::of("there is not enough memory for this; lower the size or the number of frames")),
                      assessment.needed_bytes, assessment.free_bytes),
          held_bytes_(assessment.held_bytes) {}
    std::int64_t held_bytes() const noexcept { return held_bytes_; }

 private:
    std::int64_t held_bytes_;
};

}  // namespace

// A job while it runs.
struct Engine::Attempt {
    const Job& job;
    GenerationRequest request;
    std::stop_token stop;
    std::unique_ptr<TakeOutput> output;
    std::optional<RecipeEarlyEnd> early_end;
    JobProgress progress;
    int deaths_without_progress = 0;
    bool has_progressed = false;
    bool loses_steps = false;  // the journal's disk does not take them
};

void Engine::wake_runner() {
    runner_.post([this](const std::stop_token& stop) { run_jobs(stop); });
}

void Engine::run_jobs(const std::stop_token& stop) {
    while (save_end()) {
        const JobQueue::JobPointer job = start_next();
        if (!job) {
            return;
        }
        run_job(*job, stop);
    }
}

// Takes the next job that waits, or returns nullptr.
JobQueue::JobPointer Engine::start_next() {
    JobId id;
    try {
        change_queue([&](JobQueue& queue) {
            const std::scoped_lock lock(mutex_);
            const JobQueue::JobPointer next = queue.next_waiting(held_);
            if (next && (!is_halted_ || next->finishes_now)) {  // a held queue makes no steps, and that one is to make none
                id = next->id;
                queue.start(id);
                running_ = id;
                running_stop_ = std::stop_source();
                stop_reason_ = StopReason::none;
            }
        });
    } catch (const std::exception& error) {
        // The disk does not take it: the job stays where it is until the next command.
        {
            const std::scoped_lock lock(mutex_);
            running_ = JobId();
        }
        report(error);
        return nullptr;
    }
    return id == JobId() ? nullptr : queue().find(id);
}

// Those that a job made before it was paused, as far as this session has seen them.
std::vector<StepRecord> Engine::earlier_steps(JobId id) const {
    const std::scoped_lock lock(mutex_);
    return progress_ && progress_->job == id ? progress_->steps : std::vector<StepRecord>();
}

void Engine::run_job(const Job& job, const std::stop_token&) {
    std::stop_token stop;
    {
        const std::scoped_lock lock(mutex_);
        stop = running_stop_.get_token();
    }
    std::function<void(JobQueue&, StopReason)> end;
    try {
        Attempt attempt = {.job = job, .stop = stop};
        attempt.progress.job = job.id;
        attempt.progress.steps = earlier_steps(job.id);
        set_progress(attempt.progress);
        {
            const std::scoped_lock lock(store_mutex_);
            attempt.request = store_->load_request(job.id);
        }
        {
            const std::scoped_lock lock(mutex_);
            attempt.request.preview = preview_.value_or(attempt.request.preview);
            attempt.request.tiles_decode = job.tiles_decode;
        }
        generate(attempt);
        const std::string output = attempt.output ? attempt.output->finish() : std::string();
        end = [id = job.id, output, early_end = attempt.early_end, ended = now_ms()](JobQueue& queue, StopReason) {
            queue.complete(id, output, early_end, ended);
        };
    } catch (const Cancelled&) {
        end = [this, id = job.id](JobQueue& queue, StopReason reason) { stopped(queue, id, reason); };
    } catch (const std::exception& failure) {
        end = [id = job.id, error = record_of_failure(job, failure), ended = now_ms()](JobQueue& queue, StopReason) { queue.fail(id, error, ended); };
        generator_.reset();  // what an error left behind is not to be trusted
    }
    end_running(std::move(end));
    clean_journal();
}

// With "stage" for a failure of decoding, where all steps are kept, and "is_tiled" if that was done in the smallest tiles. With
// "held_bytes" where it was found before that it does not fit.
ErrorRecord Engine::record_of_failure(const Job& job, const std::exception& failure) const {
    ErrorRecord error = record_of(failure);
    if (const auto* memory = dynamic_cast<const DoesNotFit*>(&failure)) {
        error.fields["held_bytes"] = std::to_string(memory->held_bytes());
    }
    const std::scoped_lock lock(mutex_);
    if (progress_ && progress_->job == job.id && progress_->stage == Stage::decode) {
        error.fields["stage"] = "decode";
        if (job.tiles_decode) {
            error.fields["is_tiled"] = "1";
        }
    }
    return error;
}

// From the last kept step, or from the beginning, to the last frame; again where a worker died on the way.
void Engine::generate(Attempt& attempt) {
    const Job& job = attempt.job;
    if (options_.assess_memory && !job.ignores_memory) {
        const MemoryAssessment assessment = options_.assess_memory(job, attempt.stop);
        if (!assessment.fits) {
            throw DoesNotFit(assessment);
        }
    }
    if (!generator_ || generator_->model() != job.model || generator_options_ != job.options) {
        generator_.reset();
        generator_ = options_.make_generator(job.model, job.options);
        generator_options_ = job.options;
        time_left_.forget_decoding();
    }
    attempt.request.wants_step_states = true;
    while (true) {
        throw_if_stop_requested(attempt.stop);
        const std::optional<StepState> state = journal_.read_last(steps_of(job));
        if (job.branch && !state) {
            throw InvalidRequest("branch", Sentence::of("the step that this job branches from is not kept any more; start it anew"));
        }
        attempt.request.resume_from = state ? std::make_shared<const StepState>(*state) : nullptr;
        attempt.request.finishes_now = job.finishes_now && state;
        attempt.progress.step = state ? state->step : 0;
        std::erase_if(attempt.progress.steps, [&](const StepRecord& step) { return step.step > attempt.progress.step; });
        attempt.early_end.reset();
        if (attempt.request.finishes_now && state->step < state->num_steps) {
            attempt.early_end = {state->step, state->num_steps};
        }
        attempt.output = open_output(attempt);
        attempt.has_progressed = false;
        try {
            generator_->generate(attempt.request, [&](const GenerationEvent& event) { handle(attempt, event); }, attempt.stop);
            return;
        } catch (const WorkerDied& death) {
            if (!should_go_on(attempt, death)) {
                throw;
            }
        }
    }
}

// The take's recipe says where it was ended.
std::unique_ptr<TakeOutput> Engine::open_output(const Attempt& attempt) const {
    if (!options_.make_output) {
        return nullptr;
    }
    Job job = attempt.job;
    job.recipe.early_end = attempt.early_end;
    return options_.make_output(job);
}

bool Engine::should_go_on(Attempt& attempt, const WorkerDied& death) {
    using Cause = WorkerDied::Cause;
    // The same again would need the same memory again.
    if (death.cause() == Cause::not_started || death.cause() == Cause::out_of_memory) {
        return false;
    }
    attempt.deaths_without_progress = attempt.has_progressed ? 1 : attempt.deaths_without_progress + 1;
    if (attempt.deaths_without_progress > max_deaths_without_progress) {
        return false;
    }
    ++attempt.progress.num_restarts;
    attempt.progress.notices.push_back(death.sentence());
    attempt.progress.frames_done = 0;
    set_progress(attempt.progress);
    return true;
}

void Engine::handle(Attempt& attempt, const GenerationEvent& event) {
    JobProgress& progress = attempt.progress;
    const TimeLeft::Time now = std::chrono::steady_clock::now();
    const GenerationSettings& settings = attempt.request.settings;
    const std::int64_t pixels = std::int64_t{settings.width} * settings.height;
    if (const auto* started = std::get_if<StageStarted>(&event)) {
        progress.stage = started->stage;
        if (started->stage == Stage::denoise) {
            progress.sigmas = started->sigmas;
        } else if (started->stage == Stage::decode) {
            time_left_.start_decoding(now);
        }
    } else if (const auto* notice = std::get_if<Notice>(&event)) {
        progress.notices.push_back(notice->message);
    } else if (const auto* step = std::get_if<StepFinished>(&event)) {
        keep_step(attempt, *step);
    } else if (const auto* frames = std::get_if<FramesReady>(&event)) {
        if (attempt.output) {
            attempt.output->write(*frames);
        }
        progress.frames_done = frames->first_frame + static_cast<std::int64_t>(frames->images.size());
        progress.num_frames = frames->num_frames_total;
        time_left_.count_decoded(progress.frames_done, pixels, now);
    } else {
        return;
    }
    progress.seconds_left = time_left_.seconds(progress, settings.num_frames, pixels, now);
    set_progress(progress);
}

void Engine::keep_step(Attempt& attempt, const StepFinished& event) {
    JobProgress& progress = attempt.progress;
    if (event.state) {
        try {
            journal_.write(steps_of(attempt.job), *event.state);
            attempt.has_progressed = true;
        } catch (const FileError& error) {
            // The generation needs no kept step unless it is interrupted.
            clean_journal();
            if (!std::exchange(attempt.loses_steps, true)) {
                progress.notices.push_back(Sentence::of("steps are not kept, an interruption would cost them: %1", whole_sentence(error)));
            }
        }
        if (event.step % steps_between_clean_ups == 0) {
            clean_journal();
        }
    }
    progress.step = event.step;
    progress.num_steps = event.num_steps;
    progress.steps.push_back({event.step, event.sigma, event.seconds, event.latents, event.preview, event.device_bytes});
}

// The end of the running job: from here on, commands find it in the queue and not at work.
void Engine::end_running(std::function<void(JobQueue& queue, StopReason reason)> edit) {
    unsaved_end_ = [this, edit = std::move(edit)](JobQueue& queue) {
        StopReason reason = StopReason::none;
        {
            const std::scoped_lock lock(mutex_);
            reason = stop_reason_;
            running_ = JobId();
        }
        edit(queue, reason);
    };
    save_end();
}

// False while the disk does not take the end of the job that ran last: it counts as running, no other one starts, and every command
// tries again.
bool Engine::save_end() {
    if (!unsaved_end_) {
        return true;
    }
    try {
        change_queue(unsaved_end_);
    } catch (const std::exception& error) {
        report(error);
        return false;
    }
    unsaved_end_ = nullptr;
    return true;
}

// True if it is the job that runs; it is asked to stop, and end_stopped sees to the rest. The first reason counts.
bool Engine::stop_running(JobId id, StopReason reason) {
    std::stop_source stop(std::nostopstate);
    {
        const std::scoped_lock lock(mutex_);
        if (running_ != id || id == JobId()) {
            return false;
        }
        if (stop_reason_ == StopReason::none || stop_reason_ == StopReason::pause) {
            stop_reason_ = reason;
        }
        stop = running_stop_;
    }
    stop.request_stop();
    return true;
}

// What becomes of a job that was stopped depends on who stopped it.
void Engine::stopped(JobQueue& queue, JobId id, StopReason reason) const {
    const JobQueue::JobPointer job = queue.find(id);
    if (reason == StopReason::finish_now && job && !journal_.steps(steps_of(*job)).empty()) {
        queue.finish_now(id);
    } else if (reason != StopReason::shut_down) {  // it stays as running on the disk, and goes on with the next start
        queue.stop(id, reason == StopReason::cancel ? JobState::cancelled : JobState::paused, now_ms());
    }
}

void Engine::set_progress(const JobProgress& progress) {
    {
        const std::scoped_lock lock(mutex_);
        progress_ = std::make_shared<const JobProgress>(progress);
    }
    publish();
}

void Engine::clean_journal() {
    std::set<std::int64_t> unfinished;
    const JobQueue jobs = queue();
    for (const JobQueue::JobPointer& job : jobs.jobs()) {
        if (!is_finished(job->state)) {
            unfinished.insert(job->id.value);
        }
    }
    journal_.clean_up(unfinished);
}

}  // namespace kinora
