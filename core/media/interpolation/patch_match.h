// Whole-pixel motion of a grid of patches. Private to core/media.
#pragma once

#include <vector>

#include <opencv2/core.hpp>

#include "core/media/interpolation/gray_pyramid.h"

namespace kinora {

inline constexpr int patch_size = 8;    // pixels on each side
inline constexpr int patch_stride = 4;  // pixels from one patch to the next

// Patches of patch_size over a picture; the last column and row lie flush with its edge.
struct PatchGrid {
    int width = 0;  // of the picture
    int height = 0;
    int columns = 0;
    int rows = 0;
    std::vector<cv::Point> vectors;  // row by row

    bool is_empty() const { return vectors.empty(); }
    int left(int column) const { return std::min(column * patch_stride, width - patch_size); }
    int top(int row) const { return std::min(row * patch_stride, height - patch_size); }
    int index(int column, int row) const { return row * columns + column; }
};

// The vectors of `from`'s patches into `to`. `coarse` is the grid of the level with half the size; empty at the coarsest,
// which is searched in full.
PatchGrid search_patches(const GrayLevel& from, const GrayLevel& to, const PatchGrid& coarse);

}  // namespace kinora
