// Whole-pixel motion of a grid of patches. Private to core/media.
#pragma once

#include <algorithm>
#include <cstddef>
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
    std::size_t index(int column, int row) const { return static_cast<std::size_t>(row * columns + column); }
};

// Searches one level of two pictures' pyramids in one direction.
class LevelSearch {
 public:
    // The vectors of `from`'s patches into `to`. `coarse` is the grid of the level with half the size; empty at the coarsest,
    // which is searched in full. All three outlive the search. `level` counts from 0, the finest.
    LevelSearch(const GrayLevel& from, const GrayLevel& to, const PatchGrid& coarse, std::size_t level);

    // Gives every patch its first vector, and lets good ones spread.
    void search();

    // Looks far around for the patches that are found nowhere near: small things that move fast are lost at coarser levels.
    void search_widely();

    // Tries the vectors that were found the other way round, from `to` to `from`, and lets good ones spread.
    void try_reversed(const PatchGrid& other);

    const PatchGrid& grid() const { return grid_; }

 private:
    class Patch;

    void visit_first(int index);
    void visit_again(int index, int direction);

    const GrayLevel& from_;
    const GrayLevel& to_;
    const PatchGrid& coarse_;
    std::size_t level_;
    PatchGrid grid_;
};

}  // namespace kinora
