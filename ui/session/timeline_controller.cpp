#include "ui/session/timeline_controller.h"

#include "core/base/error.h"
#include "ui/session/app_settings.h"
#include "ui/session/available_models.h"
#include "ui/session/document.h"
#include "ui/session/error_text.h"
#include "ui/session/generation_estimate.h"
#include "ui/session/interpolation_controller.h"
#include "ui/session/monitor_controller.h"
#include "ui/session/timeline_drops.h"
#include "ui/session/timeline_monitor.h"
#include "ui/timeline/timeline_panel.h"
#include "ui/timeline/timeline_view.h"

namespace kinora {

TimelineController::TimelineController(TimelinePanel& panel, Monitor& monitor, MonitorController& takes,
                                       const TimelineGenerations::Session& session, InterpolationEngines& engines,
                                       QObject* parent)
    : QObject(parent),
      panel_(panel),
      takes_(takes),
      session_(session),
      generations_(new TimelineGenerations(session, this)),
      estimate_(new GenerationEstimate(session.bridge, session.models, session.settings.dataFolder() + QStringLiteral("/speeds.ini"), this)) {
    new TimelineMonitor(panel, monitor, session.document, this);
    const std::filesystem::path folder = (session.settings.dataFolder() + QStringLiteral("/interpolations")).toStdString();
    auto* interpolation = new InterpolationController(panel, session.document, engines, folder, this);
    interpolations_ = &interpolation->work();
    connect(interpolation, &InterpolationController::said, this, &TimelineController::said);
    connect(interpolation, &InterpolationController::failed, this, &TimelineController::failed);
    connect(&session_.models, &AvailableModels::changed, this, &TimelineController::refreshModel);
    connect(&session_.document, &Document::changed, this, [this](const Change& change) {
        if (change.settings) {
            refreshModel();
        }
    });
    connect(panel_.view(), &TimelineView::clipClicked, this, &TimelineController::showTakeOf);
    connect(&panel_.state(), &TimelineState::compareWanted, this, &TimelineController::compareWanted);
    auto* drops = new TimelineDrops(panel_.state(), this);
    connect(panel_.view(), &TimelineView::filesDropped, drops, &TimelineDrops::drop);
    connect(drops, &TimelineDrops::failed, this, &TimelineController::refuse);
    connect(drops, &TimelineDrops::said, this, &TimelineController::said);
    connectGenerations();
    refreshModel();
}

void TimelineController::refuse(const Saying& message) {
    panel_.state().refuse(message);
    Q_EMIT failed(message);
}

void TimelineController::connectGenerations() {
    TimelineState& state = panel_.state();
    state.setEstimate([this](const Generation& generation) { return estimate_->describe(generation); });
    connect(&state, &TimelineState::generationRequested, this, &TimelineController::start);
    connect(generations_, &TimelineGenerations::failed, this, &TimelineController::refuse);
    connect(generations_, &TimelineGenerations::notesChanged, this, [this] { panel_.state().setNotes(generations_->notes()); });
    connect(&panel_.commands(), &TimelineCommands::makeMissingWanted, generations_, &TimelineGenerations::makeMissing);
    connect(&panel_.commands(), &TimelineCommands::giveUpWanted, this, [this](GenerationId generation) {
        try {
            generations_->giveUp(generation);
        } catch (const EditError& error) {
            panel_.state().refuse(messageOf(error));
        }
    });
}

void TimelineController::refreshModel() {
    const ModelInfo* model = session_.models.find(session_.document.project().generate->model);
    const std::optional<ModelInfo> chosen = model == nullptr ? std::nullopt : std::optional(*model);
    if (chosen != panel_.state().model()) {
        panel_.state().setModel(chosen);
    }
}

void TimelineController::showTakeOf(ClipId clip) {
    const auto place = find_clip(session_.document.project(), clip);
    const MediaUse* shown = place ? place->clip().shown() : nullptr;
    if (const auto* take = shown == nullptr ? nullptr : std::get_if<TakeId>(&shown->media)) {
        takes_.show(*take);
    }
}

void TimelineController::start(const GenerationAsk& ask) {
    try {
        generations_->start(titleOf(ask), ask, panel_.state().wishFor(ask));
    } catch (const Error& error) {
        panel_.state().refuseStart(messageOf(error));
    }
}

}  // namespace kinora
