// Clips on their way to a higher rate or to slow motion, one after the other, in the background. What was made comes in as a version of
// its clip, in one undo step; its file stays in the media folder whatever is undone. What was undone can be done again: while
// there is something to redo, it waits for the next edit.
//
// Lives on the GUI thread.
#pragma once

#include <QObject>
#include <QString>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "core/base/task_thread.h"
#include "core/render/clip_interpolation.h"
#include "ui/session/interpolation_engines.h"

namespace kinora {

class Document;

struct InterpolationWish {
    ClipInterpolation what;
    InterpolationEngine engine;  // one that is there
    bool makesRoom = true;       // slow motion moves what follows
    Ripple ripple;
};

struct InterpolationProgressState {
    qint64 framesDone = 0;
    qint64 numFrames = 0;  // 0 until it has begun
    std::optional<double> secondsLeft;
};

class Interpolations : public QObject {
    Q_OBJECT

 public:
    // `document` outlives this object.
    explicit Interpolations(Document& document, QObject* parent = nullptr);
    ~Interpolations() override;  // stops what runs

    // Throws EditError where this clip is interpolated already, or shows no video.
    void start(ClipId clip, const InterpolationWish& wish);
    // No file remains.
    void stop(ClipId clip);

    // Nothing where the clip is not interpolated now.
    std::optional<InterpolationProgressState> progress(ClipId clip) const;
    // The same in words, for all of them.
    std::map<ClipId, QString> notes() const;
    static QString describe(const InterpolationProgressState& progress);

 Q_SIGNALS:
    void changed();
    void landed(kinora::ClipId clip, const kinora::MediaRef& made, const kinora::InterpolatedFile& file);
    void stopped(kinora::ClipId clip);
    void failed(kinora::ClipId clip, const QString& message);
    // What was made waits until something is edited or everything redone.
    void heldBack();

 private:
    struct Run;

    void post(const std::shared_ptr<Run>& run);
    void showProgress(const std::shared_ptr<Run>& run, qint64 done, qint64 total, double secondsLeft);
    void finish(const std::shared_ptr<Run>& run, const QString& problem);
    void receive(const std::shared_ptr<Run>& run);
    void receiveHeld();
    void bringAlong(const std::shared_ptr<Run>& run);
    void land(const std::shared_ptr<Run>& run);
    void onFileChanged();
    std::shared_ptr<Run> find(ClipId clip) const;

    Document& document_;
    std::filesystem::path file_;
    std::shared_ptr<const Project> lastSnapshot_;
    std::vector<std::shared_ptr<Run>> runs_;  // those that wait or run
    std::vector<std::shared_ptr<Run>> held_;
    std::unique_ptr<TaskThread> thread_;
};

}  // namespace kinora
