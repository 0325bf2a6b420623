// The resizes that the reference pipelines apply to conditioning images: Pillow's Lanczos and bicubic filters in their 8-bit
// fixed-point form, sample for sample (Pillow 13, src/libImaging/Resample.c). Needs no library, so that a machine without
// OpenCV prepares conditions exactly like one with it.
#pragma once

#include "core/base/image.h"

namespace kinora {

// Resizes to width x height; the aspect ratio is not kept. The same size gives the same image.
Image resample_lanczos(const Image& image, int width, int height);
Image resample_bicubic(const Image& image, int width, int height);

// Cuts the largest centred part that has the aspect ratio of width x height, then resizes it to that size.
Image resample_to_fill(const Image& image, int width, int height);

}  // namespace kinora
