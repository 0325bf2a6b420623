// Dense optical flow by patch search. Private to core/media.
//
// Every fourth pixel in each direction carries an 8x8 patch. From the coarsest size of the picture to the finest each patch
// looks among its neighbours' vectors and those of the size before for the one with the least difference, so small things
// that move fast are found, which a coarse-to-fine descent alone loses. The finest vectors are brought below a pixel by
// inverse compositional gradient descent (Baker and Matthews 2004, as in Kroeger et al., "Fast optical flow using dense
// inverse search", 2016), outliers are replaced by the vector median of their neighbourhood, and each pixel takes the mean of
// the patches over it, weighted by how well each explains that pixel.
#pragma once

#include <stop_token>
#include <vector>

#include <opencv2/core.hpp>

#include "core/media/interpolation/gray_pyramid.h"

namespace kinora {

// The flow of the pyramids' first level: pixel (x, y) of `from` is found at (x, y) + flow(y, x) in `to`. Both pyramids are of
// pictures of one size, of at least 8x8 pixels. Throws Cancelled.
cv::Mat2f estimate_flow(const std::vector<GrayLevel>& from, const std::vector<GrayLevel>& to, const std::stop_token& stop);

}  // namespace kinora
