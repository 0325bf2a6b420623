#include "ui/session/generation_controller.h"

#include <QRandomGenerator>

#include <exception>
#include <filesystem>
#include <string>
#include <utility>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/generation/validate.h"
#include "core/project/edits/generation_edits.h"
#include "core/project/edits/keyframe_edits.h"
#include "core/render/request_builder.h"
#include "core/render/take_recipe.h"
#include "ui/session/app_settings.h"
#include "ui/session/document.h"
#include "ui/session/engine_bridge.h"
#include "ui/session/job_spec.h"
#include "ui/session/available_models.h"
#include "ui/session/panel_settings.h"
#include "ui/session/style_presets.h"

namespace kinora {

namespace {

namespace fs = std::filesystem;

// The generation that the panel describes, at its own rate: its keyframes count its frames, and clips are sampled at its rate.
Project inOwnRate(const Project& project, const FrameRate& rate) {
    Project result = project;
    GenerateState state = *project.generate;
    for (Keyframe& keyframe : state.keyframes) {
        keyframe.source.source_in = convert_frame(keyframe.source.source_in, project.frame_rate, rate);
    }
    result.generate = std::move(state);
    result.frame_rate = rate;
    return result;
}

Generation generationFor(const Project& project, const ModelInfo& model, const GenerationSettings& settings) {
    const GenerationWish wish = {.model = model.name, .settings = settings, .frame_multiple = model.frame_multiple};
    Generation generation = *generate_clip(project, wish, std::nullopt, 0, EditMode::normal).generations->back();
    generation.parts.front().settings.num_frames = settings.num_frames;
    generation.parts.front().settings.frame_rate = settings.frame_rate;
    return generation;
}

// The panel with the keyframes that a job was asked for with. The queue is that of all projects: what has the number of the job's
// picture here may be another one.
Project withKeyframesOf(const JobContext& job, const Project& project) {
    if (!job.origin) {
        return project;
    }
    Project result = project;
    GenerateState state = *project.generate;
    state.keyframes.clear();
    result.generate = std::move(state);
    for (const Condition& condition : job.origin->conditions) {
        Keyframe keyframe = {.source = condition.source,
                             .frame = condition.start_frame,
                             .num_frames = condition.num_frames,
                             .strength = condition.strength,
                             .curve = condition.curve};
        keyframe.source.media = mediaOf(job, condition.source.media, project);
        if (!is_set(keyframe.source.media)) {
            const auto facts = media_facts(job.media, condition.source.media);
            throw EditError(Sentence::of("the keyframe %1 of that generation is not in this project; import it, then branch again",
                                         facts ? fs::path(facts->file).filename().string() : std::string("?")));
        }
        keyframe.source.source_in = convert_frame(condition.source.source_in, job.media.frame_rate, project.frame_rate);
        result = add_keyframe(result, std::move(keyframe));
    }
    return result;
}

}  // namespace

GenerationController::GenerationController(Session session, QObject* parent)
    : QObject(parent), session_(session), thread_(std::make_unique<TaskThread>("requests")) {
    connect(&session_.document, &Document::fileChanged, this, [this](bool isMoved) {
        if (!isMoved) {
            cancelBranch();
            waiting_.reset();  // it was asked of the other project
        }
    });
    const auto passPreviews = [this] {
        session_.bridge.engine().set_preview({session_.settings.previewsEnabled(), session_.settings.previewSeconds(), session_.settings.previewPixels()});
    };
    connect(&session_.settings, &AppSettings::previewsChanged, this, passPreviews);
    passPreviews();
    connect(&session_.bridge, &EngineBridge::changed, this, [this](const EngineSnapshot& snapshot) {
        if (unstored_ && snapshot.find(*unstored_)) {
            unstored_.reset();
        }
    });
    // The queue's disk did not take what was asked for.
    connect(&session_.bridge, &EngineBridge::problemOccurred, this, [this](const ErrorRecord& problem) {
        if (std::exchange(unstored_, std::nullopt)) {
            Q_EMIT refused(problem);
        }
    });
    connect(&session_.models, &AvailableModels::changed, this, [this] {
        if (waiting_ && !session_.models.isLooking()) {
            generate(*std::exchange(waiting_, std::nullopt));
        }
    });
}

GenerationController::~GenerationController() {
    thread_->finish();
}

void GenerationController::drawSeed(const QString& mergeKey) {
    GenerateState state = *session_.document.project().generate;
    state.settings.seed = QRandomGenerator::global()->generate();
    session_.document.apply(
        tr("New seed"), [&](const Project& project) { return set_generate_state(project, state); }, mergeKey);
}

void GenerationController::generate(QueuePlace place) {
    const std::string& name = session_.document.project().generate->model;
    const ModelInfo* model = session_.models.find(name);
    if (model == nullptr && session_.models.isLooking()) {
        waiting_ = place;
        Q_EMIT delayed();
        return;
    }
    if (model == nullptr && name.empty()) {
        Q_EMIT refused(record_of(InvalidRequest("no_model", Sentence::of("there is no model that can be run"))));
        return;
    }
    if (model == nullptr || model->problem) {
        Q_EMIT refused(record_of(InvalidRequest("model", model == nullptr ? Sentence::of("%1 is not here", name) : *model->problem)));
        return;
    }
    if (QString::fromStdString(session_.document.project().generate->settings.prompt).trimmed().isEmpty()) {
        Q_EMIT refused(record_of(InvalidRequest("prompt", Sentence::of("the prompt is empty; describe what the video should show"))));
        return;
    }
    const bool drawsSeed = !session_.document.project().generate->is_seed_locked && !branch_;
    const bool canRedo = session_.document.undoStack()->canRedo();  // which a step would end
    if (drawsSeed && !canRedo) {
        drawSeed(QStringLiteral("drawn-seed"));
    }
    const std::shared_ptr<const Project> project = session_.document.snapshot();
    GenerationSettings settings = panelSettings(*project->generate, *model);
    if (drawsSeed && canRedo) {
        settings.seed = QRandomGenerator::global()->generate();
    }
    session_.styles.apply(project->generate->style, settings);
    if (branch_ && !keepsToBranch(*model, settings)) {
        Q_EMIT refused(record_of(InvalidRequest("branch_shape", Sentence::of("a branch keeps the model, the size and the length of its job"))));
        return;
    }
    submit(project, jobSpecFor(*model, settings, session_.settings, session_.models), place);
}

void GenerationController::submit(const std::shared_ptr<const Project>& project, const JobSpec& wantedJob, QueuePlace place) {
    const int count = branch_ ? 1 : std::max(project->generate->num_variations, 1);
    thread_->post([this, project, spec = wantedJob, count, place, branch = branch_, file = session_.document.file(),
                   mediaFolder = session_.document.mediaFolder()](const std::stop_token& stop) mutable {
        std::optional<ErrorRecord> problem;
        JobId first;
        const std::uint64_t numProblems = session_.bridge.engine().snapshot()->num_problems;
        try {
            const GenerationSettings& wanted = spec.recipe.settings;
            const Project own = inOwnRate(*project, wanted.frame_rate);
            const Generation generation = generationFor(own, spec.model, wanted);
            MediaFrames frames(mediaFolder);
            spec.request = build_request(own, generation, 0, frames, spec.model.frame_multiple, stop);
            spec.recipe.conditions = recipe_conditions(own, generation.parts.front(), spec.request);
            validate(spec.request, spec.model);
            spec.context = toText(contextFor(file, *project, generationFor(*project, spec.model, wanted).parts.front()));
            Engine& engine = session_.bridge.engine();
            first = branch ? engine.branch(*branch, std::move(spec), place) : engine.submit(std::move(spec), place, count);
        } catch (const Cancelled&) {
            return;
        } catch (const std::exception& error) {
            problem = record_of(error);
        }
        QMetaObject::invokeMethod(
            this,
            [this, problem, first, count, branch, numProblems] {
                if (!problem && branch && branch == branch_) {
                    cancelBranch();
                }
                if (problem) {
                    Q_EMIT refused(*problem);
                } else {
                    Q_EMIT submitted(first.value, count);
                    waitUntilStored(first, numProblems);
                }
            },
            Qt::QueuedConnection);
    });
}

// Says so where the queue's disk does not take it: later, or at once where that has shown already.
void GenerationController::waitUntilStored(JobId job, std::uint64_t numProblemsBefore) {
    const std::shared_ptr<const EngineSnapshot> now = session_.bridge.engine().snapshot();
    const bool isStored = now->find(job) != nullptr;
    const bool isRefused = !isStored && now->num_problems != numProblemsBefore;
    unstored_ = isStored || isRefused ? std::nullopt : std::optional(job);
    if (isRefused) {
        Q_EMIT refused(*now->problem);
    }
}

void GenerationController::startBranch(const Job& job, int step) {
    GenerateState state = *session_.document.project().generate;
    state.model = branchModel_ = job.model.name;
    state.settings = branchSettings_ = job.recipe.settings;
    state.style.clear();  // its words are in the job's prompt
    try {
        session_.document.apply(tr("Branch from step %1").arg(step), [&](const Project& project) {
            return withKeyframesOf(readContext(job.context), set_generate_state(project, state));
        });
    } catch (const EditError& error) {
        Q_EMIT refused(record_of(error));  // without its keyframes it would be another generation
        return;
    }
    setBranch(BranchPoint{job.id, step});
}

void GenerationController::cancelBranch() {
    setBranch(std::nullopt);
}

void GenerationController::setBranch(std::optional<BranchPoint> branch) {
    if (branch_ != branch) {
        branch_ = branch;
        Q_EMIT branchChanged();
    }
}

bool GenerationController::keepsToBranch(const ModelInfo& model, const GenerationSettings& settings) const {
    return model.name == branchModel_ && settings.width == branchSettings_.width && settings.height == branchSettings_.height &&
           settings.num_frames == branchSettings_.num_frames;
}

void GenerationController::cancelRunning() {
    if (const JobQueue::JobPointer& job = session_.bridge.snapshot()->jobs.running()) {
        session_.bridge.engine().cancel(job->id);
    }
}

void GenerationController::finishRunning() {
    if (const JobQueue::JobPointer& job = session_.bridge.snapshot()->jobs.running()) {
        session_.bridge.engine().finish_now(job->id);
    }
}

}  // namespace kinora
