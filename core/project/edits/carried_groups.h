// What goes along where room opens or closes on another track. Private to the edits.
#pragma once

#include "core/project/project.h"

namespace kinora {

// `after` is `before` with room made or closed on some tracks. On the tracks that are as they were, clips of a group move along with
// the one of it that begins with them or before them, or else with the first one. Throws EditError where something is in their way.
//
//     2        |-C-|            2     |-C-|
//     1 |--A--|--B--|     →     1 |A|--B--|         A is trimmed, B and C are a group
Project with_groups_carried(const Project& before, Project after);

}  // namespace kinora
