// The menu of the timeline's clips and gaps. What cannot be done now is greyed, and says why.
#pragma once

class QMenu;
class QWidget;

namespace kinora {

class TimelineCommands;

// The caller owns it.
QMenu* makeTimelineMenu(TimelineCommands& commands, QWidget* parent);

}  // namespace kinora
