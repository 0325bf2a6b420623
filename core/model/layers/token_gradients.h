// The operations of token_ops.h, and gelu, for training on a CPU: forward and backward each as one trip through memory. They
// record gradients; sums over tokens are added up in an order that does not depend on the number of threads.
#pragma once

#include <ATen/core/Tensor.h>

#include "core/model/layers/rope.h"

namespace kinora {

// Whether the operations below take this: float32 or bfloat16 on a CPU, whose gradients are recorded.
bool records_gradients_on_cpu(const at::Tensor& x);

// rms_norm(x) * scale + shift in `type`. x: (B, L, D) float32; scale, shift: (B, N, D) float32, a row for each run of L / N
// tokens.
at::Tensor modulate_with_gradients(const at::Tensor& x, double eps, const at::Tensor& scale, const at::Tensor& shift,
                                   at::ScalarType type);

// x + y * gate. x: (B, L, D) float32; y: the same in float32 or bfloat16; gate: (B, N, D) float32.
at::Tensor add_gated_with_gradients(const at::Tensor& x, const at::Tensor& y, const at::Tensor& gate);

// RMS norm with weight (D) float32, then rotation, where the tables are defined. x: (B, L, D) float32 or bfloat16.
at::Tensor rotate_with_gradients(const at::Tensor& x, const at::Tensor& weight, double eps, const RotaryTables& rope);

// gelu by its approximation with tanh. x: any shape, float32 or bfloat16.
at::Tensor gelu_with_gradients(const at::Tensor& x);

}  // namespace kinora
