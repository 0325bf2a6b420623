#include "core/media/interpolation/patch_flow.h"

#include <algorithm>

#include "core/base/cancelled.h"
#include "core/media/interpolation/patch_match.h"
#include "core/media/interpolation/patch_refinement.h"

namespace kinora {

namespace {

struct GridPair {
    PatchGrid forward, backward;
};

GridPair search(const GrayLevel& first, const GrayLevel& second, const GridPair& coarse) {
    LevelSearch forward(first, second, coarse.forward);
    LevelSearch backward(second, first, coarse.backward);
    forward.search();
    backward.search();
    forward.try_reversed(backward.grid());
    backward.try_reversed(forward.grid());
    return {forward.grid(), backward.grid()};
}

cv::Mat2f refine(const GrayLevel& from, const GrayLevel& to, const PatchGrid& grid) {
    PatchVectors vectors = refine_patches(from, to, grid);
    remove_outliers(grid, vectors);
    return spread_patches(from, to, grid, vectors);
}

}  // namespace

FlowFields estimate_flows(const std::vector<GrayLevel>& first, const std::vector<GrayLevel>& second, const std::stop_token& stop) {
    GridPair grids;
    for (std::size_t level = first.size(); level-- > 0;) {
        throw_if_stop_requested(stop);
        grids = search(first[level], second[level], grids);
    }
    throw_if_stop_requested(stop);
    FlowFields flows;
    cv::parallel_for_({0, 2}, [&](const cv::Range& directions) {
        for (int i = directions.start; i < directions.end; ++i) {
            if (i == 0) {
                flows.forward = refine(first.front(), second.front(), grids.forward);
            } else {
                flows.backward = refine(second.front(), first.front(), grids.backward);
            }
        }
    });
    throw_if_stop_requested(stop);
    return flows;
}

}  // namespace kinora
