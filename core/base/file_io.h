// Whole files in, whole files out. A file that is written here appears under its name only when it is complete.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace kinora {

// Reads a whole file. Throws FileError if it cannot be read or is larger than `max_bytes`.
std::string read_file(const std::filesystem::path& path, std::size_t max_bytes);

// Writes, flushes to the disk, and renames over `path`. Throws FileError; `path` is then as it was.
void write_file_atomically(const std::filesystem::path& path, std::string_view bytes);

// Adds to the end of a file, which is made if it is not there. Throws FileError.
void append_to_file(const std::filesystem::path& path, std::string_view bytes);

// A name beside the final one, to write to until the file is complete. commit() flushes the file to the disk and gives it
// its final name; without it the destructor removes what was written.
class PendingFile {
 public:
    // With `overwrite` false, an existing `final_path` is an error now and again at commit. Throws FileError if the folder
    // does not exist or cannot be written.
    PendingFile(std::filesystem::path final_path, bool overwrite);
    ~PendingFile();
    PendingFile(const PendingFile&) = delete;
    PendingFile& operator=(const PendingFile&) = delete;

    const std::filesystem::path& path() const { return pending_path_; }
    const std::filesystem::path& final_path() const { return final_path_; }
    void commit();

 private:
    std::filesystem::path final_path_;
    std::filesystem::path pending_path_;
    bool overwrite_;
    bool is_committed_ = false;
};

// Whether a name is one that PendingFile gives.
bool is_pending_name(const std::filesystem::path& path);

// Removes the pending files of a folder, or only those that were to become `final_name` in it. For folders in which no other living
// process writes: whoever began them was killed. What this process is writing stays, and what cannot be removed.
void remove_leftovers(const std::filesystem::path& folder, std::string_view final_name = {});

// Removes all files that are still pending in this process, for ending it without unwinding. May be called from any thread.
void remove_pending_files();

// Counts `path`, a file or a folder, among the pending ones from now on, or no longer.
void remember_pending(const std::filesystem::path& path);
void forget_pending(const std::filesystem::path& path);

// A file mapped read-only into memory. Pages are loaded when they are touched. A file that is cut short by another program
// while it is mapped makes the reader fail hard, as with any memory map (SIGBUS).
class MemoryMap {
 public:
    explicit MemoryMap(const std::filesystem::path& path);
    ~MemoryMap();
    MemoryMap(const MemoryMap&) = delete;
    MemoryMap& operator=(const MemoryMap&) = delete;

    std::span<const std::byte> bytes() const { return {data_, size_}; }
    const std::filesystem::path& path() const { return path_; }

    // Tells the system that a range will not be read again soon, so that its pages can go first when memory is short.
    void release(std::span<const std::byte> range) const;

 private:
    std::filesystem::path path_;
    const std::byte* data_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace kinora
