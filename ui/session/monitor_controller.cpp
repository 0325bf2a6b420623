#include "ui/session/monitor_controller.h"

#include <algorithm>

#include "core/generation/recipe.h"
#include "ui/session/app_settings.h"
#include "ui/session/document.h"
#include "ui/session/engine_bridge.h"
#include "ui/session/take_landing.h"
#include "ui/session/take_names.h"
#include "ui/session/watched_job.h"
#include "ui/viewer/live_preview.h"
#include "ui/viewer/monitor.h"
#include "ui/viewer/monitor_sound.h"
#include "ui/viewer/viewer.h"

namespace kinora {

// Whether pictures of the work that is going on can be seen.
static bool showsPictures(const WatchedJob& watched) {
    const std::shared_ptr<const JobProgress> progress = watched.progress();
    return watched.isRunning() && progress && std::ranges::any_of(progress->steps, [](const StepRecord& step) { return step.preview != nullptr; });
}

MonitorController::MonitorController(Monitor& monitor, const Session& session, QObject* parent)
    : QObject(parent), monitor_(monitor), session_(session) {
    connectLivePreview();
    connectSound();
    connect(&monitor_, &Monitor::takeChosen, this, [this](int index) {
        show((*session_.document.project().takes)[static_cast<std::size_t>(index)]->id);
    });
    connect(&session_.document, &Document::changed, this, [this](const Change& change) {
        if (!change.takes.is_empty()) {
            refreshTakes();
        }
    });
    connect(&monitor_, &Monitor::retranslated, this, &MonitorController::nameTakes);
    connect(&session_.document, &Document::fileChanged, this, [this] { open(take_); });  // the files lie elsewhere
    connect(&session_.landing, &TakeLanding::landed, this, [this](qint64 job, qint64 take) { takeOver(job, TakeId{take}); });
    connect(&session_.watched, &WatchedJob::changed, this, &MonitorController::showSteps);
    connect(&session_.watched, &WatchedJob::chosen, this, &MonitorController::showTakeOf);
    connect(&session_.watched, &WatchedJob::started, this, [this](const Job& job) {
        wasTimeline_ = monitor_.mode() == Monitor::Mode::timeline || (wasTimeline_ && monitor_.mode() == Monitor::Mode::live);
        followed_ = isIdle() ? job.id : JobId();
        showSteps();
    });
    watchUser();
    refreshTakes();
    showSteps();
}

void MonitorController::watchUser() {
    PlaybackController& clip = monitor_.viewer().controller();
    PlaybackController& timeline = monitor_.timelineViewer().controller();
    // What has played to its end is not looked at any more.
    connect(&clip, &PlaybackController::playingChanged, this,
            [this, &clip](bool plays) { isClipExamined_ = plays ? !startsByItself_ : clip.playhead() != clip.lastFrame(); });
    connect(&clip, &PlaybackController::playheadChanged, this, [this, &clip] { isClipExamined_ = isClipExamined_ || !clip.isPlaying(); });
    connect(&monitor_.viewer(), &Viewer::opened, this, [this] { isClipExamined_ = false; });
    // Its playhead moves with every edit, so that is no sign.
    connect(&timeline, &PlaybackController::playingChanged, this,
            [this, &timeline](bool plays) { isTimelineExamined_ = plays || timeline.playhead() != timeline.lastFrame(); });
    connect(&monitor_, &Monitor::modeChanged, this, [this](Monitor::Mode mode) {
        if (mode == Monitor::Mode::live) {
            isClipExamined_ = isTimelineExamined_ = false;
        }
        refreshOffer();
    });
    connect(&monitor_, &Monitor::offerTaken, this, &MonitorController::accept);
}

bool MonitorController::isIdle() const {
    switch (monitor_.mode()) {
        case Monitor::Mode::clip:
            return !isClipExamined_;
        case Monitor::Mode::timeline:
            return !isTimelineExamined_;
        case Monitor::Mode::live:
            return true;
        case Monitor::Mode::compare:
            break;
    }
    return false;
}

void MonitorController::accept(Monitor::Offer offer) {
    if (offer == Monitor::Offer::live) {
        monitor_.setMode(Monitor::Mode::live);
    } else if (unseen_) {
        monitor_.setMode(Monitor::Mode::clip);
        show(*unseen_);
    }
}

void MonitorController::refreshOffer() {
    const bool isLive = showsPictures(session_.watched) && session_.watched.progress()->job != followed_;
    const bool isUnseen = unseen_ && takeIndex(session_.document.project(), *unseen_);
    monitor_.setOffer(isLive && monitor_.mode() != Monitor::Mode::live ? Monitor::Offer::live
                      : isUnseen                                       ? Monitor::Offer::take
                                                                       : Monitor::Offer::none);
}

void MonitorController::connectLivePreview() {
    LivePreview& live = monitor_.livePreview();
    const auto showOptions = [this, &live] {
        live.setOptions({session_.settings.previewsEnabled(), session_.settings.previewSeconds(), session_.settings.previewPixels()});
    };
    connect(&session_.settings, &AppSettings::previewsChanged, this, showOptions);
    connect(&live, &LivePreview::optionsChanged, this, [this](const PreviewOptions& options) {
        const PreviewOptions wanted = options;  // the settings change what is referred to
        session_.settings.setPreviewSeconds(wanted.min_interval_seconds);
        session_.settings.setPreviewPixels(wanted.pixels_per_latent);
        session_.settings.setPreviewsEnabled(wanted.is_enabled);
    });
    connect(&live, &LivePreview::stopEarlyAndKeep, this, [this] {
        if (session_.watched.isRunning()) {
            session_.bridge.engine().finish_now(session_.watched.job()->id);
        }
    });
    connect(&live, &LivePreview::branchFrom, this, [this](int step) {
        if (const JobQueue::JobPointer job = session_.watched.job(); job && step > 0) {
            Q_EMIT branchWanted(*job, step);
        }
    });
    showOptions();
}

void MonitorController::connectSound() {
    MonitorSound& sound = monitor_.sound();
    sound.setVolume(session_.settings.soundVolume());
    sound.setMuted(session_.settings.isSoundMuted());
    connect(&sound, &MonitorSound::levelChanged, this, [this, &sound] {
        session_.settings.setSoundVolume(sound.volume());
        session_.settings.setSoundMuted(sound.isMuted());
    });
}

void MonitorController::showSteps() {
    LivePreview& live = monitor_.livePreview();
    const std::shared_ptr<const JobProgress> progress = session_.watched.progress();
    const JobQueue::JobPointer job = session_.watched.job();
    const int asked = job ? job->recipe.settings.num_inference_steps : 0;
    live.setKeptSteps(session_.watched.keptSteps());
    live.setSteps(progress ? progress->steps : std::vector<StepRecord>(), progress && progress->num_steps > 0 ? progress->num_steps : asked);
    live.setRunning(session_.watched.isRunning());
    // The next job may be seen at work before it is said to have begun.
    if (showsPictures(session_.watched) && progress->job == followed_ &&
        (monitor_.mode() == Monitor::Mode::clip || monitor_.mode() == Monitor::Mode::timeline)) {
        monitor_.setMode(Monitor::Mode::live);
        followed_ = {};  // once: who goes back to the clip stays there
    }
    refreshOffer();
}

void MonitorController::takeOver(qint64 job, TakeId take) {
    const JobQueue::JobPointer watched = session_.watched.job();
    const bool isSeen = !watched || watched->id.value == job;
    if (isSeen && wasTimeline_ && (monitor_.mode() == Monitor::Mode::live || monitor_.mode() == Monitor::Mode::timeline)) {
        open(take);
        monitor_.setMode(Monitor::Mode::timeline);
        return;
    }
    if (isSeen && !isIdle()) {
        unseen_ = take;
        refreshOffer();
    }
    if (!isSeen || !isIdle()) {
        return;
    }
    show(take);
    connect(&monitor_.viewer(), &Viewer::opened, this, [this] {
        startsByItself_ = true;
        monitor_.viewer().controller().play();
        startsByItself_ = false;
    }, Qt::SingleShotConnection);
}

void MonitorController::showTakeOf(const Job& job) {
    if (job.state != JobState::done) {
        return;
    }
    const nlohmann::json recipe = to_json(job.recipe);
    for (const Shared<Take>& take : *session_.document.project().takes) {
        if (take->recipe == recipe) {
            show(take->id);
            return;
        }
    }
}

void MonitorController::show(TakeId take) {
    if (monitor_.mode() == Monitor::Mode::live || monitor_.mode() == Monitor::Mode::timeline) {
        monitor_.setMode(Monitor::Mode::clip);
    }
    open(take);
}

bool MonitorController::nameTakes() {
    const Project& project = session_.document.project();
    QStringList names;
    for (std::size_t i = 0; i < project.takes->size(); ++i) {
        names.append(takeName(project, i));
    }
    const std::optional<std::size_t> index = take_ ? takeIndex(project, *take_) : std::nullopt;
    monitor_.setTakes(names, index ? static_cast<int>(*index) : -1);
    return index.has_value();
}

void MonitorController::refreshTakes() {
    if (!nameTakes()) {
        const Project& project = session_.document.project();
        open(project.takes->empty() ? std::nullopt : std::optional(project.takes->back()->id));
    }
}

void MonitorController::open(std::optional<TakeId> take) {
    const Project& project = session_.document.project();
    const std::optional<std::size_t> index = take ? takeIndex(project, *take) : std::nullopt;
    take_ = index ? take : std::nullopt;
    if (unseen_ == take_) {
        unseen_.reset();
    }
    monitor_.setTake(index ? static_cast<int>(*index) : -1);
    if (index) {
        const std::filesystem::path file = session_.document.mediaFolder() / (*project.takes)[*index]->file;
        monitor_.viewer().open(frames_of_file(file), sound_of_file(file));
    } else {
        monitor_.viewer().close();
        isClipExamined_ = false;
    }
    refreshOffer();
    Q_EMIT takeChanged();
}

}  // namespace kinora
