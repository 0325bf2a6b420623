// What feature maps (B, C, F, H, W) need around 3D convolutions: the convolution itself with its weights arranged for the CPU,
// and the norm, modulation and activation before it as one trip through memory.
#pragma once

#include <ATen/core/Tensor.h>

namespace kinora {

// silu(rms_norm over channels, then * (1 + scale) + shift). scale, shift: (B, C), or undefined for none.
at::Tensor normalise_and_activate(const at::Tensor& x, double eps, const at::Tensor& scale, const at::Tensor& shift);

// silu(rms_norm over channels * weight). weight: (C), learned
at::Tensor normalise_weigh_and_activate(const at::Tensor& x, double eps, const at::Tensor& weight);

// A convolution's weights (O, C, k, k, k) as oneDNN wants them for `stride` and `padding`; undefined where the plain ones
// serve as well (no CPU, or another type than float32 and bfloat16).
at::Tensor pack_conv3d_weight(const at::Tensor& weight, at::IntArrayRef stride, at::IntArrayRef padding);

// The convolution with packed weights; the result has its channels last in memory.
at::Tensor packed_conv3d(const at::Tensor& x, const at::Tensor& packed_weight, const at::Tensor& bias, at::IntArrayRef stride,
                         at::IntArrayRef padding);

}  // namespace kinora
