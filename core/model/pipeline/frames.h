// Image ↔ tensor, the only two converters.
#pragma once

#include <ATen/core/Tensor.h>

#include <span>
#include <vector>

#include "core/base/image.h"

namespace kinora {

// Images of one size → (1, 3, F, H, W) float32 in -1 … 1, on the CPU.
at::Tensor pixels_from_images(std::span<const Image> images);

// (F, H, W, 3) float32 in 0 … 1 on the CPU, from pixels (1, 3, F, H, W) around -1 … 1.
at::Tensor frames_from_pixels(const at::Tensor& pixels);

// Frames as frames_from_pixels makes them → images, rounded to 8 bits.
std::vector<Image> images_from_frames(const at::Tensor& frames);

}  // namespace kinora
