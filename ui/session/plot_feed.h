// Brings the watched job's steps to the plots, and the worker's memory, once a second.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <sys/types.h>

#include <functional>

namespace kinora {

class PlotsPanel;
class WatchedJob;

class PlotFeed : public QObject {
    Q_OBJECT

 public:
    // `workerPid` says which process runs models; 0 while none does. The panel and `watched` outlive this object.
    PlotFeed(PlotsPanel& plots, WatchedJob& watched, std::function<pid_t()> workerPid, QObject* parent = nullptr);

    // What the timer does.
    void sampleMemory();

 private:
    void showSteps();

    PlotsPanel& plots_;
    WatchedJob& watched_;
    std::function<pid_t()> workerPid_;
    pid_t sampled_ = 0;
    QElapsedTimer clock_;
    QTimer timer_;
};

}  // namespace kinora
