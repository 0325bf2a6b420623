// Patches' vectors below a pixel. Private to core/media.
#pragma once

#include <cstdint>
#include <vector>

#include <opencv2/core.hpp>

#include "core/media/interpolation/gray_pyramid.h"
#include "core/media/interpolation/patch_match.h"

namespace kinora {

using PatchVectors = std::vector<cv::Point2f>;  // one a patch of a PatchGrid, in its order

// The grid's vectors below a pixel. A patch whose difference does not fall keeps its whole-pixel vector.
PatchVectors refine_patches(const GrayLevel& from, const GrayLevel& to, const PatchGrid& grid);

struct PatchPictures {
    const GrayLevel& from;
    const GrayLevel& to;
};

// Replaces each vector by the one of its 3x3 neighbourhood that lies nearest to all others (vector median). Vectors that are
// confirmed (not 0, one a patch), far from that one and explain their patch much better stay: a small thing moves there.
void replace_outliers(const PatchPictures& pictures, const PatchGrid& grid, const std::vector<std::uint8_t>& is_confirmed,
                      PatchVectors& vectors);

}  // namespace kinora
