#include "core/model/layers/attention.h"

#include <ATen/ops/scaled_dot_product_attention.h>

namespace kinora {

at::Tensor attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, const at::Tensor& bias) {
    const std::optional<at::Tensor> mask = bias.defined() ? std::optional(bias.to(q.scalar_type())) : std::nullopt;
    return at::scaled_dot_product_attention(q, k, v, mask).transpose(1, 2).flatten(2);
}

at::Tensor split_heads(const at::Tensor& x, std::int64_t num_heads) {
    return x.unflatten(2, {num_heads, -1}).transpose(1, 2);
}

}  // namespace kinora
