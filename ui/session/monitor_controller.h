// What the monitor shows: the chosen take as a clip, and the steps of the watched job while it is made, which give way to the take when
// that has landed. Somebody who looks at something - plays, has stopped at a frame, compares - keeps it, and is offered the rest.
#pragma once

#include <QObject>

#include <optional>

#include "core/engine/job.h"
#include "core/project/ids.h"
#include "ui/viewer/monitor.h"

namespace kinora {

class AppSettings;
class Document;
class EngineBridge;
class TakeLanding;
class WatchedJob;

class MonitorController : public QObject {
    Q_OBJECT

 public:
    // All outlive this object, as does `monitor`.
    struct Session {
        Document& document;
        EngineBridge& bridge;
        AppSettings& settings;
        WatchedJob& watched;
        TakeLanding& landing;
    };

    MonitorController(Monitor& monitor, const Session& session, QObject* parent = nullptr);

    // Nothing while the project has no takes.
    std::optional<TakeId> take() const { return take_; }
    void show(TakeId take);

 Q_SIGNALS:
    void takeChanged();
    // The shown step of the watched job is to be gone on from.
    void branchWanted(const kinora::Job& job, int step);

 private:
    void connectLivePreview();
    void connectSound();
    void refreshTakes();
    // In the words of the language; whether the take that is shown is still among them.
    bool nameTakes();
    void open(std::optional<TakeId> take);
    void showSteps();
    void showTakeOf(const Job& job);
    void takeOver(qint64 job, TakeId take);
    void watchUser();
    bool isIdle() const;
    void accept(Monitor::Offer offer);
    void refreshOffer();

    Monitor& monitor_;
    Session session_;
    std::optional<TakeId> take_;
    JobId followed_;              // it began while the monitor looked at nothing else; shown live once it can be
    bool wasTimeline_ = false;    // it looked at the timeline when the job began, and goes back there
    bool startsByItself_ = false;  // a take that landed begins to play
    // Somebody has played it, or stopped or moved to a frame, since it was shown.
    bool isClipExamined_ = false;
    bool isTimelineExamined_ = false;
    std::optional<TakeId> unseen_;  // landed meanwhile
};

}  // namespace kinora
