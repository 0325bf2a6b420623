#include "core/project/journal.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <chrono>
#include <functional>
#include <iterator>
#include <string>
#include <thread>
#include <utility>

#include "core/base/bounded_json.h"
#include "core/base/content_hash.h"
#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/project/change.h"
#include "core/project/field_reader.h"
#include "core/project/project_file.h"
#include "core/project/project_json.h"
#include "core/project/project_patch.h"

namespace kinora {

namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr std::size_t most_bytes = 2'000'000'000;
constexpr std::size_t hash_digits = 32;
// A record holds a project's parts a little deeper than the project file does.
constexpr JsonLimits limits = {.max_depth = 48, .max_values = 50'000'000, .max_string_bytes = 16'000'000};
// The journal is to start anew when it has grown to this, and to several times what it started with.
constexpr std::size_t large_bytes = 16'000'000;

std::string frame(const std::string& payload) {
    ContentHasher hasher;
    hasher.add(payload);
    return std::to_string(payload.size()) + " " + hasher.text() + "\n" + payload + "\n";
}

// The next whole record at `position`, which moves behind it; nothing where it is cut short or damaged.
std::optional<std::string_view> next_record(std::string_view text, std::size_t& position) {
    const auto line_end = text.find('\n', position);
    if (line_end == std::string_view::npos || line_end - position > 60) {
        return std::nullopt;
    }
    const std::string_view line = text.substr(position, line_end - position);
    std::size_t length = 0;
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), length);
    const auto number_digits = static_cast<std::size_t>(end - line.data());
    const bool is_header = error == std::errc() && line.size() == number_digits + 1 + hash_digits;
    if (!is_header || length > text.size() - line_end - 1 || text.size() - line_end - 1 - length < 1) {
        return std::nullopt;
    }
    const std::string_view payload = text.substr(line_end + 1, length);
    ContentHasher hasher;
    hasher.add(payload);
    if (hasher.text() != line.substr(number_digits + 1) || text[line_end + 1 + length] != '\n') {
        return std::nullopt;
    }
    position = line_end + 1 + length + 1;
    return payload;
}

json parse_record(std::string_view record, const fs::path& path) {
    try {
        return parse_bounded_json(record, limits, {});
    } catch (const CheckpointError& error) {
        throw ProjectFormatError(path, Sentence::of("holds a record that cannot be read: %1", error.sentence()));
    }
}

std::string start_record(const Project& project) {
    return frame(json({{"format", "kinora-journal"}, {"version", project_format_version}, {"project", to_json(project)}})
                     .dump(-1, ' ', false, json::error_handler_t::replace));
}

// Does one command of the journal, or leaves what was recovered so far as it is and throws ProjectFormatError.
void follow(const json& command, const fs::path& path, RecoveredProject& recovered) {
    FieldReader reader(command, path, "");
    if (reader.find("saved") != nullptr) {
        recovered.num_commands = 0;
        return;
    }
    std::string text;
    reader.read("text", text);
    const json* patch = reader.find("patch");
    recovered.project = apply_patch(recovered.project, patch == nullptr ? json() : *patch, path);
    recovered.last_command = std::move(text);
    ++recovered.num_commands;
}

// A program that was killed while it started another one has left a process that keeps its lock until it has become that other program.
bool takes_lock(int descriptor) {
    constexpr int most_tries = 40;
    constexpr std::chrono::milliseconds pause{50};
    for (int i = 0; ::flock(descriptor, LOCK_EX | LOCK_NB) != 0; ++i) {
        if (i == most_tries || (errno != EWOULDBLOCK && errno != EINTR)) {
            return false;
        }
        std::this_thread::sleep_for(pause);
    }
    return true;
}

fs::path lock_in(const fs::path& folder) {
    return folder / ".lock";
}

bool is_file_of(int descriptor, const fs::path& path) {
    struct stat opened = {};
    struct stat named = {};
    return ::fstat(descriptor, &opened) == 0 && ::stat(path.c_str(), &named) == 0 && opened.st_ino == named.st_ino &&
           opened.st_dev == named.st_dev;
}

bool is_sound(const Project& project) {
    return check_invariants(project).empty();
}

// Does the commands behind `position`, as far as they can be followed, and calls `reached` after each.
void follow_all(std::string_view text, std::size_t position, const fs::path& path, RecoveredProject& recovered,
                const std::function<void()>& reached = [] {}) {
    try {
        while (const auto record = next_record(text, position)) {
            follow(parse_record(*record, path), path, recovered);
            reached();
        }
        recovered.is_cut_short = position != text.size();
    } catch (const ProjectFormatError&) {
        recovered.is_cut_short = true;  // what comes before counts
    }
}

}  // namespace

fs::path journal_of(const fs::path& project_file) {
    return project_file.string() + ".journal";
}

ProjectLock::ProjectLock(const fs::path& project_file) : folder_(media_folder_of(project_file)) {
    const fs::path path = lock_in(folder_);
    do {
        if (descriptor_ >= 0) {
            ::close(descriptor_);
        }
        std::error_code error;
        has_made_folder_ = fs::create_directories(folder_, error) || has_made_folder_;
        descriptor_ = error ? -1 : ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
        if (descriptor_ < 0) {
            throw FileError(folder_, Sentence::of("cannot be written: %1", error ? error.message() : system_message(errno)));
        }
        if (!takes_lock(descriptor_)) {
            ::close(descriptor_);
            throw FileError(project_file, Sentence::of("is open in another window; close it there first"));
        }
    } while (!is_file_of(descriptor_, path));  // somebody took theirs back while this one waited for it
}

