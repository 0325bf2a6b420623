#include "core/model/families/ltx_video/positions.h"

#include <ATen/ops/arange.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/linspace.h>
#include <ATen/ops/meshgrid.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/pow.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/zeros.h>

#include <numbers>

namespace kinora::ltx_video {

namespace {

constexpr double base_seconds = 20.0;
constexpr double base_side = 2048.0;
constexpr double theta = 10000.0;

// Latent indices of every token: (3, L) int64.
at::Tensor token_indices(const LatentGrid& grid) {
    const auto axis = [](std::int64_t size) { return at::arange(0, size, at::kLong); };
    const auto axes = at::meshgrid({axis(grid.frames), axis(grid.height), axis(grid.width)}, "ij");
    return at::stack(axes, 0).flatten(1);
}

}  // namespace

at::Tensor token_positions(const LatentGrid& grid, TimeConvention convention, double frame_rate, std::int64_t first_frame) {
    const at::Tensor indices = token_indices(grid);
    const at::Tensor rows = indices[1].to(at::kFloat) * static_cast<double>(grid.spatial_ratio);
    const at::Tensor columns = indices[2].to(at::kFloat) * static_cast<double>(grid.spatial_ratio);
    at::Tensor seconds;
    if (convention == TimeConvention::latent_index) {
        const double seconds_per_latent = static_cast<double>(grid.temporal_ratio) / frame_rate;
        seconds = indices[0].to(at::kFloat) * seconds_per_latent + static_cast<double>(first_frame) / frame_rate;
    } else {
        const at::Tensor frames = (indices[0] * grid.temporal_ratio + 1 - grid.temporal_ratio).clamp_min(0) + first_frame;
        seconds = frames.to(at::kFloat) * (1.0 / frame_rate);
    }
    return at::stack({seconds, rows, columns}, 0);
}

RotaryTables rotary_tables(const at::Tensor& positions, std::int64_t inner_dim) {
    const at::Tensor p = positions.dim() == 2 ? positions.unsqueeze(0) : positions;
    const at::Tensor scaled =
        at::stack({p.select(1, 0) / base_seconds, p.select(1, 1) / base_side, p.select(1, 2) / base_side}, -1);

    const std::int64_t num_frequencies = inner_dim / 6;
    const at::Tensor frequencies =
        at::pow(theta, at::linspace(0.0, 1.0, num_frequencies, positions.options())) * std::numbers::pi / 2.0;
    // (B, L, 3, frequencies) → (B, L, frequencies * 3): all axes of one frequency lie together.
    const at::Tensor angles = (frequencies * (scaled.unsqueeze(-1) * 2 - 1)).transpose(-1, -2).flatten(2);

    // The features that three axes cannot share evenly come first and are not turned.
    const std::int64_t num_still = inner_dim % 6 / 2;
    RotaryTables tables = {angles.cos(), angles.sin()};
    if (num_still != 0) {
        const std::vector<std::int64_t> shape = {angles.size(0), angles.size(1), num_still};
        tables.cos = at::cat({at::ones(shape, positions.options()), tables.cos}, -1);
        tables.sin = at::cat({at::zeros(shape, positions.options()), tables.sin}, -1);
    }
    return tables;
}

}  // namespace kinora::ltx_video
