#include "ui/session/document.h"

#include <QSignalBlocker>

#include <algorithm>
#include <exception>
#include <map>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/project/project_file.h"
#include "ui/session/error_text.h"
#include "ui/session/project_command.h"
#include "ui/session/project_opening.h"

namespace kinora {

namespace {

namespace fs = std::filesystem;

constexpr int flushDelayMs = 500;  // how much a power cut may cost

}  // namespace

Document::Document(QObject* parent)
    : QObject(parent), project_(std::make_shared<const Project>()), saved_(project_), writer_(std::make_unique<TaskThread>("document")),
      files_(std::make_unique<TaskThread>("projects")) {
    qRegisterMetaType<Change>();
    undoStack_.setUndoLimit(1000);
    flushTimer_.setSingleShot(true);
    flushTimer_.setInterval(flushDelayMs);
    connect(&flushTimer_, &QTimer::timeout, this, [this] {
        if (journal_) {
            writer_->post([flush = journal_->flush_task()](const std::stop_token&) { flush(); });
        }
    });
}

Document::~Document() {
    files_->finish();
    if (isModified() && !isDiscarded_) {
        writer_->finish();
        return;
    }
    try {
        leaveProject(handOver());
    } catch (const Error&) {
        // Its journal stays, and is recovered when it is opened again.
    }
}

void Document::discard() {
    isDiscarded_ = true;
}

fs::path Document::mediaFolder() const {
    return media_folder_of(file_);
}

int Document::numUnsavedTakes() const {
    return static_cast<int>(diff(*saved_, *project_).takes.added.size());
}

std::shared_ptr<const Project> Document::edited(const Project& project, const Edit& edit) const {
    Project before = project;
    // An id that was given out and undone may still be known to a running generation; it is not given out again.
    before.next_id = std::max(before.next_id, highestId_);
    return std::make_shared<const Project>(edit(before));
}

void Document::apply(const QString& text, const Edit& edit, const QString& mergeKey) {
    push(text, edited(*project_, edit), mergeKey.isEmpty() ? mergeKey : mergeKey + QLatin1Char('/') + QString::number(mergeGeneration_));
}

void Document::applyJoining(const QString& text, const Edit& edit, const std::function<QString(const Project& after)>& keyOf) {
    std::shared_ptr<const Project> after = edited(*project_, edit);
    const QString key = keyOf(*after);
    push(text, std::move(after), key);
}

int Document::indexOf(const QString& key) const {
    int index = undoStack_.index() - 1;
    while (index >= 0 && static_cast<const ProjectCommand*>(undoStack_.command(index))->mergeKey() != key) {
        --index;
    }
    return index;
}

bool Document::applyWithin(const QString& key, const QString& text, const Edit& edit) {
    const int first = indexOf(key);
    if (first < 0) {
        return false;
    }
    std::map<Snapshot, Snapshot> changed;  // neighbouring steps share a snapshot, and go on sharing it
    const auto change = [&](const Snapshot& snapshot) {
        Snapshot& after = changed[snapshot];
        if (!after) {
            after = edited(*snapshot, edit);
        }
        return after;
    };
    std::vector<Step> steps;
    for (int i = first; i < undoStack_.count(); ++i) {
        const Step& step = *static_cast<const ProjectCommand*>(undoStack_.command(i))->step();
        steps.push_back({i == first ? step.before : change(step.before), change(step.after)});
    }
    const Snapshot present = change(project_);
    for (int i = first; i < undoStack_.count(); ++i) {
        *static_cast<const ProjectCommand*>(undoStack_.command(i))->step() = steps[static_cast<std::size_t>(i - first)];
    }
    show(present, text);
    return true;
}

void Document::push(const QString& text, std::shared_ptr<const Project> after, const QString& key) {
    if (diff(*project_, *after).is_empty()) {
        return;
    }
    undoStack_.push(new ProjectCommand(text, project_, std::move(after), key,
                                       [this](const Snapshot& next, const QString& done) { show(next, done); }));
}

void Document::endMerging() {
    ++mergeGeneration_;
}

void Document::toJournal(const std::function<void()>& write) {
    try {
        write();
        if (!flushTimer_.isActive()) {
            flushTimer_.start();
        }
        setJournalled(true);
    } catch (const FileError& error) {
        setJournalled(false);
        Q_EMIT journalFailed(lineFor(error));
    }
}

void Document::setJournalled(bool isJournalled) {
    if (std::exchange(isJournalled_, isJournalled) != isJournalled) {
        Q_EMIT journalledChanged(isJournalled);
    }
}

// What could not be written before is part of the next record. Where the file's journal could not be made, it is tried again.
void Document::appendToJournal(const QString& text) {
    if (journal_) {
        toJournal([&] { journal_->append(*project_, text.toStdString()); });
        if (journal_->is_large() && !isRenewing_) {
            renewJournal();
        }
    } else if (hasFile()) {
        toJournal([&] { journal_ = std::make_unique<ProjectJournal>(file_, *project_); });
    }
}

void Document::show(const std::shared_ptr<const Project>& next, const QString& text) {
    const bool wasModified = isModified();
    const Change change = diff(*project_, *next);
    project_ = next;
    isDiscarded_ = false;  // nobody was asked about this
    highestId_ = std::max(highestId_, project_->next_id);
    appendToJournal(text);
    Q_EMIT changed(change);
    if (isModified() != wasModified) {
        Q_EMIT modifiedChanged(isModified());
    }
}

void Document::show(OpenedProject opened) {
    const std::shared_ptr<const Project> before = project_;
    undoStack_.clear();
    file_ = std::move(opened.file);
    lock_ = std::move(opened.lock);
    project_ = saved_ = std::move(opened.saved);
    highestId_ = project_->next_id;
    journal_ = std::move(opened.journal);
    if (opened.recovered) {
        // Before anybody can edit: the journal would go back to what was saved, and a kill would lose what was recovered.
        const QSignalBlocker quiet(this);
        apply(tr("Recover unsaved changes"), [&](const Project&) { return opened.recovered->project; });
    }
    const Change change = diff(*before, *project_);
    Q_EMIT fileChanged(false);
    Q_EMIT changed(change);
    Q_EMIT modifiedChanged(isModified());
    setJournalled(true);
    if (!opened.setAside.empty()) {
        Q_EMIT journalFailed([name = QString::fromStdString(opened.setAside.string())] {
            return tr("The journal of unsaved changes could not be read; it is kept as %1.").arg(name);
        });
    }
}

void Document::create(const fs::path& file, const Project& start_project) {
    OpenedProject made = newProject(file, start_project);
    close();
    show(std::move(made));
}

void Document::open(const fs::path& file, const RecoveryQuestion& wantsRecovery) {
    if (file == file_) {
        close();
    }
    OpenedProject opened = readProject(file);
    decideRecovery(opened, opened.recovered && wantsRecovery(*opened.recovered));
    close();
    show(std::move(opened));
}

void Document::createInBackground(const fs::path& file, const Project& start_project) {
    inBackground(file, [file, start_project] { return newProject(file, start_project); }, nullptr);
}

void Document::openInBackground(const fs::path& file, const RecoveryQuestion& wantsRecovery) {
    if (file == file_) {
        closeInBackground();  // it gives back the lock before it is asked for again
    }
    inBackground(file, [file] { return readProject(file); }, wantsRecovery);
}

void Document::inBackground(const fs::path& file, const std::function<OpenedProject()>& read, const RecoveryQuestion& wantsRecovery) {
    opening_ = file;
    Q_EMIT openingChanged();
    files_->post([this, file, read, wantsRecovery](const std::stop_token&) {
        attempt(file, [&] {
            auto opened = std::make_shared<OpenedProject>(read());
            QMetaObject::invokeMethod(
                this, [this, opened, wantsRecovery] { ask(opened, wantsRecovery); }, Qt::QueuedConnection);
        });
    });
}

void Document::ask(const std::shared_ptr<OpenedProject>& opened, const RecoveryQuestion& wantsRecovery) {
    if (opened->journal) {  // of a new project: there is nothing to ask
        return finishOpening(opened);
    }
    const bool isWanted = opened->recovered && wantsRecovery(*opened->recovered);
    files_->post([this, opened, isWanted](const std::stop_token&) {
        attempt(opened->file, [&] {
            decideRecovery(*opened, isWanted);
            QMetaObject::invokeMethod(this, [this, opened] { finishOpening(opened); }, Qt::QueuedConnection);
        });
    });
}

void Document::attempt(const fs::path& file, const std::function<void()>& work) {
    try {
        work();
    } catch (const std::exception& error) {
        QMetaObject::invokeMethod(
            this,
            [this, file, problem = lineFor(error)] {
                isDiscarded_ = false;  // what is open stays open
                endOpening();
                Q_EMIT openFailed(QString::fromStdString(file.string()), problem);
            },
            Qt::QueuedConnection);
    }
}

void Document::finishOpening(const std::shared_ptr<OpenedProject>& opened) {
    closeInBackground();
    show(std::move(*opened));
    endOpening();
}

void Document::endOpening() {
    opening_.clear();
    Q_EMIT openingChanged();
}

LeftProject Document::handOver() {
    return {.file = file_, .unsaved = isModified() ? project_ : nullptr, .isDiscarded = isDiscarded_, .lock = std::move(lock_),
            .journal = std::move(journal_), .writer = std::move(writer_)};
}

LeftProject Document::leave() {
    LeftProject left = handOver();
    isDiscarded_ = false;
    writer_ = std::make_unique<TaskThread>("document");
    ++session_;
    savesUnderWay_ = 0;
    requests_.clear();
    isMoving_ = false;
    isRenewing_ = false;
    file_.clear();
    undoStack_.clear();
    return left;
}

void Document::close() {
    discard();
    leaveProject(leave());
}

void Document::closeInBackground() {
    files_->post([left = std::make_shared<LeftProject>(leave())](const std::stop_token&) {
        try {
            leaveProject(std::move(*left));
        } catch (const Error&) {
            // Its journal stays, and is recovered when it is opened again.
        }
    });
}

}  // namespace kinora
