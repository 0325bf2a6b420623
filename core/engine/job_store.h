// Jobs on the disk: what was saved is there after a crash, a kill and a power cut. One SQLite file; pictures of requests are stored once,
// however many jobs share them. Used by one thread at a time, and by one program.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/engine/job_queue.h"

namespace kinora {

class JobStore {
 public:
    // Opens or makes the file; in one that is new, numbers of jobs begin behind `last_id`. All throw FileError; also where the file is of
    // a newer version, or in use. Where it is damaged or of another program, that is DamagedStore, and the file is as it was.
    explicit JobStore(const std::filesystem::path& file, std::int64_t last_id = 0);
    ~JobStore();
    JobStore(const JobStore&) = delete;
    JobStore& operator=(const JobStore&) = delete;

    std::vector<Job> load();
    GenerationRequest load_request(JobId id);

    // The highest number that a job ever had, removed jobs included.
    std::int64_t last_id();

    // Whether jobs are to wait until they may run again; not so in a file that says nothing of it. When save_halted() returns, it is on
    // the disk.
    bool is_halted();
    void save_halted(bool is_halted);

    // One change: jobs that are new or have changed, requests of those that are new or have another one, and jobs that are gone.
    struct Change {
        std::vector<JobQueue::JobPointer> jobs;
        std::vector<std::pair<JobId, GenerationRequest>> requests;
        std::vector<JobId> removed;
    };
    // When it returns, the change is on the disk.
    void save(const Change& change);

 private:
    bool is_new();
    std::int64_t number(const char* sql);
    void save_job(const Job& job);
    void save_request(JobId id, const GenerationRequest& request);
    // The job gives up its buffers; returns which these were.
    std::set<std::string> release_buffers(JobId id);

    struct Connection;
    std::unique_ptr<Connection> connection_;
    std::filesystem::path file_;
};

}  // namespace kinora
