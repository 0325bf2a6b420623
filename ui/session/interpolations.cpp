#include "ui/session/interpolations.h"

#include <QUndoStack>

#include <algorithm>
#include <atomic>
#include <exception>
#include <stop_token>
#include <utility>

#include "core/base/cancelled.h"
#include "core/base/content_hash.h"
#include "core/base/error.h"
#include "ui/session/document.h"
#include "ui/session/error_text.h"
#include "ui/session/frame_pace.h"

namespace kinora {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

EditError alreadyUnderWay() {
    return EditError(Sentence::of("this clip is being interpolated already; stop that first"));
}

}  // namespace

// What the threads need of an entry; it outlives that where it is removed.
struct Interpolations::Run {
    InterpolationEntry entry;
    std::shared_ptr<const Project> project;  // null where it has to be read from its file
    std::stop_source stop;
    std::atomic<bool> isGivenUp = false;
    MadeInterpolation made;
};

Interpolations::Interpolations(Document& document, const InterpolationEngines& engines, const fs::path& folder, QObject* parent)
    : QObject(parent),
      document_(document),
      engines_(engines),
      file_(document.file()),
      store_(folder, "interpolation"),
      files_(std::make_unique<TaskThread>("interpolated")),
      thread_(std::make_unique<TaskThread>("interpolation")) {
    connect(&document_, &Document::fileChanged, this, &Interpolations::onFileChanged);
    // After the command that left nothing to redo.
    connect(document_.undoStack(), &QUndoStack::canRedoChanged, this, &Interpolations::receiveAll, Qt::QueuedConnection);
    connect(&document_, &Document::openingChanged, this, &Interpolations::receiveAll, Qt::QueuedConnection);
    readEntries();
    QMetaObject::invokeMethod(this, &Interpolations::startNext, Qt::QueuedConnection);
}

Interpolations::~Interpolations() {
    if (running_) {
        running_->stop.request_stop();
    }
    thread_.reset();
    files_.reset();
}

const InterpolationEntry* Interpolations::find(qint64 id) const {
    const auto found = std::ranges::find(entries_, id, &InterpolationEntry::id);
    return found == entries_.end() ? nullptr : &*found;
}

InterpolationEntry* Interpolations::entry(qint64 id) {
    return const_cast<InterpolationEntry*>(find(id));
}

const InterpolationEntry* Interpolations::find(ClipId clip) const {
    return document_.hasFile() ? find(clip, document_.file()) : nullptr;
}

const InterpolationEntry* Interpolations::find(ClipId clip, const fs::path& project) const {
    const auto found = std::ranges::find_if(entries_, [&](const InterpolationEntry& each) {
        return each.clip == clip && each.project == project && each.state != InterpolationState::failed;
    });
    return found == entries_.end() ? nullptr : &*found;
}

// What was undone could not be done again, and a project that is being left would not be saved with it.
bool Interpolations::mustWait() const {
    return document_.undoStack()->canRedo() || !document_.opening().empty();
}

bool Interpolations::isOfOpenProject(const InterpolationEntry& entry) const {
    return document_.hasFile() && entry.project == document_.file();
}

void Interpolations::readEntries() {
    store_.readEntries([this](const json& object) {
        entries_.push_back(interpolationFromJson(object, engines_));
        nextId_ = std::max(nextId_, entries_.back().id + 1);
    });
}

void Interpolations::writeEntries() {
    json list = json::array();
    for (const InterpolationEntry& each : entries_) {
        list.push_back(toJson(each));
    }
    store_.writeEntries(list);
    Q_EMIT changed();
}

// Saved under another name, the project goes on with its clips.
void Interpolations::onFileChanged(bool isMoved) {
    const fs::path before = std::exchange(file_, document_.file());
    for (InterpolationEntry& each : entries_) {
        if (isMoved && each.project == before) {
            each.project = file_;
        }
    }
    writeEntries();
    // After the document has told everybody about the new project.
    QMetaObject::invokeMethod(this, &Interpolations::receiveAll, Qt::QueuedConnection);
    QMetaObject::invokeMethod(this, &Interpolations::startNext, Qt::QueuedConnection);
}

std::optional<InterpolationProgressState> Interpolations::progress(ClipId clip) const {
    const InterpolationEntry* of = find(clip);
    return of == nullptr ? std::nullopt : std::optional(of->progress);
}

std::map<ClipId, QString> Interpolations::notes() const {
    std::map<ClipId, QString> notes;
    for (const InterpolationEntry& each : entries_) {
        if (each.state != InterpolationState::failed && isOfOpenProject(each)) {
            notes[each.clip] = tr("Interpolating: %1").arg(describe(each));
        }
    }
    return notes;
}

