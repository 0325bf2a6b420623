// The way of every patch from one picture to the next, which bends where its motion changes. Private to core/media.
//
// Two pictures tell where a patch begins and ends, not how it gets there. With one picture more on each side its place is known at
// four moments, and the cubic polynomial through them (Newton's divided differences; for flow between frames Xu et al.,
// "Quadratic video interpolation", 2019, with one picture less) says where it is in between.
#pragma once

#include <vector>

#include <opencv2/core.hpp>

#include "core/media/interpolation/patch_flow.h"

namespace kinora {

// How the motion of each patch of a picture changes there: half its acceleration, in pixels over the squared time between the pair
// (the second divided difference of its places). Empty where it is not known.
using PatchAccelerations = std::vector<cv::Point2f>;

// `inner` leads from the picture to the other one of its pair, `outer` away from it to the picture beyond, which lies `distance`
// times as far in time. Patches whose vectors are not trusted take what those around them do.
PatchAccelerations find_accelerations(const PatchFlow& inner, const PatchFlow& outer, double distance);

// What is known of the change of motion at both ends of a pair, and how far in time the pictures lie from which it is known.
struct PairAccelerations {
    PatchAccelerations at_first, at_second;
    double before = 1.0;
    double after = 1.0;
};

// The bends of one flow's patches.
class PatchPaths {
 public:
    // Straight ways.
    PatchPaths() = default;

    // Of the patches of the pair's first picture along `flow` to the second, or of the second's to the first where `is_reversed`.
    PatchPaths(const PatchFlow& flow, const PairAccelerations& accelerations, bool is_reversed);

    // How far from the straight way a patch is at `time`, which is 0 at the pair's first picture and 1 at its second. In pixels.
    cv::Point2f deviation(std::size_t patch, float time) const;

 private:
    PatchAccelerations at_first_, at_second_;  // where the patch is in each of the pictures
    float before_ = 1.0f;
    float after_ = 1.0f;
};

}  // namespace kinora
