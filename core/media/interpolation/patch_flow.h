// Optical flow by patch search. Private to core/media.
//
// Every fourth pixel in each direction carries an 8x8 patch. From the coarsest size of the picture to the finest each patch
// looks among its neighbours' vectors and those of the size before for the one with the least difference, so small things
// that move fast are found, which a coarse-to-fine descent alone loses. What one direction finds is tried in the other. The
// finest vectors are brought below a pixel by inverse compositional gradient descent (Baker and Matthews 2004, as in Kroeger et
// al., "Fast optical flow using dense inverse search", 2016). Outliers are replaced by the vector median of their neighbourhood,
// unless the way back confirms them and they explain far more: small things move on their own.
#pragma once

#include <cstdint>
#include <stop_token>
#include <vector>

#include "core/media/interpolation/gray_pyramid.h"
#include "core/media/interpolation/patch_match.h"
#include "core/media/interpolation/patch_refinement.h"

namespace kinora {

// Where the patches of one picture are found in another.
struct PatchFlow {
    PatchGrid grid;
    PatchVectors vectors;      // one a patch, in pixels
    std::vector<float> trust;  // one a patch, 0 … 1: how well its vector agrees with the one back (forward-backward consistency)
    std::vector<std::uint8_t> is_hidden;  // one a patch: not 0 where the other picture certainly does not show it
};

struct PatchFlows {
    PatchFlow forward;   // from the first picture to the second
    PatchFlow backward;  // from the second to the first
};

// The middle of a patch, in pixels.
cv::Point2f patch_middle(const PatchGrid& grid, int column, int row);

// The patch whose middle lies nearest to a place.
std::size_t nearest_patch(const PatchGrid& grid, cv::Point2f place);

// The flows of the pyramids' first levels. Both are of pictures of one size, of at least 8x8 pixels. Throws Cancelled.
PatchFlows estimate_flows(const std::vector<GrayLevel>& first, const std::vector<GrayLevel>& second, const std::stop_token& stop);

}  // namespace kinora
