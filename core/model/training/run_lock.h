// One training at a time in a run's folder: two would overwrite each other's checkpoints.
#pragma once

#include <filesystem>

namespace kinora::training {

class RunLock {
 public:
    // Makes the folder, and removes what a killed training left half written in it. Throws FileError where the folder cannot be
    // made, or another process trains in it.
    explicit RunLock(const std::filesystem::path& folder);
    ~RunLock();
    RunLock(const RunLock&) = delete;
    RunLock& operator=(const RunLock&) = delete;

 private:
    int descriptor_ = -1;
};

}  // namespace kinora::training
