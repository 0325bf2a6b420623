// Scaled dot-product attention (Vaswani et al. 2017).
#pragma once

#include <ATen/core/Tensor.h>

namespace kinora {

// softmax(q kᵀ / sqrt(d) + bias) v
//   q: (B, N, Lq, d); k, v: (B, N, Lk, d); bias: (B, 1, 1, Lk), added to the scores, or undefined
// → (B, Lq, N * d)
at::Tensor attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, const at::Tensor& bias);

// (B, L, N * d) → (B, N, L, d), without copying
at::Tensor split_heads(const at::Tensor& x, std::int64_t num_heads);

}  // namespace kinora
