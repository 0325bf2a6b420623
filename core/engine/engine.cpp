#include "core/engine/engine.h"

#include <set>
#include <utility>

#include "core/base/error.h"
#include "core/base/make_folder.h"
#include "core/engine/now_ms.h"

namespace kinora {

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
    std::set<StepsOf> wanted;
    for (const JobQueue::JobPointer& job : queue_.jobs()) {
        wanted.insert(steps_of(*job));
    }
    journal_.keep_only(wanted);  // a branch that was being made, or a job edited, when the program was killed has others
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

StepsOf Engine::steps_of(const Job& job) {
    return {job.id.value, job.edition};
}

std::vector<int> Engine::kept_steps(JobId id) const {
    const JobQueue::JobPointer job = snapshot()->find(id);
    return job ? journal_.steps(steps_of(*job)) : std::vector<int>();
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
            const JobQueue::JobPointer job = queue.find(id);
            if (job && journal_.steps(steps_of(*job)).empty()) {
                throw InvalidRequest("job", Sentence::of("job %1 has made no step yet that could be kept", id.value));
            }
            if (!stop_running(id, StopReason::finish_now)) {
                queue.finish_now(id);
            }
        });
    });
}

void Engine::remove(JobId id, std::function<bool(const Job& job)> keeps) {
    command([this, id, keeps = std::move(keeps)] {
        const JobQueue::JobPointer job = queue().find(id);
        if (job && keeps && keeps(*job)) {
            throw InvalidRequest("job", Sentence::of("the take of job %1 has not come into its project yet; open that project first", id.value));
        }
        change([&](JobQueue& queue) {
            queue.remove(id);
            JobStore::Change change;
            change.removed.push_back(id);
            return change;
        });
        journal_.remove(steps_of(*job));
    });
}

void Engine::remove_finished(std::function<bool(const Job& job)> keeps) {
    command([this, keeps = std::move(keeps)] {
        const JobQueue before = queue();
        JobStore::Change removal;
        change([&](JobQueue& queue) {
            removal.removed = queue.remove_finished(keeps);
            return removal;
        });
        for (const JobId id : removal.removed) {
            journal_.remove(steps_of(*before.find(id)));
        }
    });
}

bool Engine::hold(JobId id) {
    const std::scoped_lock lock(mutex_);
    if (running_ != id) {
        held_.insert(id);
    }
    return running_ != id;
}

void Engine::release(JobId id) {
    command([this, id] {
        const std::scoped_lock lock(mutex_);
        held_.erase(id);
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
