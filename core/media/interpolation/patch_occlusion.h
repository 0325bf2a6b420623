// Which patches of one picture the other hides. Private to core/media.
#pragma once

#include "core/media/interpolation/gray_pyramid.h"
#include "core/media/interpolation/patch_flow.h"

namespace kinora {

// Marks the patches of `from` that the other picture certainly does not show, and gives them the motion of what they belong to:
// the trusted patches they are joined to with no sharp edge between. Certain is what then lies outside the other
// picture, or where that shows something whose own vector is trusted and comes from elsewhere. `back` is the flow of the
// other picture. Everything else stays as it is: it may be badly matched and yet be seen in both.
void find_hidden(PatchFlow& flow, const PatchFlow& back, const GrayLevel& from);

}  // namespace kinora
