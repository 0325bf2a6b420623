// The menus of the timeline's clips and gaps, and of its tracks. What cannot be done now is greyed, and says why.
#pragma once

#include "core/project/ids.h"

class QMenu;
class QWidget;

namespace kinora {

class TimelineCommands;

// The caller owns them.
QMenu* makeTimelineMenu(TimelineCommands& commands, QWidget* parent);
QMenu* makeTrackMenu(TimelineCommands& commands, TrackId track, QWidget* parent);

}  // namespace kinora
