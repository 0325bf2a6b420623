// Opens the queue's file. One that cannot be read is moved aside with its steps, so that the program starts and nothing is lost.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "core/engine/job_store.h"

namespace kinora {

struct OpenedStore {
    std::unique_ptr<JobStore> store;
    std::vector<Job> jobs;
    std::filesystem::path set_aside;  // the new name of what could not be read; empty where all was well
};

// The file is `folder`/queue.sqlite, the steps lie in `folder`/steps. What is moved aside becomes queue.damaged.sqlite and
// steps.damaged, with a number where these are taken; jobs of the new queue get numbers that the old one had not given out. Throws
// FileError where the file is in use, of a newer version, or can be neither opened nor moved.
OpenedStore open_store(const std::filesystem::path& folder);

}  // namespace kinora
