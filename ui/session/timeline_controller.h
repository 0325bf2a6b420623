// Joins the timeline to the rest of the studio: the chosen model, the queue, the monitor, and files from elsewhere.
#pragma once

#include <QObject>

#include "ui/language/saying.h"
#include "ui/session/timeline_generations.h"

namespace kinora {

class GenerationEstimate;
class InterpolationEngines;
class Interpolations;
class Monitor;
class MonitorController;
class TimelinePanel;

class TimelineController : public QObject {
    Q_OBJECT

 public:
    // All outlive this object.
    TimelineController(TimelinePanel& panel, Monitor& monitor, MonitorController& takes, const TimelineGenerations::Session& session,
                       InterpolationEngines& engines, QObject* parent = nullptr);

    Interpolations& interpolations() { return *interpolations_; }

 Q_SIGNALS:
    void failed(const kinora::Saying& message);
    void said(const kinora::Saying& message);
    void compareWanted(kinora::ClipId clip, std::size_t shown, std::size_t other);

 private:
    void refuse(const Saying& message);
    void connectGenerations();
    void refreshModel();
    void showTakeOf(ClipId clip);
    void start(const GenerationAsk& ask);

    TimelinePanel& panel_;
    MonitorController& takes_;
    TimelineGenerations::Session session_;
    TimelineGenerations* generations_;
    GenerationEstimate* estimate_;
    Interpolations* interpolations_ = nullptr;
};

}  // namespace kinora
