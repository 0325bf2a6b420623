// How alike two pictures of the same size are.
#pragma once

#include "core/base/image.h"

namespace kinora {

// Peak signal-to-noise ratio in dB over all samples of all channels, with a peak of 255. Infinite for equal pictures. Throws
// std::invalid_argument for pictures of different sizes and empty ones.
double psnr(const Image& a, const Image& b);

// Mean structural similarity of the luma (BT.709 weights on the sRGB samples): Wang, Bovik, Sheikh, Simoncelli, "Image Quality
// Assessment: From Error Visibility to Structural Similarity", 2004, with its Gaussian window of 11 x 11 and deviation 1.5,
// K1 = 0.01 and K2 = 0.03, over all places where the window fits. Pictures smaller than 11 pixels on a side are compared with
// one window, the whole picture. 1 for equal pictures. Throws like psnr().
double ssim(const Image& a, const Image& b);

}  // namespace kinora
