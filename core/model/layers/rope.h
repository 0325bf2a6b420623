// Rotary position embedding (Su et al. 2021) over adjacent pairs of features.
#pragma once

#include <ATen/core/Tensor.h>

namespace kinora {

// The angle of every pair of every token, as cosine and sine.
struct RotaryTables {
    at::Tensor cos;  // (B or 1, L, D / 2) float32, contiguous
    at::Tensor sin;  // the same
};

// x: (B, L, D) → (B, L, D): each pair (a, b) becomes (a cos - b sin, b cos + a sin).
at::Tensor apply_rope(const at::Tensor& x, const RotaryTables& tables);

}  // namespace kinora
