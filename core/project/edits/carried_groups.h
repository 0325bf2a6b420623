// What goes along where room opens or closes on another track. Private to the edits.
#pragma once

#include "core/project/project.h"

namespace kinora {

// `after` is `before` with room made or closed on some tracks. On the tracks that are as they were, clips of a group move along with
// the one of it that begins with them or before them, or else with the first one. Where more was closed on one track than on another,
// clips of a group go as far on both. Throws EditError where something is in their way.
//
//     2        |-C-|            2     |-C-|
//     1 |--A--|--B--|     →     1 |A|--B--|         A is trimmed, B and C are a group
//
//     2   |-A2-|      |-B2-|    2     |-B2-|
//     1 |---A1----|--B1--|   →  1 |--B1--|        A1 and A2, B1 and B2 are groups, A is deleted
Project with_groups_carried(const Project& before, Project after);

}  // namespace kinora
