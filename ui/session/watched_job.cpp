#include "ui/session/watched_job.h"

#include <algorithm>
#include <utility>

#include "ui/session/engine_bridge.h"

namespace kinora {

namespace {

constexpr std::size_t mostRemembered = 32;

// Previews of all steps take tens of megabytes; of a job that is over the last one tells enough.
std::shared_ptr<const JobProgress> withoutOldPreviews(const JobProgress& progress) {
    auto thin = std::make_shared<JobProgress>(progress);
    bool isLast = true;
    for (auto step = thin->steps.rbegin(); step != thin->steps.rend(); ++step) {
        if (step->preview && !isLast) {
            step->preview.reset();
        }
        isLast = isLast && !step->preview;
    }
    return thin;
}

}  // namespace

WatchedJob::WatchedJob(EngineBridge& bridge, QObject* parent)
    : QObject(parent), bridge_(bridge), thread_(std::make_unique<TaskThread>("kept steps")) {
    connect(&bridge_, &EngineBridge::changed, this, &WatchedJob::take);
    connect(this, &WatchedJob::changed, this, &WatchedJob::lookForKeptSteps);
}

WatchedJob::~WatchedJob() {
    thread_.reset();
}

void WatchedJob::choose(JobId job) {
    chosen_ = job;
    Q_EMIT changed();
    if (const JobQueue::JobPointer found = bridge_.snapshot()->find(job)) {
        Q_EMIT chosen(*found);
    }
}

JobQueue::JobPointer WatchedJob::job() const {
    const EngineSnapshot& snapshot = *bridge_.snapshot();
    if (const JobQueue::JobPointer found = snapshot.find(chosen_)) {
        return found;
    }
    return snapshot.progress ? snapshot.find(snapshot.progress->job) : nullptr;
}

std::shared_ptr<const JobProgress> WatchedJob::progress() const {
    const JobQueue::JobPointer watched = job();
    if (!watched) {
        return nullptr;
    }
    const std::shared_ptr<const JobProgress>& newest = bridge_.snapshot()->progress;
    if (newest && newest->job == watched->id) {
        return newest;
    }
    const auto found = std::ranges::find(earlier_, watched->id, &JobProgress::job);
    return found == earlier_.end() ? nullptr : *found;
}

std::vector<int> WatchedJob::keptSteps() const {
    const JobQueue::JobPointer watched = job();
    return watched && lookedAt_ && watched->id == lookedAt_->id ? kept_ : std::vector<int>();
}

void WatchedJob::lookForKeptSteps() {
    const JobQueue::JobPointer watched = job();
    if (watched == lookedAt_) {
        return;
    }
    if (!watched || !lookedAt_ || watched->id != lookedAt_->id) {
        kept_.clear();
    }
    lookedAt_ = watched;  // another state of the same job may have dropped its steps
    if (!watched) {
        return;
    }
    thread_->post([this, watched](const std::stop_token&) {
        QMetaObject::invokeMethod(
            this,
            [this, watched, steps = bridge_.engine().kept_steps(watched->id)] {
                if (watched == lookedAt_ && kept_ != steps) {
                    kept_ = steps;
                    Q_EMIT changed();
                }
            },
            Qt::QueuedConnection);
    });
}

bool WatchedJob::isRunning() const {
    const JobQueue::JobPointer watched = job();
    return watched && watched->state == JobState::running;
}

void WatchedJob::take(const EngineSnapshot& snapshot) {
    remember(snapshot.progress);
    const JobQueue::JobPointer& running = snapshot.jobs.running();
    const JobId now = running ? running->id : JobId();
    // A short job may begin and end between two snapshots; its steps tell of it.
    const JobId worked = snapshot.progress ? snapshot.progress->job : JobId();
    const bool wasShort = worked != worked_ && worked != now && worked != running_;
    const JobQueue::JobPointer begun = now.value != 0 && now != running_ ? running : wasShort ? snapshot.find(worked) : nullptr;
    running_ = now;
    worked_ = worked;
    if (begun) {
        chosen_ = {};
    }
    Q_EMIT changed();
    if (begun) {
        Q_EMIT started(*begun);
    }
}

void WatchedJob::remember(const std::shared_ptr<const JobProgress>& progress) {
    if (!progress) {
        return;
    }
    if (!earlier_.empty() && earlier_.back()->job == progress->job) {
        earlier_.back() = progress;
        return;
    }
    if (!earlier_.empty()) {
        earlier_.back() = withoutOldPreviews(*earlier_.back());
    }
    std::erase_if(earlier_, [&](const auto& known) { return known->job == progress->job; });
    earlier_.push_back(progress);
    if (earlier_.size() > mostRemembered) {
        earlier_.pop_front();
    }
}

}  // namespace kinora
