// Scaled dot-product attention (Vaswani et al. 2017), in blocks so that no matrix of scores is ever whole in memory (Rabe &
// Staats 2021; Dao et al. 2022). Scores, their sums and the results are kept in float32.
#pragma once

#include <ATen/core/Tensor.h>

namespace kinora {

// softmax(q kᵀ / sqrt(d) + bias) v
//   q: (B, Lq, N * d); k, v: (B, Lk, N * d); bias: (B, 1, 1, Lk) float32, added to the scores, or undefined
// → (B, Lq, N * d)
at::Tensor attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, const at::Tensor& bias,
                     std::int64_t num_heads);

// (B, L, N * d) → (B, N, L, d), without copying
at::Tensor split_heads(const at::Tensor& x, std::int64_t num_heads);

}  // namespace kinora
