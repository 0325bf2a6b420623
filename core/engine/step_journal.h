// What a job reached, step by step, on the disk: for pausing, for going on after a crash, for branching from any step. A step is a
// safetensors file in the job's folder; it has its name only when it is complete and on the disk, and carries a hash of its content.
// A job that gets another request gets another folder: steps belong to the request that they were made for.
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

// Whose steps: the job, and how often its request had been replaced by another one.
struct StepsOf {
    std::int64_t job = 0;
    int edition = 0;

    StepsOf(std::int64_t of_job, int of_edition = 0) : job(of_job), edition(of_edition) {}
    friend bool operator<(const StepsOf& a, const StepsOf& b) { return a.job != b.job ? a.job < b.job : a.edition < b.edition; }
};

// What a folder of steps is named after; nothing where it is none.
std::optional<StepsOf> steps_in(const std::filesystem::path& folder);

class StepJournal {
 public:
    // Makes the folder. Throws FileError.
    StepJournal(std::filesystem::path folder, JournalLimits limits);

    // Keeps a state, in place of one of the same job and step. Throws FileError.
    void write(const StepsOf& whose, const StepState& state);

    // The steps that are there, ascending.
    std::vector<int> steps(const StepsOf& whose) const;

    // Nothing where the step is not there or its file is damaged.
    std::optional<StepState> read(const StepsOf& whose, int step) const;

    // The furthest step that can be read.
    std::optional<StepState> read_last(const StepsOf& whose) const;

    void remove(const StepsOf& whose);

    // Removes all other steps. Numbers of jobs that were never saved are given out again, and what such a job left behind must not
    // become the beginning of another one; nor must steps of a request that the job had once, or was to have when the program ended.
    void keep_only(const std::set<StepsOf>& wanted);

    // Removes the oldest steps until the limit is kept. Of the jobs in `unfinished` the last step stays. Returns the bytes that
    // are left.
    std::int64_t clean_up(const std::set<std::int64_t>& unfinished);

 private:
    std::filesystem::path folder_of(const StepsOf& whose) const;

    std::filesystem::path folder_;
    JournalLimits limits_;
};

}  // namespace kinora
