// The jobs of a queue at one moment, in their order. Immutable and shared, so that copying one, and telling whether two are the same,
// costs nothing however many jobs there are; what is asked of it often is counted once.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/engine/job.h"

namespace kinora {

class JobList {
 public:
    using JobPointer = std::shared_ptr<const Job>;

    JobList() : JobList(std::vector<JobPointer>()) {}
    explicit JobList(std::vector<JobPointer> jobs);

    auto begin() const { return content_->jobs.begin(); }
    auto end() const { return content_->jobs.end(); }
    std::size_t size() const { return content_->jobs.size(); }
    bool empty() const { return content_->jobs.empty(); }
    const JobPointer& front() const { return content_->jobs.front(); }
    const JobPointer& at(std::size_t index) const { return content_->jobs.at(index); }
    const JobPointer& operator[](std::size_t index) const { return content_->jobs[index]; }

    // Null where there is none.
    JobPointer find(JobId id) const;
    const JobPointer& running() const { return content_->running; }
    std::size_t num_waiting() const { return content_->waiting.size(); }
    // From 1 for a job that waits; for another one, as if it waited behind all.
    std::size_t place_in_line(JobId id) const;
    bool has_finished() const { return content_->has_finished; }

    // Jobs that are not in an earlier list, or were others there.
    std::vector<JobPointer> changed_since(const JobList& earlier) const;

    // Whether they are one and the same; lists of equal jobs may differ.
    friend bool operator==(const JobList& a, const JobList& b) { return a.content_ == b.content_; }

 private:
    struct Content {
        std::vector<JobPointer> jobs;
        std::vector<std::int64_t> ids;      // of the jobs
        std::vector<std::int64_t> waiting;  // ids
        JobPointer running;
        bool has_finished = false;
    };

    std::shared_ptr<const Content> content_;
};

// Those of `jobs` that are not among `earlier`, by address.
std::vector<JobList::JobPointer> changed_jobs(const std::vector<JobList::JobPointer>& earlier, const std::vector<JobList::JobPointer>& jobs);

}  // namespace kinora