void Interpolations::start(ClipId clip, const InterpolationWish& wish) {
    if (find(clip) != nullptr) {
        throw alreadyUnderWay();
    }
    InterpolationEntry asked = entryFor(document_.project(), clip, wish);
    asked.id = nextId_++;
    asked.project = asked.origin = document_.file();
    entries_.push_back(asked);
    projects_[asked.id] = document_.snapshot();
    store_.keepProject(asked.id, document_.snapshot(), asked.origin);
    writeEntries();
    startNext();
}

void Interpolations::stop(ClipId clip) {
    if (const InterpolationEntry* of = find(clip)) {
        remove(of->id);
    }
}

void Interpolations::pause(qint64 id) {
    InterpolationEntry* paused = entry(id);
    if (paused == nullptr || (paused->state != InterpolationState::waiting && paused->state != InterpolationState::running)) {
        return;
    }
    paused->state = InterpolationState::paused;
    if (running_ && running_->entry.id == id) {
        running_->stop.request_stop();
    }
    writeEntries();
}

void Interpolations::resume(qint64 id) {
    InterpolationEntry* resumed = entry(id);
    if (resumed == nullptr || (resumed->state != InterpolationState::paused && resumed->state != InterpolationState::failed)) {
        return;
    }
    if (const InterpolationEntry* other = find(resumed->clip, resumed->project); other != nullptr && other != resumed) {
        fail(id, record_of(alreadyUnderWay()));
        return;
    }
    resumed->state = InterpolationState::waiting;
    resumed->problem.reset();
    if (!resumed->wish.engine.make) {
        resumed->wish.engine = engines_.find(resumed->wish.engine.id, resumed->wish.engine.weights);  // it may be there again
    }
    writeEntries();
    startNext();
}

void Interpolations::remove(qint64 id) {
    const InterpolationEntry* removed = find(id);
    if (removed == nullptr) {
        return;
    }
    const InterpolationEntry over = *removed;
    std::erase_if(entries_, [id](const InterpolationEntry& each) { return each.id == id; });
    projects_.erase(id);
    made_.erase(id);
    const bool isRunning = running_ && running_->entry.id == id;
    if (isRunning) {
        running_->isGivenUp = true;
        running_->stop.request_stop();
    }
    store_.forget(id, [over, isRunning] {
        if (!isRunning) {  // otherwise its thread does that when it lets go of it
            removeInterpolation(over);
        }
    });
    writeEntries();
    if (over.state != InterpolationState::failed && isOfOpenProject(over)) {
        Q_EMIT stopped(over.clip);
    }
}

void Interpolations::startNext() {
    const auto waits = [](const InterpolationEntry& each) { return each.state == InterpolationState::waiting; };
    auto next = std::ranges::find_if(entries_, [&](const InterpolationEntry& each) { return waits(each) && isOfOpenProject(each); });
    if (running_) {
        // That of another project makes room, and goes on afterwards.
        InterpolationEntry* current = entry(running_->entry.id);
        if (next != entries_.end() && current != nullptr && current->state == InterpolationState::running && !isOfOpenProject(*current)) {
            current->state = InterpolationState::waiting;
            running_->stop.request_stop();
        }
        return;
    }
    if (next == entries_.end()) {
        next = std::ranges::find_if(entries_, waits);
    }
    if (next == entries_.end()) {
        return;
    }
    next->state = InterpolationState::running;
    running_ = std::make_shared<Run>();
    running_->entry = *next;
    const auto known = projects_.find(next->id);
    running_->project = known == projects_.end() ? nullptr : known->second;
    post(running_);
    Q_EMIT changed();
}

void Interpolations::post(const std::shared_ptr<Run>& run) {
    thread_->post([this, run](const std::stop_token& end) {
        const std::stop_callback onEnd(end, [&] { run->stop.request_stop(); });
        const std::stop_token stop = run->stop.get_token();
        std::optional<ErrorRecord> problem;
        bool isStopped = false;
        try {
            throw_if_stop_requested(stop);
            if (!run->project) {
                run->project = store_.readProject(run->entry.id, run->entry.origin);
            }
            FramePace pace;
            const auto report = [&](std::int64_t done, std::int64_t total) {
                if (const auto left = pace.report(done, total)) {
                    QMetaObject::invokeMethod(this, [this, run, done, total, left = *left] { showProgress(run, done, total, left); }, Qt::QueuedConnection);
                }
            };
            run->made = makeInterpolation(run->entry, *run->project, report, stop);
        } catch (const Cancelled&) {
            isStopped = true;
        } catch (const std::exception& error) {
            problem = record_of(error);
        }
        if (run->isGivenUp) {
            removeInterpolation(run->entry);
        }
        QMetaObject::invokeMethod(this, [this, run, problem, isStopped] { finish(run, problem, isStopped); }, Qt::QueuedConnection);
    });
}

void Interpolations::showProgress(const std::shared_ptr<Run>& run, qint64 done, qint64 total, double secondsLeft) {
    InterpolationEntry* of = entry(run->entry.id);
    if (of != nullptr && run == running_ && of->state == InterpolationState::running) {
        of->progress = {done, total, secondsLeft};
        Q_EMIT changed();
    }
}

