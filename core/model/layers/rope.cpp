#include "core/model/layers/rope.h"

#include <ATen/ops/stack.h>

namespace kinora {

at::Tensor apply_rope(const at::Tensor& x, const RotaryTables& tables) {
    const auto pairs = x.to(at::kFloat).unflatten(-1, {-1, 2}).unbind(-1);
    const at::Tensor first = pairs[0] * tables.cos - pairs[1] * tables.sin;
    const at::Tensor second = pairs[1] * tables.cos + pairs[0] * tables.sin;
    return at::stack({first, second}, -1).flatten(-2).to(x.scalar_type());
}

}  // namespace kinora
