// What a picture between two others is made of, decided on the coarser grid of the flow. Private to core/media.
//
// Two motions are considered for every place of the new picture: the one of the first picture's pixel that passes there, and
// the one of the second picture's. Each gives a sample of both pictures. A sample weighs much where its motion agrees with the
// motion back (forward-backward consistency) and where both pictures look alike along it. Where they do not agree, something
// is hidden in one of the pictures: then the sample of the picture whose own motion it is remains.
#pragma once

#include <stop_token>
#include <vector>

#include <opencv2/core.hpp>

#include "core/media/interpolation/gray_pyramid.h"

namespace kinora {

// For one place: how far the samples lie from it, in pixels of the grid, and how much each weighs; the weights' sum is 1.
struct BlendCell {
    cv::Point2f first_motion;   // over the whole interval, by the first picture's flow
    cv::Point2f second_motion;  // over the whole interval, by the second picture's flow
    // Of the first picture along first_motion, the second along first_motion, the first along second_motion, the second along
    // second_motion.
    cv::Vec4f weights;
};

struct FlowPair {
    cv::Mat2f forward;   // from the first picture to the second
    cv::Mat2f backward;  // from the second to the first
    cv::Mat1f forward_trust;   // 0 … 1: how well a motion agrees with the one back
    cv::Mat1f backward_trust;
};

// Works out the trust in both flows.
FlowPair pair_flows(cv::Mat2f forward, cv::Mat2f backward);

// The plan for the picture at `time` in 0 … 1, row by row on the flow's grid. Throws Cancelled.
std::vector<BlendCell> plan_blend(const FlowPair& flows, const GrayLevel& first, const GrayLevel& second, float time,
                                  const std::stop_token& stop);

}  // namespace kinora
