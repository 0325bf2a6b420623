// The autosave journal: every command is in a file beside the project before it counts as done, so that a kill at any moment
// loses nothing that was acknowledged.
//
// NAME.kinora.journal is a row of records, each "LENGTH HASH\n", LENGTH bytes of JSON, "\n". The first holds the whole project,
// the others what one command changed. A record that is cut short or damaged ends the journal: what comes before it counts.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/project/project.h"

namespace kinora {

class PendingFile;

std::filesystem::path journal_of(const std::filesystem::path& project_file);

// Keeps other programs, and other windows, from working on the same project. Released when the process ends, however it ends.
class ProjectLock {
 public:
    // Makes the media folder. Throws FileError where the project is open elsewhere, which takes two seconds to be sure of.
    explicit ProjectLock(const std::filesystem::path& project_file);
    ~ProjectLock();
    ProjectLock(const ProjectLock&) = delete;
    ProjectLock& operator=(const ProjectLock&) = delete;

    // A media folder that was not there before goes again with the lock in it, unless something came into it: for a project that turned out
    // to be none.
    void take_back();

 private:
    std::filesystem::path folder_;
    bool has_made_folder_ = false;
    int descriptor_ = -1;
};

// Belongs to one thread.
class ProjectJournal {
 public:
    // A new journal from `start` on; an old one of this project is gone when it is complete. Throws FileError.
    ProjectJournal(std::filesystem::path project_file, Project start);
    // Keeps the file; see remove().
    ~ProjectJournal();
    ProjectJournal(const ProjectJournal&) = delete;
    ProjectJournal& operator=(const ProjectJournal&) = delete;

    // Writes the way from the last state to `after`. When this returns, the state survives a kill of the process; after a
    // flush also a power cut. `text` names the command. Throws FileError; the journal then ends before this command, and the
    // next append() writes both.
    void append(const Project& after, std::string_view text);

    // Notes that the last state was saved: what comes before is nothing that would have to be recovered.
    void mark_saved();

    // Starts anew from `start`.
    void restart(Project start);
    // It has grown to much more than it began with: time for a JournalRenewal.
    bool is_large() const;

    // A call that waits until the disk has everything that was appended so far. It may be made on any thread, at any time.
    std::function<void()> flush_task() const;

    // After the project was saved and closed.
    void remove();

    std::size_t size_bytes() const { return size_bytes_; }

 private:
    class File;
    friend class JournalRenewal;

    struct InPlace {};
    ProjectJournal(std::filesystem::path path, Project start, InPlace);
    void write(const std::string& record);

    std::filesystem::path path_;
    Project last_;
    std::shared_ptr<const File> file_;
    std::size_t size_bytes_ = 0;
    std::size_t start_bytes_ = 0;
};

// A journal that begins anew and takes the place of one that has grown large, which goes on until then: the whole project is written while
// nobody waits.
class JournalRenewal {
 public:
    // Writes the beginning beside the journal. On any thread. Throws FileError; the journal is as it was.
    JournalRenewal(const std::filesystem::path& project_file, Project start);
    ~JournalRenewal();  // without take_place() nothing remains
    JournalRenewal(const JournalRenewal&) = delete;
    JournalRenewal& operator=(const JournalRenewal&) = delete;

    // Writes the way from `start` to `after`, if there is one, as a command of that name. What this returns is the project's journal from
    // then on; the one before is not to be written to any more. Throws FileError; that one goes on then.
    std::unique_ptr<ProjectJournal> take_place(const Project& after, std::string_view text);

 private:
    std::filesystem::path path_;
    std::unique_ptr<PendingFile> pending_;
    std::unique_ptr<ProjectJournal> journal_;
};

struct RecoveredProject {
    Project project;
    std::size_t num_commands = 0;  // since the project was saved or opened
    std::string last_command;
    bool is_cut_short = false;  // the last record was not complete, or is none that could be followed
};

// What the journal of a project says; nothing where there is none, or where not even its start is complete. Throws FileError
// where it cannot be read.
std::optional<RecoveredProject> read_journal(const std::filesystem::path& project_file);

}  // namespace kinora
