// Pictures as IFNet takes and gives them.
#pragma once

#include <ATen/core/Tensor.h>

#include "core/base/image.h"

namespace kinora {

// [1, 3, height, width] float32 in 0 … 1, on the CPU.
at::Tensor rife_pixels(const Image& image);

// Zeros to the right and below, up to multiples of `multiple` (IfnetImpl::size_multiple).
at::Tensor rife_padded(const at::Tensor& pixels, std::int64_t multiple);

// From [3, height, width] in 0 … 1, rounded to 8 bits.
Image rife_image(const at::Tensor& pixels);

}  // namespace kinora
