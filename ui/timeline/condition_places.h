// Where the frames lie that condition what a preview would make.
#pragma once

#include <cstddef>
#include <vector>

#include "ui/timeline/timeline_state.h"

namespace kinora {

struct PlacedFrames {
    std::size_t track = 0;
    FrameRange range;  // of the timeline with the preview's edit
};

// Frames of a clip that is asked about lie where it shows them, which may be on another track, or before what is made; of a restyling, all
// of the clip; others where the model has them. Nothing where the preview makes nothing.
std::vector<PlacedFrames> conditionPlaces(const EditPreview& preview);

}  // namespace kinora
