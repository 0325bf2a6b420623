// The memory of this machine and of processes on it.
#pragma once

#include <sys/types.h>

#include <cstdint>

namespace kinora {

// Bytes that can still be allocated without swapping, within the limits of the control group; 0 where that is unknown.
std::int64_t free_memory_bytes();

// Bytes of a process that are in memory, and those of them that could not be read again from a file. 0 where it has ended.
struct ProcessMemory {
    std::int64_t resident_bytes = 0;
    std::int64_t anonymous_bytes = 0;
};
ProcessMemory process_memory(pid_t process);

// How many processes the system has ended so far because memory was short, as far as this process may see.
std::int64_t num_memory_kills();

}  // namespace kinora
