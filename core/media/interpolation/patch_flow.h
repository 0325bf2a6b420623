// Dense optical flow by patch search. Private to core/media.
//
// Every fourth pixel in each direction carries an 8x8 patch. From the coarsest size of the picture to the finest each patch
// looks among its neighbours' vectors and those of the size before for the one with the least difference, so small things
// that move fast are found, which a coarse-to-fine descent alone loses. What one direction finds is tried in the other. The finest vectors are brought below a pixel by
// inverse compositional gradient descent (Baker and Matthews 2004, as in Kroeger et al., "Fast optical flow using dense
// inverse search", 2016), outliers are replaced by the vector median of their neighbourhood, and each pixel takes the mean of
// the patches over it, weighted by how well each explains that pixel.
#pragma once

#include <stop_token>
#include <vector>

#include <opencv2/core.hpp>

#include "core/media/interpolation/gray_pyramid.h"

namespace kinora {

// Pixel (x, y) of the first picture is found at (x, y) + forward(y, x) in the second, and the other way round.
struct FlowFields {
    cv::Mat2f forward;
    cv::Mat2f backward;
};

// The flows of the pyramids' first levels. Both are of pictures of one size, of at least 8x8 pixels. Throws Cancelled.
FlowFields estimate_flows(const std::vector<GrayLevel>& first, const std::vector<GrayLevel>& second, const std::stop_token& stop);

}  // namespace kinora