void ProjectLock::take_back() {
    if (!has_made_folder_) {
        return;
    }
    std::error_code ignored;
    const fs::directory_iterator files(folder_, ignored);
    if (!ignored && std::distance(fs::begin(files), fs::end(files)) == 1) {
        fs::remove(lock_in(folder_), ignored);
        fs::remove(folder_, ignored);
    }
}

ProjectLock::~ProjectLock() {
    ::close(descriptor_);
}

class ProjectJournal::File {
 public:
    explicit File(const fs::path& path) : descriptor_(::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC)) {
        if (descriptor_ < 0) {
            throw FileError(path, Sentence::of("cannot be written: %1", system_message(errno)));
        }
    }
    ~File() { ::close(descriptor_); }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    int descriptor() const { return descriptor_; }

 private:
    int descriptor_;
};

ProjectJournal::ProjectJournal(fs::path project_file, Project start) : path_(journal_of(project_file)) {
    restart(std::move(start));
}

ProjectJournal::~ProjectJournal() = default;

void ProjectJournal::restart(Project start) {
    const std::string record = start_record(start);
    write_file_atomically(path_, record);
    file_ = std::make_shared<const File>(path_);
    size_bytes_ = start_bytes_ = record.size();
    last_ = std::move(start);
}

ProjectJournal::ProjectJournal(fs::path path, Project start, InPlace)
    : path_(std::move(path)), last_(std::move(start)), file_(std::make_shared<const File>(path_)) {
    write(start_record(last_));
    flush_task()();
    start_bytes_ = size_bytes_;
}

bool ProjectJournal::is_large() const {
    return size_bytes_ > large_bytes && size_bytes_ > 4 * start_bytes_;
}

void ProjectJournal::append(const Project& after, std::string_view text) {
    const json command = {{"text", std::string(text)}, {"patch", make_patch(last_, after)}};
    write(frame(command.dump(-1, ' ', false, json::error_handler_t::replace)));
    last_ = after;
}

void ProjectJournal::mark_saved() {
    write(frame(json({{"saved", true}}).dump()));
}

void ProjectJournal::write(const std::string& record) {
    std::size_t done = 0;
    while (done < record.size()) {
        const ssize_t count = ::write(file_->descriptor(), record.data() + done, record.size() - done);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            const int problem = errno;
            // Half a record would end the journal here for good.
            if (::ftruncate(file_->descriptor(), static_cast<off_t>(size_bytes_)) != 0) {
                throw FileError(path_, Sentence::of("cannot be repaired: %1", system_message(errno)));
            }
            throw FileError(path_, Sentence::of("cannot be written: %1; save the project elsewhere", system_message(problem)));
        }
        done += static_cast<std::size_t>(count);
    }
    size_bytes_ += record.size();
}

std::function<void()> ProjectJournal::flush_task() const {
    return [file = file_] { ::fdatasync(file->descriptor()); };
}

void ProjectJournal::remove() {
    std::error_code ignored;
    fs::remove(path_, ignored);
}

JournalRenewal::JournalRenewal(const fs::path& project_file, Project start)
    : path_(journal_of(project_file)), pending_(std::make_unique<PendingFile>(path_, true)),
      journal_(new ProjectJournal(pending_->path(), std::move(start), {})) {}

JournalRenewal::~JournalRenewal() = default;

std::unique_ptr<ProjectJournal> JournalRenewal::take_place(const Project& after, std::string_view text) {
    if (!diff(journal_->last_, after).is_empty()) {
        journal_->append(after, text);
    }
    pending_->commit();
    journal_->path_ = path_;
    journal_->start_bytes_ = journal_->size_bytes_;  // what is not saved is much, perhaps, and stays
    return std::move(journal_);
}

std::optional<RecoveredProject> read_journal(const fs::path& project_file) {
    const fs::path path = journal_of(project_file);
    if (!fs::exists(path)) {
        return std::nullopt;
    }
    const std::string text = read_file(path, most_bytes);
    std::size_t position = 0;
    const auto start = next_record(text, position);
    if (!start && text.empty()) {
        return std::nullopt;
    }
    if (!start) {
        throw ProjectFormatError(path, Sentence::of("is damaged from its beginning on"));
    }
    const json first = parse_record(*start, path);
    if (!first.is_object() || first.value("format", json()) != "kinora-journal") {
        throw ProjectFormatError(path, Sentence::of("is no journal of Kinora"));
    }
    if (first.value("version", json()) != project_format_version) {
        throw NewerProjectFormat(path,
                                 Sentence::of("is a journal of version %1, and this Kinora reads version %2; recover it with the "
                                              "Kinora that wrote it",
                                              first.value("version", json()).dump(), project_format_version));
    }
    const RecoveredProject beginning = {.project = read_project(first.value("project", json()), path)};
    RecoveredProject recovered = beginning;
    follow_all(text, position, path, recovered);
    if (!is_sound(recovered.project)) {
        const auto problems = check_invariants(beginning.project);
        if (!problems.empty()) {
            throw ProjectFormatError(path, Sentence::of("cannot be meant so: %1", problems.front()));
        }
        // Up to the last state that can be.
        recovered = beginning;
        RecoveredProject next = beginning;
        follow_all(text, position, path, next, [&] {
            if (is_sound(next.project)) {
                recovered = next;
            }
        });
        recovered.is_cut_short = true;
    }
    return recovered;
}

}  // namespace kinora
