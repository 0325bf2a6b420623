#include "core/engine/job_queue.h"

#include <algorithm>
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

bool is_finished(JobState state) {
    return state == JobState::done || state == JobState::failed || state == JobState::cancelled;
}

JobQueue::JobQueue(std::vector<Job> jobs) {
    for (Job& job : jobs) {
        jobs_.push_back(std::make_shared<const Job>(std::move(job)));
    }
    sort();
}

JobQueue::JobPointer JobQueue::find(JobId id) const {
    const auto found = std::ranges::find(jobs_, id, [](const JobPointer& job) { return job->id; });
    return found == jobs_.end() ? nullptr : *found;
}

JobQueue::JobPointer JobQueue::next_waiting() const {
    const auto found = std::ranges::find(jobs_, JobState::waiting, [](const JobPointer& job) { return job->state; });
    return found == jobs_.end() ? nullptr : *found;
}

JobQueue::JobPointer JobQueue::running() const {
    const auto found = std::ranges::find(jobs_, JobState::running, [](const JobPointer& job) { return job->state; });
    return found == jobs_.end() ? nullptr : *found;
}

Job JobQueue::copy_of(JobId id, std::initializer_list<JobState> states, const char* action) const {
    const JobPointer job = find(id);
    if (!job) {
        throw InvalidRequest("job", "job " + std::to_string(id.value) + " is not there any more");
    }
    if (std::ranges::find(states, job->state) == states.end()) {
        throw InvalidRequest("job", "job " + std::to_string(id.value) + " is " + std::string(to_string(job->state)) + " and cannot be " +
                                        action);
    }
    return *job;
}

void JobQueue::put(Job job) {
    const auto found = std::ranges::find(jobs_, job.id, [](const JobPointer& present) { return present->id; });
    auto pointer = std::make_shared<const Job>(std::move(job));
    if (found == jobs_.end()) {
        jobs_.push_back(std::move(pointer));
    } else {
        *found = std::move(pointer);
    }
    sort();
}

void JobQueue::sort() {
    std::ranges::stable_sort(jobs_, {}, [](const JobPointer& job) { return std::pair(job->rank, job->id); });
}

void JobQueue::add(Job job, QueuePlace place) {
    if (find(job.id)) {
        throw InvalidRequest("job", "there is a job " + std::to_string(job.id.value) + " already");
    }
    if (!jobs_.empty()) {
        job.rank = place == QueuePlace::front ? jobs_.front()->rank - 1 : jobs_.back()->rank + 1;
    }
    put(std::move(job));
}

void JobQueue::move(JobId id, std::optional<JobId> before) {
    copy_of(id, {JobState::waiting, JobState::paused, JobState::running}, "moved");
    if (before && (*before == id || !find(*before))) {
        throw InvalidRequest("job", "there is no such place in the queue");
    }
    std::vector<JobPointer> order;
    const JobPointer moved = find(id);
    for (const JobPointer& job : jobs_) {
        if (before && job->id == *before) {
            order.push_back(moved);
        }
        if (job->id != id) {
            order.push_back(job);
        }
    }
    if (!before) {
        order.push_back(moved);
    }
    std::int64_t rank = 0;
    for (JobPointer& job : order) {
        if (job->rank != rank) {
            Job copy = *job;
            copy.rank = rank;
            job = std::make_shared<const Job>(std::move(copy));
        }
        ++rank;
    }
    jobs_ = std::move(order);
}

void JobQueue::replace(const Job& job) {
    const Job earlier = copy_of(job.id, {JobState::waiting, JobState::paused}, "edited");
    Job copy = job;
    copy.rank = earlier.rank;
    copy.state = earlier.state;
    put(std::move(copy));
}

void JobQueue::pause(JobId id) {
    Job job = copy_of(id, {JobState::waiting}, "paused");
    job.state = JobState::paused;
    put(std::move(job));
}

void JobQueue::resume(JobId id) {
    Job job = copy_of(id, {JobState::paused, JobState::cancelled, JobState::failed}, "resumed");
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
    Job job = copy_of(id, {JobState::waiting, JobState::paused}, "cancelled");
    job.state = JobState::cancelled;
    job.ended_ms = now_ms;
    put(std::move(job));
}

void JobQueue::remove(JobId id) {
    copy_of(id, {JobState::done, JobState::failed, JobState::cancelled}, "removed");
    std::erase_if(jobs_, [&](const JobPointer& job) { return job->id == id; });
}

void JobQueue::start(JobId id) {
    Job job = copy_of(id, {JobState::waiting}, "started");
    job.state = JobState::running;
    put(std::move(job));
}

void JobQueue::stop(JobId id, JobState state, std::int64_t now_ms) {
    Job job = copy_of(id, {JobState::running}, "stopped");
    job.state = state;
    job.ended_ms = is_finished(state) ? now_ms : 0;
    put(std::move(job));
}

void JobQueue::finish_now(JobId id) {
    Job job = copy_of(id, {JobState::running, JobState::waiting, JobState::paused, JobState::cancelled}, "finished early");
    job.finishes_now = true;
    job.state = JobState::waiting;
    job.ended_ms = 0;
    if (jobs_.front()->id != id) {
        job.rank = jobs_.front()->rank - 1;
    }
    put(std::move(job));
}

void JobQueue::complete(JobId id, std::string output, std::int64_t now_ms) {
    Job job = copy_of(id, {JobState::running}, "completed");
    job.state = JobState::done;
    job.output = std::move(output);
    job.ended_ms = now_ms;
    put(std::move(job));
}

void JobQueue::fail(JobId id, ErrorRecord error, std::int64_t now_ms) {
    Job job = copy_of(id, {JobState::running}, "failed");
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
    std::vector<JobPointer> changed;
    for (const JobPointer& job : jobs_) {
        if (earlier.find(job->id) != job) {
            changed.push_back(job);
        }
    }
    return changed;
}

}  // namespace kinora
