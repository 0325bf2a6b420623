#include "core/model/layers/rope.h"

#include <ATen/ops/stack.h>

namespace kinora {

at::Tensor apply_rope(const at::Tensor& x, const RotaryTables& tables) {
    if (tables.num_features() < x.size(-1)) {
        const RotaryTables of_heads = {tables.cos.unsqueeze(2), tables.sin.unsqueeze(2)};
        return apply_rope(x.unflatten(-1, {-1, tables.num_features()}), of_heads).flatten(-2);
    }
    const auto pairs = x.to(at::kFloat).unflatten(-1, {-1, 2}).unbind(-1);
    const at::Tensor first = pairs[0] * tables.cos - pairs[1] * tables.sin;
    const at::Tensor second = pairs[1] * tables.cos + pairs[0] * tables.sin;
    return at::stack({first, second}, -1).flatten(-2).to(x.scalar_type());
}

}  // namespace kinora
