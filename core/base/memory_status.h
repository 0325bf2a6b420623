// The memory of this machine and of processes on it.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>

namespace kinora {

// Where the system says what memory there is.
struct MemoryFiles {
    std::filesystem::path machine = "/proc/meminfo";
    std::filesystem::path group = "/sys/fs/cgroup";  // the folder of the control group (version 2)
};

// Bytes that can still be allocated without swapping, within the limits of the control group; 0 where that is unknown, and 1 where the
// group has none left. Cached pages of files, such as the weights of a model, give way and do not count as taken.
std::int64_t free_memory_bytes(const MemoryFiles& files = {});

// Bytes of a process that are in memory, and those of them that could not be read again from a file. 0 where it has ended.
struct ProcessMemory {
    std::int64_t resident_bytes = 0;
    std::int64_t anonymous_bytes = 0;
};
ProcessMemory process_memory(pid_t process);

// How many processes the system has ended so far because memory was short, as far as this process may see.
std::int64_t num_memory_kills();

}  // namespace kinora
