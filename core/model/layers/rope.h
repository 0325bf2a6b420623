// Rotary position embedding (Su et al. 2021) over adjacent pairs of features.
#pragma once

#include <ATen/core/Tensor.h>

namespace kinora {

// Angles of every token as cosines and sines, each value twice (once for each of a pair).
struct RotaryTables {
    at::Tensor cos;  // (B or 1, L, D) float32
    at::Tensor sin;  // (B or 1, L, D) float32
};

// x: (B, L, D) → (B, L, D): each pair (a, b) becomes (a cos - b sin, b cos + a sin).
at::Tensor apply_rope(const at::Tensor& x, const RotaryTables& tables);

}  // namespace kinora
