// What happens to tokens between the matrix products, each as one trip through memory where the CPU runs inference: norms,
// modulation, gated residuals, rotation. The residual stream stays in float32 whatever the type of the products.
#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

#include "core/model/layers/rope.h"

namespace kinora {

// One row of D values for each distinct timestep, and which token takes which row. With gradients, where rows must not be
// copied to every token and summed up from there, the rows of a sequence may instead be given in the order of its tokens:
// (B, N, D), each for a run of L / N tokens.
struct TokenRows {
    at::Tensor rows;          // (R, D) float32, or (B, N, D)
    at::Tensor row_of_token;  // (B or 1, L) int64 on the device of the rows, or undefined where R is 1 or rows are in order
};

// The parts of a modulation, rows of (…, n * D) on top of a learned table (n, D): n times (…, D).
std::vector<TokenRows> modulation_parts(const at::Tensor& rows, const at::Tensor& table, const at::Tensor& row_of_token);

TokenRows plus_one(const TokenRows& scale);

// x * scale + shift, each token with its rows; `shift` may have undefined rows. x: (B, L, D).
at::Tensor scale_and_shift(const at::Tensor& x, const TokenRows& scale, const TokenRows& shift);

// RMS norm (weight may be undefined), then * scale + shift, in `type`. x: (B, L, D) float32.
at::Tensor normalise_and_modulate(const at::Tensor& x, const at::Tensor& weight, double eps, const TokenRows& scale,
                                  const TokenRows& shift, at::ScalarType type);

// LayerNorm without parameters of its own (Ba et al. 2016), then * scale + shift, in `type`. x: (B, L, D) float32. For inference.
at::Tensor standardise_and_modulate(const at::Tensor& x, double eps, const TokenRows& scale, const TokenRows& shift, at::ScalarType type);

// x + y * gate; y: (B, L, D) of any type; gate may have undefined rows. May change x in place.
at::Tensor add_gated(at::Tensor x, const at::Tensor& y, const TokenRows& gate);

// RMS norm over all features with `weight`, then rotation, where `rope` is not null. x: (B, L, D). May change x in place.
at::Tensor normalise_and_rotate(at::Tensor x, const at::Tensor& weight, double eps, const RotaryTables* rope);

}  // namespace kinora
