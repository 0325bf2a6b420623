#include "ui/session/interpolation_controller.h"

#include "ui/interpolate/interpolate_dialog.h"
#include "ui/session/document.h"
#include "ui/session/interpolations.h"
#include "ui/session/scene_scans.h"
#include "ui/timeline/timeline_panel.h"

namespace kinora {

InterpolationController::InterpolationController(TimelinePanel& panel, Document& document, InterpolationEngines& engines,
                                                 const std::filesystem::path& folder, QObject* parent)
    : QObject(parent),
      panel_(&panel),
      engines_(engines),
      work_(new Interpolations(document, engines, folder, this)),
      scans_(new SceneScans(document, this)) {
    panel.state().setSceneScans(&scans_->found());
    connect(scans_, &SceneScans::changed, &panel.state(), &TimelineState::sceneScansChanged);
    connect(&panel.commands(), &TimelineCommands::interpolateWanted, this, &InterpolationController::ask);
    connect(&panel.commands(), &TimelineCommands::stopInterpolatingWanted, work_, &Interpolations::stop);
    connectWork();
}

InterpolationController::~InterpolationController() {
    delete dialog_;
    if (panel_) {
        panel_->state().setSceneScans(nullptr);
    }
}

void InterpolationController::connectWork() {
    connect(work_, &Interpolations::changed, this, [this] { panel_->state().setInterpolationNotes(work_->notes()); });
    connect(work_, &Interpolations::landed, this, [this](ClipId clip, const MediaRef& made, const InterpolatedFile& file) {
        scans_->inherit(made, file);
        const auto place = find_clip(panel_->state().project(), clip);
        const QString name = place ? QString::fromStdString(place->clip().name).simplified().left(40) : QString();
        Q_EMIT said(Saying([name, numCuts = static_cast<int>(file.num_cuts)] {
            return numCuts == 0 ? tr("%1 is interpolated.").arg(name)
                                : tr("%1 is interpolated; nothing was blended across %n scene cut(s).", nullptr, numCuts).arg(name);
        }));
    });
    connect(work_, &Interpolations::failed, this, [this](ClipId, const Saying& message) {
        panel_->state().refuse(message);
        Q_EMIT failed(message);
    });
    connect(work_, &Interpolations::stopped, this, [this] { Q_EMIT said(Saying([] { return tr("Interpolating was stopped."); })); });
    connect(work_, &Interpolations::heldBack, this,
            [this] {
                Q_EMIT said(Saying([] { return tr("An interpolated clip is ready. It comes in with your next edit, or when everything is redone."); }));
            });
}

void InterpolationController::ask(ClipId clip) {
    delete dialog_;  // one at a time; what it started goes on
    dialog_ = new InterpolateDialog({panel_->state(), *work_, *scans_, engines_}, clip, panel_);
    dialog_->setAttribute(Qt::WA_DeleteOnClose);
    dialog_->show();
}

}  // namespace kinora
