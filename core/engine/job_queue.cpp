#include "core/engine/job_queue.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "core/base/error.h"

namespace kinora {

std::string_view to_string(JobState state) {
    switch (state) {
        case JobState::waiting:
            return "waiting";
        case JobState::running:
            return "running";
        case JobState::paused:
            return "paused";
        case JobState::done:
            return "done";
        case JobState::failed:
            return "failed";
        case JobState::cancelled:
            return "cancelled";
        case JobState::unset:
            break;
    }
    return "unset";
}

namespace {

Sentence words_for(JobState state) {
    switch (state) {
        case JobState::waiting:
            return Sentence::of("waiting");
        case JobState::running:
            return Sentence::of("running");
        case JobState::paused:
            return Sentence::of("paused");
        case JobState::done:
            return Sentence::of("done");
        case JobState::failed:
            return Sentence::of("failed");
        case JobState::cancelled:
            return Sentence::of("cancelled");
        case JobState::unset:
            break;
    }
    return std::string(to_string(state));
}

std::pair<std::int64_t, JobId> order_of(const JobQueue::JobPointer& job) {
    return {job->rank, job->id};
}

}  // namespace

bool is_finished(JobState state) {
    return state == JobState::done || state == JobState::failed || state == JobState::cancelled;
}

JobQueue::JobQueue(std::vector<Job> jobs) {
    for (Job& job : jobs) {
        jobs_.push_back(std::make_shared<const Job>(std::move(job)));
    }
    std::ranges::stable_sort(jobs_, {}, order_of);
}

JobQueue::JobPointer JobQueue::find(JobId id) const {
    const auto found = std::ranges::find(jobs_, id, [](const JobPointer& job) { return job->id; });
    return found == jobs_.end() ? nullptr : *found;
}

JobQueue::JobPointer JobQueue::next_waiting(const std::set<JobId>& held) const {
    const auto found = std::ranges::find_if(jobs_, [&](const JobPointer& job) { return job->state == JobState::waiting && !held.contains(job->id); });
    return found == jobs_.end() ? nullptr : *found;
}

JobQueue::JobPointer JobQueue::running() const {
    const auto found = std::ranges::find(jobs_, JobState::running, [](const JobPointer& job) { return job->state; });
    return found == jobs_.end() ? nullptr : *found;
}

Job JobQueue::copy_of(JobId id, std::initializer_list<JobState> states, const Sentence& action) const {
    const JobPointer job = find(id);
    if (!job) {
        throw InvalidRequest("job", Sentence::of("job %1 is not there any more", id.value));
    }
    if (std::ranges::find(states, job->state) == states.end()) {
        throw InvalidRequest("job", Sentence::of("job %1 is %2 and cannot be %3", id.value, words_for(job->state), action));
    }
    return *job;
}

void JobQueue::put(Job job) {
    const auto found = std::ranges::find(jobs_, job.id, [](const JobPointer& present) { return present->id; });
    auto pointer = std::make_shared<const Job>(std::move(job));
    if (found != jobs_.end() && (*found)->rank == pointer->rank) {
        *found = std::move(pointer);
        return;
    }
    if (found != jobs_.end()) {
        jobs_.erase(found);
    }
    const auto place = std::ranges::upper_bound(jobs_, order_of(pointer), {}, order_of);
    jobs_.insert(place, std::move(pointer));
}

void JobQueue::add(Job job, QueuePlace place) {
    if (find(job.id)) {
        throw InvalidRequest("job", Sentence::of("there is a job %1 already", job.id.value));
    }
    if (!jobs_.empty()) {
        job.rank = place == QueuePlace::front ? jobs_.front()->rank - 1 : jobs_.back()->rank + 1;
    }
    put(std::move(job));
}

void JobQueue::move(JobId id, std::optional<JobId> before) {
    copy_of(id, {JobState::waiting, JobState::paused, JobState::running}, Sentence::of("moved"));
    if (before && (*before == id || !find(*before))) {
        throw InvalidRequest("job", Sentence::of("there is no such place in the queue"));
    }
    const auto place_of = [&](JobId wanted) {
        return std::ranges::find(jobs_, wanted, [](const JobPointer& job) { return job->id; });
    };
    const auto moved = place_of(id);
    const auto target = before ? place_of(*before) : jobs_.end();
    if (target == jobs_.begin()) {
        give_rank(*moved, jobs_.front()->rank - 1);
        std::rotate(jobs_.begin(), moved, std::next(moved));
    } else if (target == jobs_.end()) {
        give_rank(*moved, jobs_.back()->rank + (*moved == jobs_.back() ? 0 : 1));
        std::rotate(moved, std::next(moved), jobs_.end());
    } else {
        // Those in between give their ranks on from one to the next, so that no other job changes.
        const auto first = moved < target ? moved : target;
        const auto last = moved < target ? target : std::next(moved);
        std::vector<std::int64_t> ranks;
        for (auto job = first; job != last; ++job) {
            ranks.push_back((*job)->rank);
        }
        moved < target ? std::rotate(moved, std::next(moved), target) : std::rotate(target, moved, std::next(moved));
        for (std::size_t i = 0; i < ranks.size(); ++i) {
            give_rank(*(first + static_cast<std::ptrdiff_t>(i)), ranks[i]);
        }
    }
}

void JobQueue::give_rank(JobPointer& job, std::int64_t rank) {
    if (job->rank != rank) {
        Job copy = *job;
        copy.rank = rank;
        job = std::make_shared<const Job>(std::move(copy));
    }
}

void JobQueue::replace(const Job& job) {
    const Job earlier = copy_of(job.id, {JobState::waiting, JobState::paused}, Sentence::of("edited"));
    Job copy = job;
    copy.rank = earlier.rank;
    copy.state = earlier.state;
    put(std::move(copy));
}

void JobQueue::pause(JobId id) {
    Job job = copy_of(id, {JobState::waiting}, Sentence::of("paused"));
    job.state = JobState::paused;
    put(std::move(job));
}

void JobQueue::resume(JobId id) {
    Job job = copy_of(id, {JobState::paused, JobState::cancelled, JobState::failed}, Sentence::of("resumed"));
    if (is_finished(job.state)) {
        // It was over and done with; it waits behind those who waited meanwhile.
        job.rank = std::max(job.rank, jobs_.back()->rank + (jobs_.back()->id == id ? 0 : 1));
    }
    job.state = JobState::waiting;
    job.error.reset();
    job.ended_ms = 0;
    put(std::move(job));
}

void JobQueue::cancel(JobId id, std::int64_t now_ms) {
    Job job = copy_of(id, {JobState::waiting, JobState::paused}, Sentence::of("cancelled"));
    job.state = JobState::cancelled;
    job.ended_ms = now_ms;
    put(std::move(job));
}

void JobQueue::remove(JobId id) {
    copy_of(id, {JobState::done, JobState::failed, JobState::cancelled}, Sentence::of("removed"));
    std::erase_if(jobs_, [&](const JobPointer& job) { return job->id == id; });
}

std::vector<JobId> JobQueue::remove_finished(const std::function<bool(const Job& job)>& keeps) {
    std::vector<JobId> removed;
    std::erase_if(jobs_, [&](const JobPointer& job) {
        const bool goes = is_finished(job->state) && !keeps(*job);
        if (goes) {
            removed.push_back(job->id);
        }
        return goes;
    });
    return removed;
}

void JobQueue::start(JobId id) {
    Job job = copy_of(id, {JobState::waiting}, Sentence::of("started"));
    job.state = JobState::running;
    put(std::move(job));
}

void JobQueue::stop(JobId id, JobState state, std::int64_t now_ms) {
    Job job = copy_of(id, {JobState::running}, Sentence::of("stopped"));
    job.state = state;
    job.ended_ms = is_finished(state) ? now_ms : 0;
    put(std::move(job));
}

void JobQueue::finish_now(JobId id) {
    Job job = copy_of(id, {JobState::running, JobState::waiting, JobState::paused, JobState::cancelled}, Sentence::of("finished early"));
    job.finishes_now = true;
    job.state = JobState::waiting;
    job.ended_ms = 0;
    if (jobs_.front()->id != id) {
        job.rank = jobs_.front()->rank - 1;
    }
    put(std::move(job));
}

void JobQueue::complete(JobId id, std::string output, std::optional<RecipeEarlyEnd> early_end, std::int64_t now_ms) {
    Job job = copy_of(id, {JobState::running}, Sentence::of("completed"));
    job.state = JobState::done;
    job.output = std::move(output);
    job.recipe.early_end = early_end;
    job.ended_ms = now_ms;
    put(std::move(job));
}

void JobQueue::fail(JobId id, ErrorRecord error, std::int64_t now_ms) {
    Job job = copy_of(id, {JobState::running}, Sentence::of("failed"));
    job.state = JobState::failed;
    job.error = std::move(error);
    job.ended_ms = now_ms;
    put(std::move(job));
}

void JobQueue::recover() {
    for (JobPointer& pointer : jobs_) {
        if (pointer->state == JobState::running) {
            Job job = *pointer;
            job.state = JobState::waiting;
            pointer = std::make_shared<const Job>(std::move(job));
        }
    }
}

std::vector<JobQueue::JobPointer> JobQueue::changed_since(const JobQueue& earlier) const {
    return changed_jobs(earlier.jobs_, jobs_);
}

}  // namespace kinora
