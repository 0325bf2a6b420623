#include "core/model/training/run_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "core/base/error.h"
#include "core/base/file_io.h"

namespace kinora::training {

namespace fs = std::filesystem;

RunLock::RunLock(const fs::path& folder) {
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (failed) {
        throw FileError(folder, "cannot be made: " + failed.message());
    }
    const fs::path file = folder / ".lock";
    descriptor_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (descriptor_ < 0) {
        throw FileError(file, "cannot be made: " + std::generic_category().message(errno));
    }
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
        ::close(descriptor_);
        throw FileError(folder, "is being trained in by another process; stop it first, or train in another folder");
    }
    remove_leftovers(folder);
    for (const auto& stage : fs::directory_iterator(folder, failed)) {
        if (stage.is_directory(failed)) {
            remove_leftovers(stage.path());
        }
    }
}

RunLock::~RunLock() {
    ::close(descriptor_);
}

}  // namespace kinora::training
