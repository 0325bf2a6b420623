// Rotary position embedding (Su et al. 2021) over adjacent pairs of features.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace kinora {

// The angle of every pair of every token, as cosine and sine.
struct RotaryTables {
    at::Tensor cos;  // (B or 1, L, D / 2) float32, contiguous; or (B or 1, L, d / 2) for heads of d features that all turn alike
    at::Tensor sin;  // the same

    std::int64_t num_features() const { return 2 * cos.size(-1); }  // that they turn
};

// x: (B, L, D) → (B, L, D): each pair (a, b) becomes (a cos - b sin, b cos + a sin).
at::Tensor apply_rope(const at::Tensor& x, const RotaryTables& tables);

}  // namespace kinora
