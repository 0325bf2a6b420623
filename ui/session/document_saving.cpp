// The part of the document that writes it, and takes it to another file.
#include <exception>
#include <utility>

#include "core/base/error.h"
#include "core/project/project_file.h"
#include "ui/session/document.h"
#include "ui/session/error_text.h"
#include "ui/session/media_folder_copy.h"

namespace kinora {

namespace fs = std::filesystem;

void Document::save() {
    request({});
}

void Document::saveAs(const fs::path& file) {
    request(file);
}

void Document::request(const fs::path& file) {
    ++savesUnderWay_;
    requests_.push_back(file);
    writeRequested();
}

// Nothing is written while the document moves to another file, so that every save goes where the document is then.
void Document::writeRequested() {
    while (!isMoving_ && !requests_.empty()) {
        const fs::path file = std::exchange(requests_.front(), {});
        requests_.pop_front();
        isMoving_ = !file.empty() && file != file_;
        write({isMoving_ ? file : file_, nullptr, isMoving_ ? std::make_shared<NewPlace>() : nullptr, 0});
    }
}

void Document::write(Writing writing) {
    writing.project = project_;
    writing.highestId = highestId_;
    writer_->post([this, session = session_, from = mediaFolder(), writing = std::move(writing)](const std::stop_token& stop) {
        Saying problem;
        try {
            if (writing.place) {
                if (!writing.place->lock) {
                    writing.place->lock = std::make_unique<ProjectLock>(writing.file);
                }
                copyMediaFolder(from, media_folder_of(writing.file), stop);
            }
            save_project(writing.file, *writing.project);
            if (writing.place) {
                beginJournal(writing);
            }
        } catch (const std::exception& error) {
            problem = lineFor(error);
        }
        QMetaObject::invokeMethod(
            this,
            [this, session, writing, problem] {
                if (session == session_) {
                    finishWriting(writing, problem);
                } else if (writing.place && writing.place->journal) {
                    writing.place->journal->remove();  // another project is open by now, and the file has everything
                }
            },
            Qt::QueuedConnection);
    });
}

// From what the file holds on, so that what is not saved counts as a change. The file is saved where this does not succeed.
void Document::beginJournal(const Writing& writing) {
    NewPlace& place = *writing.place;
    place.journal.reset();
    place.journalProblem = nullptr;
    try {
        place.journal = std::make_unique<ProjectJournal>(writing.file, *writing.project);
    } catch (const FileError&) {
        place.journalProblem = std::current_exception();
    }
}

void Document::finishWriting(const Writing& writing, const Saying& problem) {
    if (problem.isEmpty() && writing.place && writing.highestId != highestId_) {
        write(writing);  // media may have come into the old folder meanwhile
        return;
    }
    --savesUnderWay_;
    isMoving_ = isMoving_ && !writing.place;
    if (problem.isEmpty()) {
        finishSaving(writing);
    } else {
        if (writing.place && writing.place->journal) {
            writing.place->journal->remove();  // of a file that the document does not move to
        }
        Q_EMIT saveFailed(problem);
    }
    writeRequested();
}

void Document::finishSaving(const Writing& writing) {
    const bool wasModified = isModified();
    saved_ = writing.project;
    if (writing.place) {
        moveTo(writing);
    } else if (journal_ && !isModified()) {
        toJournal([&] { journal_->mark_saved(); });
    }
    if (isModified() != wasModified) {
        Q_EMIT modifiedChanged(isModified());
    }
    Q_EMIT saved();
}

void Document::moveTo(const Writing& writing) {
    NewPlace& place = *writing.place;
    bool hasEverything = false;
    toJournal([&] {
        if (place.journalProblem) {
            std::rethrow_exception(place.journalProblem);
        }
        if (isModified()) {
            place.journal->append(*project_, undoStack_.undoText().toStdString());
        }
        hasEverything = true;
    });
    if (journal_ && hasEverything) {
        journal_->remove();
    }
    file_ = writing.file;
    lock_ = std::move(place.lock);
    journal_ = std::move(place.journal);
    isRenewing_ = false;
    Q_EMIT fileChanged(true);
}

// Until it is there, the journal goes on as it is; and for good where the disk does not take another one.
void Document::renewJournal() {
    isRenewing_ = true;
    writer_->post([this, session = session_, file = file_, start = saved_](const std::stop_token&) {
        std::shared_ptr<JournalRenewal> renewal;
        try {
            renewal = std::make_shared<JournalRenewal>(file, *start);
        } catch (const FileError&) {
            return;
        }
        QMetaObject::invokeMethod(
            this,
            [this, session, file, renewal] {
                if (session != session_ || file != file_) {
                    return;
                }
                try {
                    journal_ = renewal->take_place(*project_, undoStack_.undoText().toStdString());
                } catch (const FileError&) {
                    return;
                }
                isRenewing_ = false;
                setJournalled(true);
                if (!isModified()) {
                    toJournal([&] { journal_->mark_saved(); });
                }
            },
            Qt::QueuedConnection);
    });
}

}  // namespace kinora
