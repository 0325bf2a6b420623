#include "core/engine/open_store.h"

#include <algorithm>
#include <optional>
#include <string>

#include "core/engine/damaged_store.h"
#include "core/engine/step_journal.h"

namespace kinora {

namespace {

namespace fs = std::filesystem;

// Files of the old jobs' frames and moves of projects are known by the job's number. What the old queue gave out at last cannot be
// read any more; the steps that are there say where it was about.
constexpr std::int64_t numbers_left_out = 10'000;

std::int64_t highest_number_in(const fs::path& steps) {
    std::int64_t highest = 0;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(steps, ignored)) {
        if (const std::optional<StepsOf> whose = steps_in(entry.path())) {
            highest = std::max(highest, whose->job);
        }
    }
    return highest;
}

void move(const fs::path& from, const fs::path& to) {
    std::error_code error;
    if (!fs::exists(from, error)) {
        return;
    }
    fs::rename(from, to, error);
    if (error) {
        throw FileError(from, Sentence::of("cannot be read and cannot be moved to %1: %2", to.filename().string(), error.message()));
    }
}

// The steps first: a queue without steps goes on from the beginning, steps without their queue would be taken for left-overs.
fs::path set_aside(const fs::path& folder) {
    std::error_code ignored;
    for (int i = 1;; ++i) {
        const std::string name = i == 1 ? "damaged" : "damaged-" + std::to_string(i);
        const fs::path file = folder / ("queue." + name + ".sqlite");
        const fs::path steps = folder / ("steps." + name);
        if (fs::exists(file, ignored) || fs::exists(steps, ignored)) {
            continue;
        }
        move(folder / "steps", steps);
        for (const char* part : {"-wal", "-shm", "-journal", ""}) {  // the names by which SQLite finds them again
            move(folder / ("queue.sqlite" + std::string(part)), file.string() + part);
        }
        return file;
    }
}

// SQLite takes an empty file for a new database, and removes what waits beside it.
bool was_emptied(const fs::path& folder) {
    const auto size_of = [](const fs::path& file) {
        std::error_code error;
        const std::uintmax_t size = fs::file_size(file, error);
        return error ? std::uintmax_t{0} : size;
    };
    std::error_code ignored;
    const fs::path file = folder / "queue.sqlite";
    return fs::exists(file, ignored) && size_of(file) == 0 &&
           (size_of(file.string() + "-wal") > 0 || highest_number_in(folder / "steps") > 0);
}

}  // namespace

OpenedStore open_store(const fs::path& folder) {
    const fs::path file = folder / "queue.sqlite";
    OpenedStore opened;
    try {
        if (was_emptied(folder)) {
            throw DamagedStore(file, Sentence::of("was emptied"));
        }
        opened.store = std::make_unique<JobStore>(file);
        opened.jobs = opened.store->load();
        return opened;
    } catch (const DamagedStore&) {
        opened = {};  // closes the file
    }
    const std::int64_t highest = highest_number_in(folder / "steps");
    opened.set_aside = set_aside(folder);
    opened.store = std::make_unique<JobStore>(file, highest + numbers_left_out);
    return opened;
}

}  // namespace kinora
