// Given frames that a generation must keep to: a still image or a clip, placed in time. Text-to-video is the empty list;
// animating a still is one image at frame 0; extending is a clip at the start; filling a gap is a clip at either end.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/image.h"

namespace kinora {

struct ConditioningFrames {
    std::vector<Image> images;     // one image, or the consecutive frames of a clip; resized to the size of the generation
    std::int64_t start_frame = 0;  // the frame of the generation that the first image stands for
    double strength = 1.0;         // 1 keeps the frames, 0 ignores them
    // One strength for each latent frame that the images become, in place of `strength`; empty where one is enough.
    std::vector<double> latent_strengths;
};

}  // namespace kinora
