#include "core/engine/job_list.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace kinora {

JobList::JobList(std::vector<JobPointer> jobs) {
    auto content = std::make_shared<Content>();
    content->jobs = std::move(jobs);
    content->ids.reserve(content->jobs.size());
    for (const JobPointer& job : content->jobs) {
        content->ids.push_back(job->id.value);
        if (job->state == JobState::waiting) {
            content->waiting.push_back(job->id.value);
        } else if (job->state == JobState::running) {
            content->running = job;
        }
        content->has_finished = content->has_finished || is_finished(job->state);
    }
    content_ = std::move(content);
}

JobList::JobPointer JobList::find(JobId id) const {
    const auto found = std::ranges::find(content_->ids, id.value);
    return found == content_->ids.end() ? nullptr : content_->jobs[static_cast<std::size_t>(found - content_->ids.begin())];
}

std::size_t JobList::place_in_line(JobId id) const {
    const auto found = std::ranges::find(content_->waiting, id.value);
    return static_cast<std::size_t>(found - content_->waiting.begin()) + 1;
}

std::vector<JobList::JobPointer> JobList::changed_since(const JobList& earlier) const {
    return *this == earlier ? std::vector<JobPointer>() : changed_jobs(earlier.content_->jobs, content_->jobs);
}

std::vector<JobList::JobPointer> changed_jobs(const std::vector<JobList::JobPointer>& earlier,
                                              const std::vector<JobList::JobPointer>& jobs) {
    std::vector<const Job*> known;
    known.reserve(earlier.size());
    for (const JobList::JobPointer& job : earlier) {
        known.push_back(job.get());
    }
    std::ranges::sort(known, std::less<>());
    std::vector<JobList::JobPointer> changed;
    for (const JobList::JobPointer& job : jobs) {
        if (!std::ranges::binary_search(known, job.get(), std::less<>())) {
            changed.push_back(job);
        }
    }
    return changed;
}

}  // namespace kinora
