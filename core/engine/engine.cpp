#include "core/engine/engine.h"

#include <algorithm>
#include <chrono>
#include <random>
#include <set>
#include <utility>

#include "core/base/error.h"
#include "core/base/make_folder.h"
#include "core/base/resample.h"

namespace kinora {

namespace {

std::int64_t now_ms() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::uint64_t random_seed() {
    std::random_device device;
    return device();  // 32 bits: short enough to be written down
}

Job job_of(JobId id, const JobSpec& spec) {
    Job job;
    job.id = id;
    job.model = spec.model;
    job.options = spec.options;
    job.recipe = spec.recipe;
    job.recipe.settings = spec.request.settings;
    job.recipe.branch.reset();  // the recipe may be that of another job
    job.recipe.early_end.reset();
    job.context = spec.context;
    job.ignores_memory = spec.ignores_memory;
    job.created_ms = now_ms();
    return job;
}

void set_seed(JobSpec& spec, std::uint64_t seed) {
    spec.request.settings.seed = seed;
    spec.request.noise.reset();  // given noise would make the seed meaningless
}

}  // namespace

Engine::Engine(const EngineOptions& options) : Engine(options, open_store(make_folder(options.folder))) {}

Engine::Engine(const EngineOptions& options, OpenedStore opened)
    : options_(options),
      set_aside_(std::move(opened.set_aside)),
      journal_(options_.folder / "steps", options_.journal),
      store_(std::move(opened.store)),
      queue_(std::move(opened.jobs)),
      jobs_(queue_.jobs()),
      is_halted_(options_.starts_halted || store_->is_halted()),
      last_id_(store_->last_id()),
      commands_("engine commands"),
      runner_("engine") {
    change_queue([](JobQueue& queue) { queue.recover(); });
    std::set<std::int64_t> jobs;
    for (const JobQueue::JobPointer& job : queue_.jobs()) {
        jobs.insert(job->id.value);
    }
    journal_.keep_only(jobs);  // a branch that was being made when the program was killed has steps and no job
    wake_runner();
}

Engine::~Engine() {
    commands_.finish();
    {
        const std::scoped_lock lock(mutex_);
        is_halted_ = true;
        if (stop_reason_ == StopReason::none) {
            stop_reason_ = StopReason::shut_down;
        }
    }
    const std::stop_source stop = [this] {
        const std::scoped_lock lock(mutex_);
        return running_stop_;
    }();
    stop.request_stop();
    runner_.post([this](const std::stop_token&) {
        save_end();
        generator_.reset();
    });
    runner_.finish();
}

std::shared_ptr<const EngineSnapshot> Engine::snapshot() const {
    auto snapshot = std::make_shared<EngineSnapshot>();
    const std::scoped_lock lock(mutex_);
    snapshot->revision = revision_;
    snapshot->jobs = jobs_;
    snapshot->progress = progress_;
    snapshot->is_halted = is_halted_;
    snapshot->problem = problem_;
    snapshot->num_problems = num_problems_;
    return snapshot;
}

JobQueue Engine::queue() const {
    const std::scoped_lock lock(mutex_);
    return queue_;
}

void Engine::publish() {
    {
        const std::scoped_lock lock(mutex_);
        ++revision_;
    }
    if (options_.on_change) {
        options_.on_change();
    }
}

// Carries out a change of the queue: first on the disk, then for everybody to see.
void Engine::change(const Edit& edit) {
    {
        const std::scoped_lock one_change(store_mutex_);
        const JobQueue earlier = queue();
        JobQueue changed = earlier;
        JobStore::Change change = edit(changed);
        change.jobs = changed.changed_since(earlier);
        if (!change.jobs.empty() || !change.requests.empty() || !change.removed.empty()) {
            store_->save(change);
            JobList jobs(changed.jobs());
            const std::scoped_lock lock(mutex_);
            queue_ = std::move(changed);
            jobs_ = std::move(jobs);
        }
    }
    publish();
}

void Engine::change_queue(const std::function<void(JobQueue& queue)>& edit) {
    change([&](JobQueue& queue) {
        edit(queue);
        return JobStore::Change();
    });
}

void Engine::command(std::function<void()> work) {
    commands_.post([this, work = std::move(work)](const std::stop_token&) {
        try {
            work();
        } catch (const std::exception& error) {
            report(error);
        }
        wake_runner();
    });
}

void Engine::report(const std::exception& error) {
    {
        const std::scoped_lock lock(mutex_);
        problem_ = record_of(error);
        ++num_problems_;
    }
    publish();
}

JobId Engine::submit(JobSpec spec, QueuePlace place, int count) {
    const JobId first = {last_id_.fetch_add(count) + 1};
    command([this, first, place, count, spec = std::move(spec)]() mutable {
        change([&](JobQueue& queue) { return add_with_seeds(queue, std::move(spec), first, place, count, false); });
    });
    return first;
}

// Adds jobs first … first + count - 1 with consecutive seeds, from the one that the job has, or from a new one.
JobStore::Change Engine::add_with_seeds(JobQueue& queue, JobSpec spec, JobId first, QueuePlace place, int count, bool renews_first) {
    JobStore::Change change;
    std::vector<Job> jobs;
    for (int i = 0; i < count; ++i) {
        if (i > 0 || renews_first) {
            set_seed(spec, i > 0 ? spec.request.settings.seed + 1 : random_seed());
        }
        const JobId id = {first.value + i};
        jobs.push_back(job_of(id, spec));
        change.requests.emplace_back(id, spec.request);
    }
    if (place == QueuePlace::front) {
        std::ranges::reverse(jobs);  // the first of them is to come first
    }
    for (Job& job : jobs) {
        queue.add(std::move(job), place);
    }
    return change;
}

JobId Engine::branch(BranchPoint from, JobSpec spec, QueuePlace place) {
    const JobId id = {++last_id_};
    command([this, id, from, place, spec = std::move(spec)] {
        const std::optional<StepState> state = journal_.read(from.job.value, from.step);
        if (!state) {
            throw InvalidRequest("branch", Sentence::of("step %1 of job %2 is not kept any more; choose another step", from.step, from.job.value));
        }
        // The new job has a copy of its own, which stays when the other job's steps are cleaned up.
        journal_.write(id.value, *state);
        change([&](JobQueue& queue) {
            Job job = job_of(id, spec);
            job.branch = from;
            const JobQueue::JobPointer trunk = queue.find(from.job);
            job.recipe.branch = {from.job.value, trunk ? trunk->recipe.settings.seed : 0, state->step, state->num_steps};
            queue.add(std::move(job), place);
            return JobStore::Change{.requests = {{id, spec.request}}};
        });
    });
    return id;
}

JobId Engine::duplicate(JobId id, int count) {
    const JobId first = {last_id_.fetch_add(count) + 1};
    command([this, id, first, count] {
        change([&](JobQueue& queue) {
            const JobQueue::JobPointer job = queue.find(id);
            if (!job) {
                throw InvalidRequest("job", Sentence::of("job %1 is not there any more", id.value));
            }
            const JobSpec spec = {job->model, job->options, store_->load_request(id), job->recipe, job->context, job->ignores_memory};
            return add_with_seeds(queue, spec, first, QueuePlace::back, count, true);
        });
    });
    return first;
}

void Engine::edit(JobId id, JobSpec spec) {
    command([this, id, spec = std::move(spec)] {
        change([&](JobQueue& queue) {
            queue.replace(job_of(id, spec));
            // First of all: steps of the earlier request must never be taken for those of the new one.
            journal_.remove(id.value);
            return JobStore::Change{.requests = {{id, spec.request}}};
        });
    });
}

// The step that a branch goes on from, where it can be gone on from with these settings.
std::optional<StepState> Engine::branch_start(const Job& job, const GenerationSettings& settings) const {
    const GenerationSettings& before = job.recipe.settings;
    const bool has_shape = settings.width == before.width && settings.height == before.height && settings.num_frames == before.num_frames;
    return job.branch && has_shape ? journal_.read(job.id.value, job.branch->step) : std::nullopt;
}

void Engine::edit_settings(JobId id, GenerationSettings settings) {
    command([this, id, settings = std::move(settings)] {
        change([&](JobQueue& queue) {
            const JobQueue::JobPointer present = queue.find(id);
            if (present && is_finished(present->state)) {
                queue.resume(id);
            }
            Job job = present ? *queue.find(id) : Job{.id = id};
            const std::optional<StepState> start = branch_start(job, settings);
            job.recipe.settings = settings;
            if (!start) {
                job.branch.reset();
                job.recipe.branch.reset();
            }
            job.finishes_now = false;
            queue.replace(job);
            GenerationRequest request = store_->load_request(id);
            for (ConditioningFrames& frames : request.conditioning) {
                for (Image& image : frames.images) {
                    image = resample_to_fill(image, settings.width, settings.height);
                }
            }
            request.settings = settings;
            request.noise.reset();
            journal_.remove(id.value);
            if (start) {
                journal_.write(id.value, *start);
            }
            JobStore::Change change;
            change.requests.emplace_back(id, std::move(request));
            return change;
        });
    });
}

void Engine::move(JobId id, std::optional<JobId> before) {
    command([this, id, before] { change_queue([&](JobQueue& queue) { queue.move(id, before); }); });
}

void Engine::move_to_front(JobId id) {
    command([this, id] {
        change_queue([&](JobQueue& queue) {
            const JobId front = queue.jobs().empty() ? id : queue.jobs().front()->id;
            if (front != id) {
                queue.move(id, front);
            }
        });
    });
}

void Engine::pause(JobId id) {
    command([this, id] {
        // Within the change, so that the job does not begin to run between the look and the change.
        change_queue([&](JobQueue& queue) {
            if (!stop_running(id, StopReason::pause)) {
                queue.pause(id);
            }
        });
    });
}

void Engine::resume(JobId id) {
    command([this, id] { change_queue([&](JobQueue& queue) { queue.resume(id); }); });
}

void Engine::retry(JobId id, bool ignores_memory) {
    command([this, id, ignores_memory] {
        change_queue([&](JobQueue& queue) {
            queue.resume(id);
            if (ignores_memory) {
                Job job = *queue.find(id);
                job.ignores_memory = true;
                queue.replace(job);
            }
        });
    });
}

void Engine::retry_in_tiles(JobId id) {
    command([this, id] {
        change_queue([&](JobQueue& queue) {
            queue.resume(id);
            Job job = *queue.find(id);
            job.tiles_decode = true;
            queue.replace(job);
        });
    });
}

void Engine::cancel(JobId id) {
    command([this, id] {
        change_queue([&](JobQueue& queue) {
            if (!stop_running(id, StopReason::cancel)) {
                queue.cancel(id, now_ms());
            }
        });
    });
}

void Engine::finish_now(JobId id) {
    command([this, id] {
        change_queue([&](JobQueue& queue) {
            if (stop_running(id, StopReason::finish_now)) {
                return;
            }
            if (journal_.steps(id.value).empty()) {
                throw InvalidRequest("job", Sentence::of("job %1 has made no step yet that could be kept", id.value));
            }
            queue.finish_now(id);
        });
    });
}

void Engine::remove(JobId id) {
    command([this, id] {
        change([&](JobQueue& queue) {
            queue.remove(id);
            JobStore::Change change;
            change.removed.push_back(id);
            return change;
        });
        journal_.remove(id.value);
    });
}

void Engine::remove_finished(std::function<bool(const Job& job)> keeps) {
    command([this, keeps = std::move(keeps)] {
        JobStore::Change removal;
        change([&](JobQueue& queue) {
            removal.removed = queue.remove_finished(keeps);
            return removal;
        });
        for (const JobId id : removal.removed) {
            journal_.remove(id.value);
        }
    });
}

void Engine::set_preview(const PreviewOptions& preview) {
    const std::scoped_lock lock(mutex_);
    preview_ = preview;
}

void Engine::halt() {
    command([this] { set_halted(true); });
}

void Engine::run() {
    command([this] { set_halted(false); });
}

void Engine::set_halted(bool is_halted) {
    {
        const std::scoped_lock one_change(store_mutex_);
        store_->save_halted(is_halted);
        const std::scoped_lock lock(mutex_);
        is_halted_ = is_halted;
    }
    publish();
}

}  // namespace kinora
