// The job that monitor and plots look at: the one chosen in the queue, until another begins to run; otherwise the one that runs, or ran
// last. Remembers what the jobs of this session did.
#pragma once

#include <QObject>

#include <deque>
#include <memory>
#include <vector>

#include "core/base/task_thread.h"
#include "core/engine/engine.h"

namespace kinora {

class EngineBridge;

class WatchedJob : public QObject {
    Q_OBJECT

 public:
    // `bridge` outlives this object.
    explicit WatchedJob(EngineBridge& bridge, QObject* parent = nullptr);
    ~WatchedJob() override;

    void choose(JobId job);  // 0 follows what runs

    // Null where there is none.
    JobQueue::JobPointer job() const;
    // What it has done in this session; null where that is not known.
    std::shared_ptr<const JobProgress> progress() const;
    bool isRunning() const;
    // Steps of the job that are on the disk, those of earlier sessions included; read in the background.
    std::vector<int> keptSteps() const;

 Q_SIGNALS:
    // Another job, another state of it, or more steps.
    void changed();
    // A user's choice, which may be the job that was shown already.
    void chosen(const kinora::Job& job);
    // Nothing else is looked at from now on, unless something is chosen.
    void started(const kinora::Job& job);

 private:
    void take(const EngineSnapshot& snapshot);
    void lookForKeptSteps();
    void remember(const std::shared_ptr<const JobProgress>& progress);

    EngineBridge& bridge_;
    JobId chosen_;
    JobId running_;
    JobId worked_;  // of the newest steps
    std::deque<std::shared_ptr<const JobProgress>> earlier_;  // the newest last
    JobList::JobPointer lookedAt_;  // whose kept steps are known, or being looked for
    std::vector<int> kept_;
    std::unique_ptr<TaskThread> thread_;
};

}  // namespace kinora
