// The open project. Everything that shows it listens to changed(); everything that edits it calls apply(). Undo and redo go
// back and forth between snapshots, which share what they have in common, so that they compute nothing and cost little.
//
// Lives on the GUI thread. Every command is in the journal beside the file before apply() returns; files are written on a
// thread of their own.
#pragma once

#include <QObject>
#include <QString>
#include <QTimer>
#include <QUndoStack>

#include <cstdint>
#include <deque>
#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

#include "core/base/task_thread.h"
#include "core/project/change.h"
#include "core/project/journal.h"
#include "core/project/project.h"
#include "ui/language/saying.h"
#include "ui/session/project_opening.h"

namespace kinora {

class Document : public QObject {
    Q_OBJECT

 public:
    using Edit = std::function<Project(const Project&)>;
    // Asked when a project was not closed properly and its journal has more than its file.
    using RecoveryQuestion = std::function<bool(const RecoveredProject&)>;

    explicit Document(QObject* parent = nullptr);
    // Leaves the journal of what is not saved, unless that was discarded.
    ~Document() override;

    const Project& project() const { return *project_; }
    // For other threads.
    std::shared_ptr<const Project> snapshot() const { return project_; }

    bool hasFile() const { return !file_.empty(); }
    const std::filesystem::path& file() const { return file_; }
    std::filesystem::path mediaFolder() const;
    bool isModified() const { return project_ != saved_; }
    int numUnsavedTakes() const;  // those that its file does not know
    bool isSaving() const { return savesUnderWay_ > 0; }
    // False while the journal's disk does not take what is done: a crash would lose it.
    bool isJournalled() const { return isJournalled_; }
    QUndoStack* undoStack() { return &undoStack_; }

    // One undo step. An edit that follows one with the same key, which is not empty, becomes part of that step: for sliders and
    // drags. An edit that changes nothing is no step. Throws what `edit` throws; the document is then as it was.
    void apply(const QString& text, const Edit& edit, const QString& mergeKey = {});
    // The same with a key that the edited project has, which endMerging() does not end: what an edit started becomes part of its
    // step although something was done in between, but not where something else has become a step.
    void applyJoining(const QString& text, const Edit& edit, const std::function<QString(const Project& after)>& keyOf);
    // Becomes part of the step with that key, where that is done and not undone. What was done or undone since stays, with the edit in
    // it: it is as if the step had brought it from the beginning. False, and nothing done, where there is no such step.
    bool applyWithin(const QString& key, const QString& text, const Edit& edit);
    bool hasStep(const QString& key) const { return indexOf(key) >= 0; }
    // Ends the step that later edits with its key would join: when a mouse button is released.
    void endMerging();

    // A project is on its way that openInBackground() or createInBackground() asked for; empty otherwise.
    const std::filesystem::path& opening() const { return opening_; }
    void openInBackground(const std::filesystem::path& file, const RecoveryQuestion& wantsRecovery);
    void createInBackground(const std::filesystem::path& file, const Project& start = {});

    // The same while the caller waits, for programs without an event loop.
    // A new project in a file that does not exist yet. Throws FileError.
    void create(const std::filesystem::path& file, const Project& start = {});
    // Opens a file. With recovery, what was not saved is one undo step; without it, it is kept among the earlier versions.
    // Throws FileError, ProjectFormatError; the document is then as it was.
    void open(const std::filesystem::path& file, const RecoveryQuestion& wantsRecovery);

    // Write in the background; saved() or saveFailed() follow. saveAs() takes the media along, and the document goes on in the
    // new file.
    void save();
    void saveAs(const std::filesystem::path& file);

    // Waits for the writing thread. What is not saved is kept among the earlier versions.
    void close();
    // What is not saved now is not wanted: if it is left as it is, that ends as with close(), and is not offered when it is opened again.
    void discard();

 Q_SIGNALS:
    void openingChanged();
    // The document is as it was, but for the file that was open already: that one was closed.
    void openFailed(const QString& file, const kinora::Saying& message);
    void changed(const kinora::Change& change);
    void modifiedChanged(bool isModified);
    // `isMoved`: the same project, saved under another name; otherwise another one, which changed() tells of next.
    void fileChanged(bool isMoved);
    void saved();
    void saveFailed(const kinora::Saying& message);
    void journalledChanged(bool isJournalled);
    // The command was done, but a crash would lose it.
    void journalFailed(const kinora::Saying& message);

 private:
    std::shared_ptr<const Project> edited(const Project& project, const Edit& edit) const;
    int indexOf(const QString& key) const;
    void push(const QString& text, std::shared_ptr<const Project> after, const QString& key);
    void show(const std::shared_ptr<const Project>& next, const QString& text);
    void show(OpenedProject opened);
    void inBackground(const std::filesystem::path& file, const std::function<OpenedProject()>& read, const RecoveryQuestion& wantsRecovery);
    void ask(const std::shared_ptr<OpenedProject>& opened, const RecoveryQuestion& wantsRecovery);
    void attempt(const std::filesystem::path& file, const std::function<void()>& work);
    void finishOpening(const std::shared_ptr<OpenedProject>& opened);
    void endOpening();
    LeftProject handOver();
    LeftProject leave();
    void closeInBackground();
    // Of a file that the document moves to.
    struct NewPlace {
        std::unique_ptr<ProjectLock> lock;
        std::unique_ptr<ProjectJournal> journal;
        std::exception_ptr journalProblem;  // why there is none
    };
    struct Writing {
        std::filesystem::path file;
        std::shared_ptr<const Project> project;
        std::shared_ptr<NewPlace> place;  // null where it stays in its file
        std::int64_t highestId = 0;                          // when the project was looked at
    };

    void request(const std::filesystem::path& file);
    void writeRequested();
    void write(Writing writing);
    void finishWriting(const Writing& writing, const Saying& problem);
    void finishSaving(const Writing& writing);
    static void beginJournal(const Writing& writing);
    void moveTo(const Writing& writing);
    void renewJournal();
    void toJournal(const std::function<void()>& write);
    void appendToJournal(const QString& text);
    void setJournalled(bool isJournalled);

    std::shared_ptr<const Project> project_;
    std::shared_ptr<const Project> saved_;
    std::int64_t highestId_ = 1;
    int mergeGeneration_ = 0;
    QUndoStack undoStack_;
    std::filesystem::path file_;
    int savesUnderWay_ = 0;
    std::deque<std::filesystem::path> requests_;  // saves to come; an empty one is of the file that is open then
    bool isMoving_ = false;                       // to another file
    bool isRenewing_ = false;  // the journal, which has grown large
    bool isDiscarded_ = false;
    bool isJournalled_ = true;
    int session_ = 0;  // counts the projects that were open
    QTimer flushTimer_;
    std::unique_ptr<ProjectLock> lock_;
    std::unique_ptr<ProjectJournal> journal_;
    std::filesystem::path opening_;
    std::unique_ptr<TaskThread> writer_;  // these two are the first to go, since their tasks refer to this
    std::unique_ptr<TaskThread> files_;   // opens and leaves projects, in order
};

}  // namespace kinora

Q_DECLARE_METATYPE(kinora::Change)
