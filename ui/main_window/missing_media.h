// What the window makes of media that is missing: a notice with a button in the status bar, offline clips on the timeline, and the way
// from both to the dialog that asks where a file is.
#pragma once

#include <functional>

namespace kinora {

class AssetController;
class StatusLine;
class TimelinePanel;

// All outlive `assets`. `showMedia` brings the media panel to the front.
void connectMissingMedia(AssetController& assets, StatusLine& status, TimelinePanel& timeline, const std::function<void()>& showMedia);

}  // namespace kinora
