// Jobs on the disk: what was saved is there after a crash, a kill and a power cut. One SQLite file; pictures of requests are stored once,
// however many jobs share them. Used by one thread at a time, and by one program.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <utility>
#include <vector>

#include "core/engine/job_queue.h"

namespace kinora {

class JobStore {
 public:
    // Opens or makes the file. All throw FileError; also where the file is of a newer version, or in use.
    explicit JobStore(const std::filesystem::path& file);
    ~JobStore();
    JobStore(const JobStore&) = delete;
    JobStore& operator=(const JobStore&) = delete;

    std::vector<Job> load();
    GenerationRequest load_request(JobId id);

    // The highest number that a job ever had, removed jobs included.
    std::int64_t last_id();

    // One change: jobs that are new or have changed, requests of those that are new or have another one, and jobs that are gone.
    struct Change {
        std::vector<JobQueue::JobPointer> jobs;
        std::vector<std::pair<JobId, GenerationRequest>> requests;
        std::vector<JobId> removed;
    };
    // When it returns, the change is on the disk.
    void save(const Change& change);

 private:
    void save_job(const Job& job);
    void save_request(JobId id, const GenerationRequest& request);

    struct Connection;
    std::unique_ptr<Connection> connection_;
    std::filesystem::path file_;
};

}  // namespace kinora
