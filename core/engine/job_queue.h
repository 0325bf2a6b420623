// The order of jobs and what may become of them. A value: copies share their jobs, and a change replaces a job by another one. Knows
// no thread and no file.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "core/engine/job_list.h"

namespace kinora {

enum class QueuePlace : std::uint8_t { front, back };

class JobQueue {
 public:
    using JobPointer = JobList::JobPointer;

    JobQueue() = default;
    explicit JobQueue(std::vector<Job> jobs);

    const std::vector<JobPointer>& jobs() const { return jobs_; }  // in order
    JobPointer find(JobId id) const;                               // nullptr if there is none
    JobPointer next_waiting(const std::set<JobId>& held = {}) const;  // the first that is not held; nullptr if none waits
    JobPointer running() const;

    // All throw InvalidRequest("job") for a job that is not there, or is in no state for it.
    void add(Job job, QueuePlace place);
    void move(JobId id, std::optional<JobId> before);  // nothing moves it to the end
    void replace(const Job& job);                      // keeps id and rank
    void pause(JobId id);                              // a waiting job; a running one is asked to stop first
    void resume(JobId id);                             // a paused, cancelled or failed one goes on
    void cancel(JobId id, std::int64_t now_ms);        // a waiting or paused one
    void remove(JobId id);                             // a finished one
    // All finished ones but those that `keeps` is true for. Returns which these were.
    std::vector<JobId> remove_finished(const std::function<bool(const Job& job)>& keeps);

    // The running of jobs.
    void start(JobId id);
    void stop(JobId id, JobState state, std::int64_t now_ms);  // waiting, paused or cancelled
    void finish_now(JobId id);                                 // it runs once more, before all others, to decode what it has
    void complete(JobId id, std::string output, std::optional<RecipeEarlyEnd> early_end, std::int64_t now_ms);
    void fail(JobId id, ErrorRecord error, std::int64_t now_ms);

    // After a crash: what ran then waits again, at its place.
    void recover();

    // The jobs that differ from those of an earlier version of the queue, in order.
    std::vector<JobPointer> changed_since(const JobQueue& earlier) const;

 private:
    Job copy_of(JobId id, std::initializer_list<JobState> states, const Sentence& action) const;
    void put(Job job);
    static void give_rank(JobPointer& job, std::int64_t rank);

    std::vector<JobPointer> jobs_;
};

}  // namespace kinora
