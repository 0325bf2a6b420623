#include "core/base/memory_status.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <string>

namespace kinora {

namespace {

// The first number behind the word `key` of a /proc-style file, or the first of the file for an empty `key`; 0 if there is none.
std::int64_t read_number(const std::filesystem::path& path, const std::string& key) {
    std::ifstream file(path);
    std::string word;
    while (file >> word) {
        if (key.empty()) {
            return word == "max" ? 0 : std::strtoll(word.c_str(), nullptr, 10);
        }
        if (word == key) {
            std::int64_t number = 0;
            return file >> number ? number : 0;
        }
    }
    return 0;
}

}  // namespace

std::int64_t free_memory_bytes(const MemoryFiles& files) {
    const std::int64_t free = read_number(files.machine, "MemAvailable:") * 1024;
    const std::int64_t limit = read_number(files.group / "memory.max", "");
    if (limit <= 0) {
        return free;
    }
    const std::filesystem::path parts = files.group / "memory.stat";
    const std::int64_t cached = read_number(parts, "inactive_file") + read_number(parts, "active_file");
    const std::int64_t used = std::max<std::int64_t>(read_number(files.group / "memory.current", "") - cached, 0);
    const std::int64_t left = std::max<std::int64_t>(limit - used, 1);
    return free > 0 ? std::min(free, left) : left;
}

ProcessMemory process_memory(pid_t process) {
    const std::string file = "/proc/" + std::to_string(process) + "/status";
    return {read_number(file, "VmRSS:") * 1024, read_number(file, "RssAnon:") * 1024};
}

std::int64_t num_memory_kills() {
    return read_number("/proc/vmstat", "oom_kill") + read_number("/sys/fs/cgroup/memory.events", "oom_kill");
}

}  // namespace kinora
