// Resizing for thumbnails and previews. What a model is conditioned on is resized by core/base/resample.h, which follows the
// reference to the bit; this is quicker.
#pragma once

#include "core/base/image.h"

namespace kinora {

// To exactly that size, whatever the aspect ratio: each direction that shrinks averages over the area, each that grows is
// interpolated with cubics. Sizes are 1 or more; the same size gives the same image.
Image resize(const Image& image, int width, int height);

// The largest size within max_width x max_height with the picture's aspect ratio, at least 1x1; never larger than the picture
// unless `may_enlarge`.
Image resize_to_fit(const Image& image, int max_width, int max_height, bool may_enlarge = false);

}  // namespace kinora
