#include "core/model/layers/rms_norm.h"

#include <ATen/ops/rsqrt.h>

#include "core/model/layers/parameter.h"

namespace kinora {

at::Tensor rms_norm(const at::Tensor& x, const at::Tensor& weight, double eps) {
    const at::Tensor scale = at::rsqrt(x.to(at::kFloat).square().mean(-1, true) + eps);
    // The reference rounds to the type of the weight, which differs from the input's where a model keeps parts in float32.
    const at::Tensor normalised = (x * scale).to(weight.defined() ? weight.scalar_type() : x.scalar_type());
    return weight.defined() ? normalised * weight : normalised;
}

at::Tensor rms_norm_channels(const at::Tensor& x, double eps) {
    const at::Tensor scale = at::rsqrt(x.to(at::kFloat).square().mean(1, true) + eps);
    return (x * scale).to(x.scalar_type());
}

RmsNormImpl::RmsNormImpl(std::int64_t features, double epsilon) : eps(epsilon) {
    weight = declare_parameter(*this, "weight", {features});
}

at::Tensor RmsNormImpl::forward(const at::Tensor& x) {
    return rms_norm(x, weight, eps);
}

}  // namespace kinora
