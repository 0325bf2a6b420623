#include "core/base/file_io.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <mutex>
#include <set>
#include <string>
#include <utility>

#include "core/base/error.h"

namespace kinora {

namespace {

constexpr std::string_view pending_ending = ".part";

class FileDescriptor {
 public:
    explicit FileDescriptor(int descriptor) : descriptor_(descriptor) {}
    ~FileDescriptor() {
        if (descriptor_ >= 0) {
            ::close(descriptor_);
        }
    }
    FileDescriptor(const FileDescriptor&) = delete;
    FileDescriptor& operator=(const FileDescriptor&) = delete;
    int get() const { return descriptor_; }

 private:
    int descriptor_;
};

int open_or_throw(const std::filesystem::path& path, int flags, const Sentence& doing) {
    const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC, 0666);
    if (descriptor < 0) {
        throw FileError(path, Sentence::of("%1: %2", doing, system_message(errno)));
    }
    return descriptor;
}

std::size_t regular_file_size(int descriptor, const std::filesystem::path& path) {
    struct stat status = {};
    if (::fstat(descriptor, &status) != 0) {
        throw FileError(path, Sentence::of("cannot be read: %1", system_message(errno)));
    }
    if (!S_ISREG(status.st_mode)) {
        throw FileError(path, Sentence::of("is not a file"));
    }
    return static_cast<std::size_t>(status.st_size);
}

std::filesystem::path folder_of(const std::filesystem::path& path) {
    const auto folder = path.parent_path();
    return folder.empty() ? std::filesystem::path(".") : folder;
}

// Makes a finished rename survive a power cut. A file system that cannot flush a folder is no reason to fail.
void flush_folder(const std::filesystem::path& folder) {
    const FileDescriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (descriptor.get() >= 0) {
        ::fsync(descriptor.get());
    }
}

struct PendingPaths {
    std::mutex mutex;
    std::set<std::filesystem::path> paths;
};

PendingPaths& pending_paths() {
    static PendingPaths pending;
    return pending;
}

// `mode` is O_TRUNC or O_APPEND; errors name `shown`.
void write_bytes(const std::filesystem::path& path, int mode, std::string_view bytes, const std::filesystem::path& shown) {
    const FileDescriptor file(open_or_throw(path, O_WRONLY | O_CREAT | mode, Sentence::of("cannot be written")));
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t count = ::write(file.get(), bytes.data() + done, bytes.size() - done);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            throw FileError(shown, Sentence::of("cannot be written: %1", system_message(errno)));
        }
        done += static_cast<std::size_t>(count);
    }
}

void throw_exists(const std::filesystem::path& path) {
    throw FileError(path, Sentence::of("exists already and is not to be overwritten; choose another name"));
}

}  // namespace

std::string read_file(const std::filesystem::path& path, std::size_t max_bytes) {
    const FileDescriptor file(open_or_throw(path, O_RDONLY, Sentence::of("cannot be opened")));
    const std::size_t size = regular_file_size(file.get(), path);
    if (size > max_bytes) {
        throw FileError(path, Sentence::of("is larger (%1 bytes) than such a file may be (%2)", size, max_bytes));
    }
    std::string content(size, '\0');
    std::size_t done = 0;
    while (done < size) {
        const ssize_t count = ::read(file.get(), content.data() + done, size - done);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            throw FileError(path, Sentence::of("cannot be read: %1", system_message(errno)));
        }
        if (count == 0) {
            break;
        }
        done += static_cast<std::size_t>(count);
    }
    content.resize(done);
    return content;
}

void write_file_atomically(const std::filesystem::path& path, std::string_view bytes) {
    PendingFile pending(path, true);
    write_bytes(pending.path(), O_TRUNC, bytes, path);
    pending.commit();
}

void append_to_file(const std::filesystem::path& path, std::string_view bytes) {
    write_bytes(path, O_APPEND, bytes, path);
}

// ".NAME.PID-COUNT.part"; gives NAME, or nothing where it is another name.
static std::string_view name_of_pending(std::string_view name) {
    constexpr std::string_view digits = "0123456789";
    if (!name.starts_with('.') || !name.ends_with(pending_ending)) {
        return {};
    }
    name = name.substr(1, name.size() - 1 - pending_ending.size());
    const auto dot = name.rfind('.');
    const std::string_view number = dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1);
    const auto dash = number.find('-');
    const bool is_number = dash != std::string_view::npos && dash > 0 && dash + 1 < number.size() &&
                           number.substr(0, dash).find_first_not_of(digits) == std::string_view::npos &&
                           number.substr(dash + 1).find_first_not_of(digits) == std::string_view::npos;
    return is_number ? name.substr(0, dot) : std::string_view();
}

// Whether this process is writing it.
static bool is_pending_here(const std::filesystem::path& path) {
    const std::scoped_lock lock(pending_paths().mutex);
    return pending_paths().paths.contains(path);
}

