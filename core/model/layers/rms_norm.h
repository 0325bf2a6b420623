// Root-mean-square normalisation (Zhang & Sennrich 2019), computed in float32 whatever the type of the input.
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>

namespace kinora {

// x / sqrt(mean(x²) + eps) * weight over the last axis; `weight` may be undefined.
at::Tensor rms_norm(const at::Tensor& x, const at::Tensor& weight, double eps);

// The same over axis 1, for feature maps (B, C, …).
at::Tensor rms_norm_channels(const at::Tensor& x, double eps);

// With a learned weight, as T5 and the query and key norms have it.
class RmsNormImpl : public torch::nn::Module {
 public:
    RmsNormImpl(std::int64_t features, double eps);
    at::Tensor forward(const at::Tensor& x);

    at::Tensor weight;  // (features)
    double eps;
};
TORCH_MODULE(RmsNorm);

}  // namespace kinora
