// The picture between two pictures, put together from patches that move along their vectors (overlapped block motion
// compensation, Orchard and Sullivan 1994, from both sides). Private to core/media.
//
// Every patch of the first picture is brought along its path to where it is at the wanted time, and so is every patch of the second; each
// shows the mix of what both pictures hold along its vector. A pixel is the mean of the patches over it, each of which weighs
// much where its vector agrees with the vector back and where both pictures look alike along it; so where one picture hides
// what the other shows, the patches of what is in sight there remain.
#pragma once

#include <array>
#include <stop_token>

#include <opencv2/core.hpp>

#include "core/media/interpolation/patch_flow.h"
#include "core/media/interpolation/patch_path.h"
#include "core/media/interpolation/patch_sampler.h"

namespace kinora {

struct BlendSource {
    const PatchSampler& first;
    const PatchSampler& second;       // with planes of the same sizes
    const PatchFlows& flows;          // of the pictures at half their size,
    const PatchPaths& forward_paths;  // and the ways of their patches
    const PatchPaths& backward_paths;
};

// The planes of the picture at `time`, above 0 (the first picture) and below 1 (the second), of samples as those have. Throws Cancelled.
std::array<cv::Mat, num_colors> blend_patches(const BlendSource& source, float time, const std::stop_token& stop);

}  // namespace kinora