bool is_pending_name(const std::filesystem::path& path) {
    return !name_of_pending(path.filename().string()).empty();
}

void remove_leftovers(const std::filesystem::path& folder, std::string_view final_name) {
    std::error_code failed;
    const std::filesystem::path place = folder.empty() ? "." : folder;
    for (auto entry = std::filesystem::directory_iterator(place, failed); !failed && entry != std::filesystem::directory_iterator();
         entry.increment(failed)) {
        const std::string name = entry->path().filename().string();
        const std::string_view final = name_of_pending(name);
        std::error_code ignored;
        if (!final.empty() && (final_name.empty() || final == final_name) && !is_pending_here(place / name)) {
            std::filesystem::remove(entry->path(), ignored);
        }
    }
}

PendingFile::PendingFile(std::filesystem::path final_path, bool overwrite)
    : final_path_(std::move(final_path)), overwrite_(overwrite) {
    std::error_code ignored;
    if (std::filesystem::is_directory(final_path_, ignored)) {
        throw FileError(final_path_, Sentence::of("is a folder; give the name of a file"));
    }
    if (!overwrite_ && std::filesystem::exists(final_path_, ignored)) {
        throw_exists(final_path_);
    }
    const auto folder = folder_of(final_path_);
    if (!std::filesystem::is_directory(folder, ignored)) {
        throw FileError(folder, Sentence::of("is not a folder that exists; make it first or choose another place"));
    }
    static std::atomic<unsigned> count = 0;  // two files may be pending under one name
    pending_path_ = folder / ("." + final_path_.filename().string() + "." + std::to_string(::getpid()) + "-" +
                              std::to_string(++count) + std::string(pending_ending));
    const FileDescriptor probe(::open(pending_path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
    if (probe.get() < 0) {
        throw FileError(final_path_, Sentence::of("cannot be written: %1", system_message(errno)));
    }
    remember_pending(pending_path_);
}

PendingFile::~PendingFile() {
    forget_pending(pending_path_);
    if (!is_committed_) {
        std::error_code ignored;
        std::filesystem::remove(pending_path_, ignored);
    }
}

void PendingFile::commit() {
    {
        const FileDescriptor file(open_or_throw(pending_path_, O_RDONLY, Sentence::of("cannot be opened")));
        if (::fsync(file.get()) != 0) {
            throw FileError(final_path_, Sentence::of("cannot be written: %1", system_message(errno)));
        }
    }
    if (overwrite_) {
        if (::rename(pending_path_.c_str(), final_path_.c_str()) != 0) {
            throw FileError(final_path_, Sentence::of("cannot be written: %1", system_message(errno)));
        }
    } else if (::link(pending_path_.c_str(), final_path_.c_str()) == 0) {
        ::unlink(pending_path_.c_str());
    } else if (errno == EEXIST) {
        throw_exists(final_path_);
    } else if (::rename(pending_path_.c_str(), final_path_.c_str()) != 0) {  // file systems without hard links
        throw FileError(final_path_, Sentence::of("cannot be written: %1", system_message(errno)));
    }
    is_committed_ = true;
    flush_folder(folder_of(final_path_));
}

void remember_pending(const std::filesystem::path& path) {
    const std::scoped_lock lock(pending_paths().mutex);
    pending_paths().paths.insert(path);
}

void forget_pending(const std::filesystem::path& path) {
    const std::scoped_lock lock(pending_paths().mutex);
    pending_paths().paths.erase(path);
}

void remove_pending_files() {
    const std::scoped_lock lock(pending_paths().mutex);
    std::error_code ignored;
    for (const std::filesystem::path& path : pending_paths().paths) {
        std::filesystem::remove_all(path, ignored);
    }
}

MemoryMap::MemoryMap(const std::filesystem::path& path) : path_(path) {
    const FileDescriptor file(open_or_throw(path, O_RDONLY, Sentence::of("cannot be opened")));
    size_ = regular_file_size(file.get(), path);
    if (size_ == 0) {
        return;
    }
    void* mapped = ::mmap(nullptr, size_, PROT_READ, MAP_SHARED, file.get(), 0);
    if (mapped == MAP_FAILED) {
        throw FileError(path, Sentence::of("cannot be mapped into memory: %1", system_message(errno)));
    }
    data_ = static_cast<const std::byte*>(mapped);
}

MemoryMap::~MemoryMap() {
    if (data_ != nullptr) {
        ::munmap(const_cast<std::byte*>(data_), size_);
    }
}

void MemoryMap::release(std::span<const std::byte> range) const {
    const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    const auto begin = (reinterpret_cast<std::uintptr_t>(range.data()) + page - 1) / page * page;
    const auto end = reinterpret_cast<std::uintptr_t>(range.data() + range.size()) / page * page;
    if (begin < end) {
        ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
    }
}

}  // namespace kinora
