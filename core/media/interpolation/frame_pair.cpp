#include "core/media/interpolation/frame_pair.h"

#include "core/media/interpolation/scene_cut.h"

namespace kinora {

bool FramePair::is_same(const Image& first, const Image& second) {
    if (!is_same_) {
        is_same_ = first == second;
    }
    return *is_same_;
}

bool FramePair::is_cut(const Image& first, const Image& second) {
    if (!is_cut_) {
        is_cut_ = !is_same(first, second) && is_scene_cut(first, second);
    }
    return *is_cut_;
}

bool FramePair::shows_motion(const Image& first, const Image& second) {
    if (!is_duplicate_) {
        is_duplicate_ = is_same(first, second) || is_duplicate_frame(first, second);
    }
    return !*is_duplicate_ && !is_cut(first, second);
}

}  // namespace kinora
