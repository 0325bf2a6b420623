// Clips on their way to a higher rate or to slow motion, one after the other, in the background. What was made comes in as a version of
// its clip, in one undo step; its file stays in the media folder whatever is undone. What was undone can be done again: while
// there is something to redo, it waits for the next edit.
//
// Entries are kept in a folder: what a crash or a quit interrupted goes on where it was with the next start, and what was asked for
// another project than the open one comes in when that is opened. The open one's is made first.
//
// Lives on the GUI thread.
#pragma once

#include <QObject>
#include <QString>

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "core/base/task_thread.h"
#include "ui/language/saying.h"
#include "ui/session/interpolation_entry.h"
#include "ui/session/interpolation_work.h"
#include "ui/session/work_store.h"

namespace kinora {

class Document;

class Interpolations : public QObject {
    Q_OBJECT

 public:
    // `document` and `engines` outlive this object. Entries are kept in `folder`, which is made when there is one.
    Interpolations(Document& document, const InterpolationEngines& engines, const std::filesystem::path& folder, QObject* parent = nullptr);
    ~Interpolations() override;  // what runs goes on with the next start

    // The wish's engine is one that is there. Throws EditError where this clip is interpolated already, or shows no video.
    void start(ClipId clip, const InterpolationWish& wish);
    // Of the open project. No file remains.
    void stop(ClipId clip);

    // In the order in which they were asked for, for all projects.
    const std::vector<InterpolationEntry>& entries() const { return entries_; }
    const InterpolationEntry* find(qint64 id) const;
    // The one of that clip of the open project that did not fail, if there is one.
    const InterpolationEntry* find(ClipId clip) const;
    // Of one that waits or runs. What is finished is kept.
    void pause(qint64 id);
    // Of one that was paused or failed; it goes on where it was. Fails again while there is another for the same clip.
    void resume(qint64 id);
    // Gives it up, whatever its state. No file remains.
    void remove(qint64 id);

    // Nothing where the clip of the open project is not interpolated now.
    std::optional<InterpolationProgressState> progress(ClipId clip) const;
    // The same in words, for all of them.
    std::map<ClipId, QString> notes() const;

 Q_SIGNALS:
    void changed();
    void landed(kinora::ClipId clip, const kinora::MediaRef& made, const kinora::InterpolatedFile& file);
    void stopped(kinora::ClipId clip);
    // `clip` is not set where it is not one of the open project.
    void failed(kinora::ClipId clip, const kinora::Saying& message);
    // What was made waits until something is edited or everything redone.
    void heldBack();

 private:
    struct Run;

    InterpolationEntry* entry(qint64 id);
    const InterpolationEntry* find(ClipId clip, const std::filesystem::path& project) const;
    bool mustWait() const;
    bool isOfOpenProject(const InterpolationEntry& entry) const;
    void readEntries();
    void writeEntries();
    void startNext();
    void post(const std::shared_ptr<Run>& run);
    void showProgress(const std::shared_ptr<Run>& run, qint64 done, qint64 total, double secondsLeft);
    void finish(const std::shared_ptr<Run>& run, const std::optional<ErrorRecord>& problem, bool isStopped);
    void fail(qint64 id, const ErrorRecord& problem);
    void receive(qint64 id);
    void receiveAll();
    void bringIn(const std::shared_ptr<Run>& run);
    void land(const std::shared_ptr<Run>& run, const PlacedInterpolation& placed, const std::string& hash);
    void discard(const std::filesystem::path& mediaFolder, const PlacedInterpolation& placed);
    void onFileChanged(bool isMoved);

    Document& document_;
    const InterpolationEngines& engines_;
    std::filesystem::path file_;
    WorkStore store_;
    std::vector<InterpolationEntry> entries_;
    qint64 nextId_ = 1;
    std::map<qint64, std::shared_ptr<const Project>> projects_;  // as they were when somebody asked, where that was in this session
    std::shared_ptr<Run> running_;
    std::map<qint64, std::shared_ptr<Run>> made_;  // that wait to come in
    std::set<qint64> comingIn_;
    std::unique_ptr<TaskThread> files_;  // names and hashes what was made
    std::unique_ptr<TaskThread> thread_;
};

}  // namespace kinora
