// What two successive frames of a clip have to do with each other.
#pragma once

#include <optional>

#include "core/base/image.h"

namespace kinora {

// Belongs to one pair, whose pictures it is given each time; each answer is worked out once, when it is asked for.
class FramePair {
 public:
    bool is_same(const Image& first, const Image& second);
    bool is_cut(const Image& first, const Image& second);  // is_scene_cut()

    // Whether motion goes on from one to the other as in the frames beside them: they are of one shot, and the second is no repetition
    // of the first, which stands in for a frame that there is not.
    bool shows_motion(const Image& first, const Image& second);

 private:
    std::optional<bool> is_same_, is_cut_, is_duplicate_;
};

}  // namespace kinora
