#include "core/model/layers/rope.h"

#include <ATen/ops/stack.h>

namespace kinora {

at::Tensor apply_rope(const at::Tensor& x, const RotaryTables& tables) {
    const at::Tensor x32 = x.to(at::kFloat);
    const auto pairs = x32.unflatten(-1, {-1, 2}).unbind(-1);
    const at::Tensor turned = at::stack({-pairs[1], pairs[0]}, -1).flatten(-2);
    return (x32 * tables.cos + turned * tables.sin).to(x.scalar_type());
}

}  // namespace kinora
