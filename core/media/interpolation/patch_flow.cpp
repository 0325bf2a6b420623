#include "core/media/interpolation/patch_flow.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/cancelled.h"
#include "core/media/interpolation/patch_match.h"
#include "core/media/interpolation/patch_refinement.h"

namespace kinora {

cv::Mat2f estimate_flow(const std::vector<GrayLevel>& from, const std::vector<GrayLevel>& to, const std::stop_token& stop) {
    PatchGrid grid;
    for (std::size_t level = from.size(); level-- > 0;) {
        throw_if_stop_requested(stop);
        grid = search_patches(from[level], to[level], grid);
    }
    throw_if_stop_requested(stop);
    PatchVectors vectors = refine_patches(from.front(), to.front(), grid);
    throw_if_stop_requested(stop);
    remove_outliers(grid, vectors);
    return spread_patches(from.front(), to.front(), grid, vectors);
}

}  // namespace kinora
