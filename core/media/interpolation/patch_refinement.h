// Patches' vectors below a pixel. Private to core/media.
#pragma once

#include <vector>

#include <opencv2/core.hpp>

#include "core/media/interpolation/gray_pyramid.h"
#include "core/media/interpolation/patch_match.h"

namespace kinora {

using PatchVectors = std::vector<cv::Point2f>;  // one a patch of a PatchGrid, in its order

// The grid's vectors below a pixel. A patch whose difference does not fall keeps its whole-pixel vector.
PatchVectors refine_patches(const GrayLevel& from, const GrayLevel& to, const PatchGrid& grid);

// Replaces each vector by the one of its 3x3 neighbourhood that lies nearest to all others (vector median).
void remove_outliers(const PatchGrid& grid, PatchVectors& vectors);

}  // namespace kinora
