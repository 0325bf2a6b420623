// What a job reached, step by step, on the disk: for pausing, for going on after a crash, for branching from any step. A step is a
// safetensors file in the job's folder; it has its name only when it is complete and on the disk, and carries a hash of its content.
//
// Used by one thread at a time. Two programs must not write to one folder.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/generation/step_state.h"

namespace kinora {

struct JournalLimits {
    std::int64_t max_bytes = std::int64_t{8} << 30;
};

class StepJournal {
 public:
    // Makes the folder. Throws FileError.
    StepJournal(std::filesystem::path folder, JournalLimits limits);

    // Keeps a state, in place of one of the same job and step. Throws FileError.
    void write(std::int64_t job, const StepState& state);

    // The steps that are there, ascending.
    std::vector<int> steps(std::int64_t job) const;

    // Nothing where the step is not there or its file is damaged.
    std::optional<StepState> read(std::int64_t job, int step) const;

    // The furthest step that can be read.
    std::optional<StepState> read_last(std::int64_t job) const;

    void remove(std::int64_t job);

    // Removes the steps of all other jobs. Numbers of jobs that were never saved are given out again, and what such a job left behind
    // must not become the beginning of another one.
    void keep_only(const std::set<std::int64_t>& jobs);

    // Removes the oldest steps until the limit is kept. Of the jobs in `unfinished` the last step stays. Returns the bytes that
    // are left.
    std::int64_t clean_up(const std::set<std::int64_t>& unfinished);

 private:
    std::filesystem::path folder_of(std::int64_t job) const;

    std::filesystem::path folder_;
    JournalLimits limits_;
};

}  // namespace kinora
