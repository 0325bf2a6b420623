#include "ui/session/engine_bridge.h"

#include <utility>
#include <vector>

namespace kinora {

EngineBridge::EngineBridge(EngineOptions options, QObject* parent) : QObject(parent) {
    options.on_change = [this] { notify(); };
    engine_ = std::make_unique<Engine>(std::move(options));
    snapshot_ = engine_->snapshot();
}

EngineBridge::~EngineBridge() {
    engine_.reset();
}

void EngineBridge::notify() {
    if (!isPending_.exchange(true)) {
        QMetaObject::invokeMethod(this, &EngineBridge::deliver, Qt::QueuedConnection);
    }
}

void EngineBridge::deliver() {
    isPending_ = false;  // before asking, so that what changes from here on is told again
    const std::shared_ptr<const EngineSnapshot> before = std::exchange(snapshot_, engine_->snapshot());
    const std::shared_ptr<const EngineSnapshot> now = snapshot_;
    std::vector<JobQueue::JobPointer> ended;
    for (const JobQueue::JobPointer& job : now->jobs.changed_since(before->jobs)) {
        const JobQueue::JobPointer earlier = before->find(job->id);
        if (is_finished(job->state) && (!earlier || !is_finished(earlier->state))) {
            ended.push_back(job);
        }
    }
    Q_EMIT changed(*now);
    for (const JobQueue::JobPointer& job : ended) {
        Q_EMIT jobEnded(*job);
    }
    if (now->num_problems != before->num_problems) {
        Q_EMIT problemOccurred(*now->problem);
    }
}

}  // namespace kinora
