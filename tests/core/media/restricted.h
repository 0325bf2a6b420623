// Circumstances in which files cannot be written or read, for as long as one of these lives.
#pragma once

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <cstdint>
#include <filesystem>

namespace kinora::test {

// No file may grow beyond `bytes`: what a full disk looks like at that point, with another error number.
class FileSizeLimit {
 public:
    explicit FileSizeLimit(std::uintmax_t bytes) {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        handler_ = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit small = {bytes, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
    }
    ~FileSizeLimit() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
    rlimit before_ = {};
    void (*handler_)(int) = nullptr;
};

// Nobody may do anything with `path`; root, whom permissions do not bind, becomes another user meanwhile.
class WithoutRights {
 public:
    explicit WithoutRights(const std::filesystem::path& path) : path_(path) {
        struct stat status = {};
        ::stat(path.c_str(), &status);
        mode_ = status.st_mode;
        ::chmod(path.c_str(), 0);
        was_root_ = ::geteuid() == 0;
        if (was_root_) {
            is_other_ = ::seteuid(65534) == 0;
        }
    }
    ~WithoutRights() {
        if (was_root_ && is_other_ && ::seteuid(0) != 0) {
            std::abort();
        }
        ::chmod(path_.c_str(), mode_);
    }
    WithoutRights(const WithoutRights&) = delete;
    WithoutRights& operator=(const WithoutRights&) = delete;

 private:
    std::filesystem::path path_;
    mode_t mode_ = 0;
    bool was_root_ = false;
    bool is_other_ = false;
};

}  // namespace kinora::test
