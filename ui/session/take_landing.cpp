#include "ui/session/take_landing.h"

#include <algorithm>
#include <exception>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/generation/recipe.h"
#include "core/media/media_metadata.h"
#include "core/media/media_probe.h"
#include "core/project/edits/clip_edits.h"
#include "core/project/edits/generation_edits.h"
#include "core/project/edits/keyframe_edits.h"
#include "core/project/edits/take_edits.h"
#include "core/project/edits/track_edits.h"
#include "core/project/media_place.h"
#include "core/render/made_take.h"
#include "ui/session/app_settings.h"
#include "ui/session/document.h"
#include "ui/session/engine_bridge.h"
#include "ui/session/error_text.h"
#include "ui/session/job_context.h"

namespace kinora {

namespace {

namespace fs = std::filesystem;

// What is known of a job that is in no queue any more.
Job jobOf(std::int64_t id, const fs::path& file, const fs::path& project, const std::stop_token& stop) {
    Job job;
    job.id = {id};
    job.state = JobState::done;
    job.output = file.string();
    job.context = toText(JobContext{.project = project});
    const MediaInfo info = probe_media(file, stop);
    const auto recipe = info.metadata.find(std::string(metadata_key_recipe));
    if (recipe != info.metadata.end()) {
        job.recipe = read_recipe(nlohmann::json::parse(recipe->second), file);
    } else {
        job.recipe.settings.prompt = file.stem().string();
        job.recipe.settings.frame_rate = info.frame_rate;
    }
    return job;
}

// What is known of a file that no job of the queue brings in: the queue has no such job, or one whose project had another name then.
// Nothing where a job does, or where the file cannot be read.
std::optional<Job> forgottenJob(std::int64_t id, const fs::path& file, const fs::path& project, const Job* known, const std::stop_token& stop) {
    std::error_code ignored;
    if (known != nullptr && (known->state != JobState::done || fs::exists(known->output, ignored))) {
        return std::nullopt;
    }
    try {
        Job job = jobOf(id, file, project, stop);
        if (known != nullptr && to_json(known->recipe) == to_json(job.recipe)) {
            job.context = known->context;  // it knows more than the file
        }
        return job;
    } catch (const std::exception&) {
        return std::nullopt;  // it stays for somebody who can read it
    }
}

// A job that is cancelled while it is made once more, because the program ended before it could note that it was done, leaves the file of
// the first time.
void removeCancelled(const Job& job, const fs::path& file, const std::stop_token& stop) {
    try {
        if (to_json(jobOf(job.id.value, file, {}, stop).recipe) == to_json(job.recipe)) {  // and not another queue's job of that number
            fs::remove(file);
        }
    } catch (const std::exception&) {
        return;  // it stays for somebody who can read it
    }
}

bool hasTake(const Project& project, const Take& take) {
    return std::ranges::any_of(*project.takes, [&](const Shared<Take>& present) {
        return present->file == take.file && present->content_hash == take.content_hash;
    });
}

ClipId clipWith(const Project& project, TakeId take) {
    for (const Shared<Track>& track : project.timeline.tracks) {
        for (const Shared<Clip>& clip : track->clips) {
            if (std::ranges::any_of(clip->versions, [&](const MediaUse& version) { return version.media == MediaRef(take); })) {
                return clip->id;
            }
        }
    }
    return {};
}

bool canBeConditionedOn(const Project& project, const GenerationPart& part) {
    const auto isThere = [&](const Condition& condition) {
        return frames_available(project, condition.source) >= condition.num_frames;
    };
    return std::ranges::all_of(part.conditions, isThere) && (!part.restyled || isThere(*part.restyled));
}

}  // namespace

Project landTake(const Project& project, Take take, ClipId clip_id) {
    Project result = project;
    const std::string name = take.name;
    if (!is_rate_fixed(result)) {
        result = set_timeline_rate(set_timeline_size(result, take.width, take.height), take.frame_rate);
    }
    result = add_take(result, std::move(take));
    const TakeId id = result.takes->back()->id;
    if (const auto place = find_clip(result, clip_id)) {
        try {
            return add_version(result, clip_id, version_of(result, place->clip(), *result.takes->back()));
        } catch (const EditError&) {
            // Too short for that clip: it gets one of its own.
        }
    }
    const auto& tracks = result.timeline.tracks;
    auto track = std::ranges::find_if(tracks, [](const Shared<Track>& candidate) { return !candidate->is_locked; });
    if (track == tracks.end()) {
        result = add_track(result, tracks.size(), "");
        track = std::prev(tracks.end());
    }
    Clip clip = clip_of(result, id, 0);
    clip.name = name;
    clip.start = (*track)->clips.empty() ? 0 : (*track)->clips.back()->end();
    return insert_clip(result, (*track)->id, std::move(clip), EditMode::normal);
}

TakeLanding::TakeLanding(Document& document, EngineBridge& bridge, AppSettings& settings, QObject* parent)
    : QObject(parent),
      document_(document),
      bridge_(bridge),
      settings_(settings),
      file_(document.file()),
      thread_(std::make_unique<TaskThread>("takes")) {
    connect(&bridge_, &EngineBridge::jobEnded, this, [this](const Job& job) { land(job); });
    connect(&document_, &Document::fileChanged, this, &TakeLanding::onFileChanged);
    // After the command that left nothing to redo.
    connect(document_.undoStack(), &QUndoStack::canRedoChanged, this, &TakeLanding::receiveHeld, Qt::QueuedConnection);
    connect(&document_, &Document::openingChanged, this, &TakeLanding::receiveHeld, Qt::QueuedConnection);
    landAll();
}

TakeLanding::~TakeLanding() {
    thread_.reset();
}

void TakeLanding::onFileChanged(bool isMoved) {
    settings_.endMove(QString::fromStdString(document_.file().string()), lastJob());
    if (isMoved) {
        settings_.addMove(QString::fromStdString(file_.string()), QString::fromStdString(document_.file().string()));
    } else {
        clips_.clear();
    }
    file_ = document_.file();
    // After the document has told everybody about the new project.
    QMetaObject::invokeMethod(this, &TakeLanding::landAll, Qt::QueuedConnection);
}

qint64 TakeLanding::lastJob() const {
    std::int64_t last = 0;
    for (const JobQueue::JobPointer& job : bridge_.snapshot()->jobs) {
        last = std::max(last, job->id.value);
    }
    return last;
}

void TakeLanding::landAll() {
    thread_->post([this, jobs = bridge_.snapshot()->jobs](const std::stop_token& stop) {
        std::error_code ignored;
        for (const JobList::JobPointer& job : jobs) {
            if (stop.stop_requested()) {
                return;
            }
            if (job->state == JobState::done && fs::exists(job->output, ignored)) {  // otherwise it has landed before
                QMetaObject::invokeMethod(this, [this, job] { land(*job); }, Qt::QueuedConnection);
            }
        }
    });
    landForgotten();
}

// The files of jobs that were removed from the queue, or whose project was renamed, before it was opened again.
void TakeLanding::landForgotten() {
    if (!document_.hasFile()) {
        return;
    }
    thread_->post([this, known = bridge_.snapshot()->jobs, file = document_.file(), mediaFolder = document_.mediaFolder()](const std::stop_token& stop) {
        remove_leftovers(incoming_folder(mediaFolder));
        for (const auto& [id, output] : JobContext::incomingFiles(mediaFolder)) {
            const JobQueue::JobPointer before = known.find(JobId{id});
            if (before != nullptr && before->state == JobState::cancelled) {
                removeCancelled(*before, output, stop);
                continue;
            }
            const std::optional<Job> job = forgottenJob(id, output, file, before.get(), stop);
            if (stop.stop_requested()) {
                return;
            }
            if (!job) {
                continue;
            }
            QMetaObject::invokeMethod(
                this,
                [this, file, job = *job, before] {
                    // It may be one that was asked for since, and says itself when it is over.
                    const bool isForgotten = bridge_.snapshot()->jobs.find(job.id) == before;
                    if (isForgotten && file == document_.file() && !underWay_.contains(job.id.value)) {
                        bringIn(job);
                    }
                },
                Qt::QueuedConnection);
        }
    });
}

void TakeLanding::land(const Job& job) {
    if (job.state != JobState::done || !document_.hasFile() || underWay_.contains(job.id.value)) {
        return;
    }
    const QString project = QString::fromStdString(readDestination(job.context).project.string());
    if (settings_.movedTo(project, job.id.value) == QString::fromStdString(document_.file().string())) {
        bringIn(job);
    }
}

void TakeLanding::bringIn(const Job& job) {
    underWay_.insert(job.id.value);
    thread_->post([this, job, project = document_.snapshot(), mediaFolder = document_.mediaFolder()](const std::stop_token& stop) {
        std::error_code ignored;
        std::optional<Take> take;
        Saying problem;
        if (fs::exists(job.output, ignored)) {  // otherwise it has landed before
            try {
                take = made_take(*project, mediaFolder, job.output, job.recipe, job.id.value, stop);
            } catch (const Cancelled&) {
                return;
            } catch (const std::exception& error) {
                problem = lineFor(error);
            }
        }
        QMetaObject::invokeMethod(
            this,
            [this, job, take, problem, mediaFolder] {
                if (take) {
                    receive({job, *take, mediaFolder});
                    return;
                }
                underWay_.erase(job.id.value);
                if (!problem.isEmpty()) {
                    Q_EMIT failed(problem);
                }
            },
            Qt::QueuedConnection);
    });
}

// What was asked for on the timeline is part of the step that asked for it, so that nothing that can be redone is lost.
bool TakeLanding::belongsToStep(const Job& job) const {
    const JobContext context = readDestination(job.context);
    return context.generation.is_set() && document_.hasStep(stepOf(context.generation, context.token));
}

void TakeLanding::receive(const Arrival& arrival) {
    if (arrival.mediaFolder != document_.mediaFolder()) {
        underWay_.erase(arrival.job.id.value);
        land(arrival.job);  // the project was saved under another name meanwhile
    } else if (!document_.opening().empty()) {
        held_.push_back(arrival);  // it would not be saved any more with the project that is left
    } else if (document_.undoStack()->canRedo() && !belongsToStep(arrival.job)) {
        held_.push_back(arrival);
        Q_EMIT heldBack();
    } else {
        underWay_.erase(arrival.job.id.value);
        finishLanding(arrival);
    }
}

void TakeLanding::receiveHeld() {
    if (!document_.opening().empty()) {
        return;
    }
    for (const Arrival& arrival : std::exchange(held_, {})) {
        receive(arrival);
    }
}

// Further variations become versions of the first one's clip, also when others landed in an earlier session: those that were asked for
// together have one context.
ClipId TakeLanding::clipOf(const Job& job) const {
    const Project& project = document_.project();
    const auto known = clips_.find(job.context);
    if (known != clips_.end() && find_clip(project, known->second)) {
        return known->second;
    }
    for (const JobQueue::JobPointer& sibling : bridge_.snapshot()->jobs) {
        if (sibling->id == job.id || sibling->state != JobState::done || sibling->context != job.context) {
            continue;
        }
        const nlohmann::json recipe = to_json(sibling->recipe);
        const auto take = std::ranges::find_if(*project.takes, [&](const Shared<Take>& candidate) { return candidate->recipe == recipe; });
        const ClipId clip = take == project.takes->end() ? ClipId() : clipWith(project, (*take)->id);
        if (clip.is_set()) {
            return clip;
        }
    }
    return {};
}

void TakeLanding::finishLanding(const Arrival& arrival) {
    const Job& job = arrival.job;
    if (!hasTake(document_.project(), arrival.take)) {
        Take take = arrival.take;
        const JobContext context = readContext(job.context);
        if (context.origin && canBeConditionedOn(document_.project(), *context.origin)) {
            take.origin = origin_made_with(*context.origin, job.recipe.settings);
            take.origin->clip = {};
            take.origin->takes.clear();
        }
        const QString text = tr("Generate \"%1\"").arg(QString::fromStdString(take.name).simplified().left(40));
        try {
            if (context.generation.is_set()) {
                const QString step = stepOf(context.generation, context.token);
                const auto edit = [&](const Project& project) {
                    const Generation* const waiting = generationOf(context, project);
                    return waiting == nullptr ? add_take(project, take) : finish_take(project, waiting->id, context.part, take);
                };
                if (!document_.applyWithin(step, text, edit)) {
                    document_.applyJoining(text, edit, [&](const Project&) { return step; });
                }
            } else {
                document_.apply(text, [&, clip = clipOf(job)](const Project& project) { return landTake(project, take, clip); });
            }
        } catch (const EditError& error) {
            Q_EMIT failed(lineFor(error));
            return;
        }
        const TakeId id = document_.project().takes->back()->id;
        clips_[job.context] = clipWith(document_.project(), id);
        Q_EMIT landed(job.id.value, id.value);
    }
    std::error_code ignored;
    fs::remove(job.output, ignored);
}

}  // namespace kinora
