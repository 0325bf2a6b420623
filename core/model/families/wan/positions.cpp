#include "core/model/families/wan/positions.h"

#include <ATen/ops/arange.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/outer.h>
#include <ATen/ops/pow.h>

#include <array>

namespace kinora::wan {

namespace {

constexpr double theta = 10000.0;

// The angles of `size` places for so many features: (size, features / 2) float64.
at::Tensor angles(std::int64_t size, std::int64_t features) {
    const at::Tensor exponents = at::arange(0, features, 2, at::kDouble) / static_cast<double>(features);
    return at::outer(at::arange(size, at::kDouble), at::pow(theta, -exponents));
}

}  // namespace

RotaryTables rotary_tables(TokenGrid grid, std::int64_t head_dim) {
    const std::int64_t side_features = 2 * (head_dim / 6);
    const std::array<std::int64_t, 3> sizes = {grid.frames, grid.height, grid.width};
    const std::array<std::int64_t, 3> features = {head_dim - 2 * side_features, side_features, side_features};
    std::vector<at::Tensor> parts;
    for (std::size_t axis = 0; axis < sizes.size(); ++axis) {
        std::array<std::int64_t, 4> shape = {1, 1, 1, features[axis] / 2};
        shape[axis] = sizes[axis];
        parts.push_back(angles(sizes[axis], features[axis]).view(shape).expand({grid.frames, grid.height, grid.width, features[axis] / 2}));
    }
    const at::Tensor all = at::cat(parts, -1).reshape({1, grid.num_tokens(), head_dim / 2});
    return {all.cos().to(at::kFloat), all.sin().to(at::kFloat)};
}

}  // namespace kinora::wan
