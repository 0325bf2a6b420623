// What is heard of a transition. Private to the edits.
#pragma once

#include "core/project/project.h"

namespace kinora {

// Gives the clip `made` the sound of the two clips that it leads from and to, as they were before they were shortened for it: the one
// fades out, the other in, each in step with its own pictures.
Project with_blended_sound(const Project& project, ClipId made, const ClipPlace& left, const ClipPlace& right);

}  // namespace kinora