void Interpolations::finish(const std::shared_ptr<Run>& run, const std::optional<ErrorRecord>& problem, bool isStopped) {
    running_.reset();
    const qint64 id = run->entry.id;
    InterpolationEntry* over = entry(id);
    if (over == nullptr) {
        store_.forget(id, [over = run->entry] { removeInterpolation(over); });  // given up at the last moment
    } else if (problem) {
        fail(id, *problem);
    } else {
        over->progress.secondsLeft.reset();
        if (!isStopped) {
            over->state = InterpolationState::made;
            over->shown = run->made.file.shown;
            made_[id] = run;
        }
        writeEntries();
        receive(id);
    }
    startNext();
}

void Interpolations::fail(qint64 id, const ErrorRecord& problem) {
    InterpolationEntry* failing = entry(id);
    failing->state = InterpolationState::failed;
    failing->problem = problem;
    failing->progress.secondsLeft.reset();
    made_.erase(id);
    const ClipId clip = isOfOpenProject(*failing) ? failing->clip : ClipId();
    writeEntries();
    Q_EMIT failed(clip, lineFor(problem));
}

void Interpolations::receive(qint64 id) {
    const auto made = made_.find(id);
    if (made == made_.end() || comingIn_.contains(id) || !isOfOpenProject(*find(id))) {
        return;
    }
    if (!mustWait()) {
        bringIn(made->second);
    } else if (document_.opening().empty()) {
        Q_EMIT heldBack();
    }
}

void Interpolations::receiveAll() {
    if (mustWait()) {
        return;
    }
    const auto made = made_;
    for (const auto& [id, run] : made) {
        receive(id);
    }
}

void Interpolations::bringIn(const std::shared_ptr<Run>& run) {
    comingIn_.insert(run->entry.id);
    files_->post([this, run, mediaFolder = document_.mediaFolder()](const std::stop_token& stop) {
        PlacedInterpolation placed;
        std::string hash;
        std::optional<ErrorRecord> problem;
        try {
            placed = placeInterpolation(run->entry, run->made.file, mediaFolder);
            hash = hash_file(mediaFolder / placed.file, stop);
        } catch (const Cancelled&) {
            return;
        } catch (const std::exception& error) {
            problem = record_of(error);
        }
        QMetaObject::invokeMethod(
            this,
            [this, run, mediaFolder, placed, hash, problem] {
                const qint64 id = run->entry.id;
                comingIn_.erase(id);
                const bool isWanted = find(id) != nullptr && !problem;
                if (isWanted && mediaFolder == document_.mediaFolder() && !mustWait()) {
                    land(run, placed, hash);
                    return;
                }
                discard(mediaFolder, placed);
                if (isWanted) {
                    receive(id);  // once more, where it belongs by now
                } else if (find(id) != nullptr) {
                    fail(id, *problem);
                }
            },
            Qt::QueuedConnection);
    });
}

// Before the next attempt, which is made on the same thread.
void Interpolations::discard(const fs::path& mediaFolder, const PlacedInterpolation& placed) {
    const bool isUsed = mediaFolder == document_.mediaFolder() && usesFile(document_.project(), placed.file);
    if (placed.isNew && !isUsed) {
        files_->post([file = mediaFolder / placed.file](const std::stop_token&) {
            std::error_code ignored;
            fs::remove(file, ignored);
        });
    }
}

void Interpolations::land(const std::shared_ptr<Run>& run, const PlacedInterpolation& placed, const std::string& hash) {
    const InterpolationEntry& asked = run->entry;
    LandedInterpolation result;
    // Of an earlier run of the program that crashed between the step and the end of the entry.
    const bool isThere = !projects_.contains(asked.id) && hasInterpolation(document_.project(), asked.clip, placed.file, hash);
    if (isThere) {
        discard(document_.mediaFolder(), placed);
    } else {
        document_.apply(tr("Interpolate %1").arg(QString::fromStdString(asked.mediaName).simplified().left(40)), [&](const Project& project) {
            result = landInterpolation(project, asked, run->made, placed.file, hash);
            return result.project;
        });
    }
    std::erase_if(entries_, [&](const InterpolationEntry& each) { return each.id == asked.id; });
    projects_.erase(asked.id);
    made_.erase(asked.id);
    store_.forget(asked.id, [asked] { removeInterpolation(asked); });
    writeEntries();
    if (isThere) {
        return;
    }
    if (result.problem.isEmpty()) {
        Q_EMIT landed(asked.clip, result.media, run->made.file);
    } else {
        Q_EMIT failed(asked.clip, Saying([problem = result.problem] {
                          return tr("What was interpolated is among the media, but not in its clip: %1.").arg(problem.text());
                      }));
    }
}

}  // namespace kinora
