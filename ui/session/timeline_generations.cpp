#include "ui/session/timeline_generations.h"

#include <QRandomGenerator>
#include <QUuid>

#include <algorithm>
#include <exception>
#include <filesystem>
#include <utility>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/generation/validate.h"
#include "core/render/request_builder.h"
#include "core/render/take_recipe.h"
#include "ui/queue/job_text.h"
#include "ui/session/app_settings.h"
#include "ui/session/available_models.h"
#include "ui/session/document.h"
#include "ui/session/engine_bridge.h"
#include "ui/session/error_text.h"
#include "ui/session/job_context.h"
#include "ui/session/job_spec.h"
#include "ui/session/style_presets.h"
#include "ui/session/take_landing.h"

namespace kinora {

namespace {

constexpr std::uint64_t mostSeeds = 10'000;  // more variations of one part than anybody asks for

// Adds the words of a style, and what tells it from others with its number, to the generation that was added last.
Project withStyle(Project project, const StylePresets& styles, const std::string& token) {
    std::vector<Shared<Generation>> generations = *project.generations;
    Generation newest = *generations.back();
    newest.token = token;
    for (GenerationPart& part : newest.parts) {
        styles.apply(project.generate->style, part.settings);
    }
    generations.back() = std::move(newest);
    project.generations = SharedList<Generation>(std::move(generations));
    return project;
}

}  // namespace

TimelineGenerations::TimelineGenerations(const Session& session, QObject* parent)
    : QObject(parent), session_(session), seen_(session.document.snapshot()), thread_(std::make_unique<TaskThread>("timeline requests")) {
    connect(&session_.document, &Document::changed, this, &TimelineGenerations::onChanged);
    connect(&session_.document, &Document::fileChanged, this, [this](bool isMoved) {
        if (!isMoved) {
            undone_.clear();
            firstJobs_.clear();
            isOtherProject_ = true;
        }
    });
    connect(&session_.landing, &TakeLanding::landed, this, &TimelineGenerations::goOn);
    connect(&session_.models, &AvailableModels::changed, this, &TimelineGenerations::goOn);
    connect(&session_.bridge, &EngineBridge::changed, this, [this](const EngineSnapshot& snapshot) {
        std::erase_if(submissions_, [&](const auto& entry) { return snapshot.find(entry.second.first) != nullptr; });
        Q_EMIT notesChanged();
    });
    connect(&session_.bridge, &EngineBridge::jobEnded, this, &TimelineGenerations::onEnded);
}

TimelineGenerations::~TimelineGenerations() {
    thread_->finish();
}

void TimelineGenerations::start(const QString& text, const GenerationAsk& ask, GenerationWish wish) {
    const GenerateState& panel = *session_.document.project().generate;
    wish.num_variations = std::max(panel.num_variations, 1);
    if (!panel.is_seed_locked) {
        wish.settings.seed = QRandomGenerator::global()->generate();
    }
    const std::string token = QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
    GenerationId started;
    session_.document.applyJoining(
        text,
        [&](const Project& before) {
            Project after = withStyle(with_generation(before, ask, wish), session_.styles, token);
            require_prompts(*after.generations->back());
            return after;
        },
        [&](const Project& after) {
            started = after.generations->back()->id;
            return stepOf(started, token);
        });
    makeMissing(started);
}

void TimelineGenerations::giveUp(GenerationId generation) {
    session_.document.apply(tr("Give up what is not made"),
                            [&](const Project& before) { return cancel_generation(before, generation); });
}

void TimelineGenerations::onChanged(const Change& change) {
    if (std::exchange(isOtherProject_, false)) {
        goOn();
        // After what the project recovers, if it does.
        QMetaObject::invokeMethod(this, &TimelineGenerations::cancelLeft, Qt::QueuedConnection);
    } else {
        followUndo(change);
    }
    seen_ = session_.document.snapshot();
    Q_EMIT notesChanged();
}

// What was undone is not made any more, and begins anew when it is done again.
void TimelineGenerations::followUndo(const Change& change) {
    if (change.takes.added.empty()) {  // otherwise it is over since its last take has landed
        for (const GenerationId gone : change.generations.removed) {
            if (const Generation* const generation = find_generation(*seen_, gone)) {
                cancelJobs(*generation);
            }
            undone_.insert(gone);
        }
    }
    for (const GenerationId back : change.generations.added) {
        if (undone_.erase(back) > 0) {
            firstJobs_[back] = newestJob();
            makeMissing(back);
        }
    }
    if (!change.generations.added.empty()) {
        goOn();  // recovered
    }
}

JobId TimelineGenerations::newestJob() const {
    JobId newest;
    for (const JobQueue::JobPointer& job : session_.bridge.snapshot()->jobs) {
        newest = std::max(newest, job->id);
    }
    return newest;
}

// A chain that has begun goes from part to part. What somebody cancelled or what failed waits until it is asked for.
void TimelineGenerations::goOn() {
    const std::shared_ptr<const Project> project = session_.document.snapshot();
    for (const Shared<Generation>& generation : *project->generations) {
        const auto jobs = jobsOf(*generation);
        const bool hasBegun = std::ranges::any_of(generation->parts, [](const GenerationPart& part) { return !part.takes.empty(); });
        const ModelInfo* const model = session_.models.find(generation->model);
        if (!hasBegun || jobs.empty() || model == nullptr || model->problem) {
            continue;
        }
        const auto first = firstJobs_.find(generation->id);
        for (const std::size_t part : ready_parts(*generation)) {
            const bool wasQueued = std::ranges::any_of(jobs, [&](const auto& job) {
                return job.second == part && (first == firstJobs_.end() || job.first->id > first->second);
            });
            if (generation->parts[part].takes.empty() && !wasQueued && numUnderWay(*generation, part) == 0) {
                submit(*generation, part, generation->num_variations, *model);
            }
        }
    }
}

std::vector<std::pair<std::shared_ptr<const Job>, std::size_t>> TimelineGenerations::jobsOf(const Generation& generation) const {
    std::vector<std::pair<std::shared_ptr<const Job>, std::size_t>> found;
    learnPlaces();
    const auto [first, last] = places_.equal_range(generation.id);
    for (auto place = first; place != last; ++place) {
        const JobQueue::JobPointer job = session_.bridge.snapshot()->find(place->second.job);
        if (job && place->second.token == generation.token && isOpen(place->second.project, job->id)) {
            found.emplace_back(job, place->second.part);
        }
    }
    return found;
}

bool TimelineGenerations::isOpen(const QString& project, JobId job) const {
    return session_.settings.movedTo(project, job.value) == QString::fromStdString(session_.document.file().string());
}

void TimelineGenerations::learnPlaces() const {
    const JobList& jobs = session_.bridge.snapshot()->jobs;
    for (const JobQueue::JobPointer& job : jobs.changed_since(learnt_)) {
        if (learnt_.find(job->id)) {
            continue;  // it stays where it belongs
        }
        const JobContext context = readDestination(job->context);
        if (context.generation.is_set()) {
            places_.emplace(context.generation, Place{job->id, QString::fromStdString(context.project.string()), context.token, context.part});
        }
    }
    learnt_ = jobs;
}

// The project was left without being saved after they were asked for: nothing waits for what they would make.
void TimelineGenerations::cancelLeft() {
    learnPlaces();
    for (const auto& [id, place] : places_) {
        const JobQueue::JobPointer job = session_.bridge.snapshot()->find(place.job);
        const Generation* const waiting = find_generation(session_.document.project(), id);
        const bool isLeft = waiting == nullptr || waiting->token != place.token;
        if (job && !is_finished(job->state) && isLeft && isOpen(place.project, job->id)) {
            session_.bridge.engine().cancel(job->id);
        }
    }
}

void TimelineGenerations::cancelJobs(const Generation& generation) {
    for (const auto& [job, part] : jobsOf(generation)) {
        if (!is_finished(job->state)) {
            stop(job->id);
        }
    }
}

void TimelineGenerations::stop(JobId job) {
    stopping_.insert(job);
    session_.bridge.engine().cancel(job);
}

// What was undone and done again before its jobs had stopped is made when they have.
void TimelineGenerations::onEnded(const Job& job) {
    if (stopping_.erase(job.id) == 0) {
        return;
    }
    const Generation* const generation = generationOf(readDestination(job.context), session_.document.project());
    if (generation == nullptr) {
        return;
    }
    const auto jobs = jobsOf(*generation);
    const bool isOfProject = std::ranges::any_of(jobs, [&](const auto& other) { return other.first->id == job.id; });
    const bool isLast = std::ranges::none_of(jobs, [&](const auto& other) { return stopping_.contains(other.first->id); });
    if (isOfProject && isLast) {
        makeMissing(generation->id);
    }
}

// A take that is made and has not landed yet still lies where the job left it; one that has landed never does again, and the disk is not
// asked about it with every step of another job.
bool TimelineGenerations::isUnderWay(const Job& job) const {
    if (job.state != JobState::done || landed_.contains(job.id)) {
        return !is_finished(job.state);
    }
    std::error_code ignored;
    const bool isThere = std::filesystem::exists(job.output, ignored);
    if (!isThere) {
        landed_.insert(job.id);
    }
    return isThere;
}

int TimelineGenerations::numUnderWay(const Generation& generation, std::size_t part) const {
    int count = 0;
    for (const auto& [job, of] : jobsOf(generation)) {
        count += of == part && isUnderWay(*job) ? 1 : 0;
    }
    for (const auto& [id, submission] : submissions_) {
        count += submission.isOf(generation, part) ? submission.count : 0;
    }
    return count;
}

void TimelineGenerations::makeMissing(GenerationId id) {
    const std::shared_ptr<const Project> project = session_.document.snapshot();
    const Generation* generation = find_generation(*project, id);
    if (generation == nullptr) {
        return;
    }
    const ModelInfo* model = session_.models.find(generation->model);
    if (model == nullptr || model->problem) {
        Q_EMIT failed(Saying([name = QString::fromStdString(generation->model)] { return tr("The model %1 is not there").arg(name); }));
        return;
    }
    for (const std::size_t part : ready_parts(*generation)) {
        const int made = static_cast<int>(generation->parts[part].takes.size());
        const int missing = generation->num_variations - made - numUnderWay(*generation, part);
        if (missing > 0) {
            submit(*generation, part, missing, *model);
        }
    }
}

// The takes of a part have consecutive seeds, also where some were made before.
std::uint64_t TimelineGenerations::nextSeed(const Generation& generation, std::size_t part) const {
    const GenerationPart& made = generation.parts[part];
    std::uint64_t next = made.settings.seed;
    const auto use = [&](std::uint64_t seed, std::uint64_t count) {
        if (seed - made.settings.seed < mostSeeds) {  // otherwise it is one that somebody chose for an edited job
            next = std::max(next, seed + count);
        }
    };
    for (const TakeId take : made.takes) {
        const Take* const known = find_take(session_.document.project(), take);
        if (known != nullptr && known->origin) {
            use(known->origin->settings.seed, 1);
        }
    }
    for (const auto& [job, of] : jobsOf(generation)) {
        if (of == part && isUnderWay(*job)) {
            use(job->recipe.settings.seed, 1);
        }
    }
    for (const auto& [id, submission] : submissions_) {
        if (submission.isOf(generation, part)) {
            use(submission.seed, static_cast<std::uint64_t>(submission.count));
        }
    }
    return next;
}

void TimelineGenerations::submit(const Generation& generation, std::size_t part, int count, const ModelInfo& model) {
    const std::int64_t submission = ++lastSubmission_;
    const std::uint64_t seed = nextSeed(generation, part);
    submissions_[submission] = {generation.id, generation.token, QString::fromStdString(session_.document.file().string()), part, count, seed, {}};
    JobSpec spec = jobSpecFor(model, generation.parts[part].settings, session_.settings, session_.models);
    thread_->post([this, submission, count, seed, generation, part, spec = std::move(spec), project = session_.document.snapshot(),
                   file = session_.document.file(), mediaFolder = session_.document.mediaFolder()](const std::stop_token& stop) mutable {
        Saying problem;
        JobId first;
        try {
            const GenerationPart origin = origin_of(*project, generation, part);
            MediaFrames frames(mediaFolder);
            spec.request = build_request(*project, generation, part, frames, spec.model.frame_multiple, stop);
            spec.request.settings.seed = seed;
            spec.recipe.settings = spec.request.settings;
            spec.recipe.conditions = recipe_conditions(*project, origin, spec.request);
            spec.recipe.kept = recipe_kept(origin);
            validate(spec.request, spec.model);
            JobContext context = contextFor(file, *project, origin);
            context.generation = generation.id;
            context.token = generation.token;
            context.part = part;
            spec.context = toText(context);
            first = session_.bridge.engine().submit(std::move(spec), QueuePlace::back, count);
        } catch (const Cancelled&) {
            return;
        } catch (const std::exception& error) {
            problem = lineFor(error);
        }
        QMetaObject::invokeMethod(
            this, [this, submission, first, problem] { onSubmitted(submission, first, problem); }, Qt::QueuedConnection);
    });
}

void TimelineGenerations::onSubmitted(std::int64_t id, JobId first, const Saying& problem) {
    const auto found = submissions_.find(id);
    found->second.first = first;
    const Submission submission = found->second;
    if (!problem.isEmpty()) {
        submissions_.erase(id);
        Q_EMIT failed(problem);
        Q_EMIT notesChanged();
        return;
    }
    const Generation* const generation = find_generation(session_.document.project(), submission.generation);
    const bool isThere = generation != nullptr && generation->token == submission.token;
    if (!isThere && isOpen(submission.project, first)) {  // undone meanwhile
        for (int i = 0; i < submission.count; ++i) {
            stop(JobId{first.value + i});
        }
    }
    if (session_.bridge.snapshot()->find(first) != nullptr) {
        submissions_.erase(id);
    }
}

std::map<ClipId, QString> TimelineGenerations::notes() const {
    std::map<ClipId, QString> notes;
    for (const Shared<Generation>& generation : *session_.document.project().generations) {
        const auto jobs = jobsOf(*generation);
        for (std::size_t i = 0; i < generation->parts.size(); ++i) {
            const GenerationPart& part = generation->parts[i];
            if (is_complete(*generation, part)) {
                continue;
            }
            QString note = tr("Not being made");
            const auto ready = ready_parts(*generation);
            if (std::ranges::count(ready, i) == 0) {
                note = tr("Waits for the part before");
            } else if (numUnderWay(*generation, i) > 0) {
                note = tr("Waiting");
            }
            for (const auto& [job, of] : jobs) {
                // A new attempt counts more than an old one that failed.
                if (of == i && (isUnderWay(*job) || numUnderWay(*generation, i) == 0)) {
                    note = job_text::status(*job, *session_.bridge.snapshot());
                    if (job->state == JobState::running) {
                        break;
                    }
                }
            }
            notes[part.clip] = note;
        }
    }
    return notes;
}

}  // namespace kinora
