// Clips for tests of monitors.
#pragma once

#include <memory>
#include <vector>

#include "core/base/image.h"
#include "tests/core/media/test_pictures.h"

namespace kinora::test {

// Frame i is numbered_picture(i).
inline std::shared_ptr<const VideoFrames> numbered_clip(int count, int width = 96, int height = 64, FrameRate rate = {24, 1}) {
    auto clip = std::make_shared<VideoFrames>();
    clip->frame_rate = rate;
    for (int i = 0; i < count; ++i) {
        clip->images.push_back(numbered_picture(width, height, i));
    }
    return clip;
}

}  // namespace kinora::test
