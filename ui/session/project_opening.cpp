#include "ui/session/project_opening.h"

#include <utility>

#include "core/base/error.h"
#include "core/project/media_place.h"
#include "core/project/project_file.h"

namespace kinora {

namespace fs = std::filesystem;

namespace {

void readInto(OpenedProject& opened) {
    const fs::path& file = opened.file;
    try {
        opened.recovered = read_journal(file);
    } catch (const NewerProjectFormat&) {
        throw;  // the program that wrote it can recover what is in there
    } catch (const ProjectFormatError&) {
        // It may be of use to somebody who looks into it.
        std::error_code ignored;
        opened.setAside = free_path(journal_of(file).string() + ".unreadable");
        fs::rename(journal_of(file), opened.setAside, ignored);
    }
    try {
        opened.saved = std::make_shared<const Project>(load_project(file));
    } catch (const Error&) {
        opened.problem = std::current_exception();
    }
    if (opened.recovered && opened.saved && opened.recovered->project == *opened.saved) {
        opened.recovered.reset();
    }
    if (opened.problem && !opened.recovered) {
        std::rethrow_exception(opened.problem);
    }
}

}  // namespace

OpenedProject readProject(const fs::path& file) {
    OpenedProject opened;
    opened.file = file;
    opened.lock = std::make_unique<ProjectLock>(file);
    try {
        readInto(opened);
    } catch (...) {
        opened.lock->take_back();
        throw;
    }
    return opened;
}

void decideRecovery(OpenedProject& opened, bool isWanted) {
    if (opened.recovered && !isWanted) {
        if (opened.problem) {
            opened.lock->take_back();
            std::rethrow_exception(opened.problem);
        }
        keep_version(opened.file, opened.recovered->project);
        opened.recovered.reset();
    }
    if (!opened.saved) {
        opened.saved = std::make_shared<const Project>();
    }
    opened.journal = std::make_unique<ProjectJournal>(opened.file, opened.recovered ? opened.recovered->project : *opened.saved);
}

OpenedProject newProject(const fs::path& file, const Project& start) {
    std::error_code ignored;
    if (fs::exists(file, ignored)) {
        throw FileError(file, Sentence::of("exists already; choose another name"));
    }
    OpenedProject opened;
    opened.file = file;
    opened.lock = std::make_unique<ProjectLock>(file);
    save_project(file, start);
    opened.saved = std::make_shared<const Project>(start);
    opened.journal = std::make_unique<ProjectJournal>(file, start);
    return opened;
}

void leaveProject(LeftProject left) {
    if (left.writer) {
        left.writer->finish();
    }
    if (left.journal) {
        if (left.unsaved) {
            keep_version(left.file, *left.unsaved);
        }
        if (!left.unsaved || left.isDiscarded) {
            left.journal->remove();
        }
    }
}

}  // namespace kinora
