// Opening and leaving a project's files, in pieces that may run on any thread: a document waits for none of them.
#pragma once

#include <exception>
#include <filesystem>
#include <memory>
#include <optional>

#include "core/base/task_thread.h"
#include "core/project/journal.h"
#include "core/project/project.h"

namespace kinora {

// What a document needs to go on with a project.
struct OpenedProject {
    std::filesystem::path file;
    std::unique_ptr<ProjectLock> lock;
    std::shared_ptr<const Project> saved;       // what the file holds; null where it cannot be read
    std::exception_ptr problem;                 // why it cannot
    std::optional<RecoveredProject> recovered;  // of the journal, where that has more than the file
    std::unique_ptr<ProjectJournal> journal;
    std::filesystem::path setAside;  // where the journal is, if it could not be read; empty otherwise
};

// Takes the lock and reads file and journal. Throws FileError; ProjectFormatError where neither can be read; NewerProjectFormat where one
// of them was written by a newer program, and leaves both as they are. Nothing that was made on the way is left where it throws.
OpenedProject readProject(const std::filesystem::path& file);

// Begins the journal, after it is known whether what was recovered is wanted. If not, it is kept among the earlier versions. Throws.
void decideRecovery(OpenedProject& opened, bool isWanted);

// Makes the files of a new project. Throws FileError; also where the file exists.
OpenedProject newProject(const std::filesystem::path& file, const Project& start);

// What a document was busy with when it left a project.
struct LeftProject {
    std::filesystem::path file;
    std::shared_ptr<const Project> unsaved;  // null where the file has everything
    bool isDiscarded = false;                // nobody wants what is not saved
    std::unique_ptr<ProjectLock> lock;
    std::unique_ptr<ProjectJournal> journal;
    std::unique_ptr<TaskThread> writer;
};

// Waits until everything is written. What is not saved is kept among the earlier versions, and offered when the project is opened the next
// time unless it was discarded.
void leaveProject(LeftProject left);

}  // namespace kinora
