#include "ui/main_window/missing_media.h"

#include <set>
#include <vector>

#include "ui/main_window/status_line.h"
#include "ui/session/asset_controller.h"
#include "ui/timeline/timeline_panel.h"

namespace kinora {

void connectMissingMedia(AssetController& assets, StatusLine& status, TimelinePanel& timeline, const std::function<void()>& showMedia) {
    QObject::connect(&assets, &AssetController::missingChanged, &timeline, [&status, &timeline](const std::vector<MediaRef>& missing) {
        status.setNumMissing(static_cast<int>(missing.size()));
        timeline.state().setMissing(std::set<MediaRef>(missing.begin(), missing.end()));
    });
    QObject::connect(&status, &StatusLine::relinkWanted, &assets, [&assets, showMedia] {
        showMedia();
        assets.showMissing();
    });
    QObject::connect(&timeline.commands(), &TimelineCommands::relinkWanted, &assets, &AssetController::askForLost);
}

}  // namespace kinora
