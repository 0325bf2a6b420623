#include "core/model/layers/timestep_embedding.h"

#include <ATen/ops/arange.h>
#include <ATen/ops/cat.h>

#include <cmath>

namespace kinora {

at::Tensor sinusoidal_embedding(const at::Tensor& timesteps, std::int64_t channels) {
    const std::int64_t half = channels / 2;
    const auto options = timesteps.options().dtype(at::kFloat);
    const at::Tensor frequencies = (at::arange(half, options) * -std::log(10000.0) / half).exp();
    const at::Tensor angles = timesteps.to(at::kFloat).unsqueeze(1) * frequencies.unsqueeze(0);
    return at::cat({angles.cos(), angles.sin()}, 1);
}

TimestepEmbedderImpl::TimestepEmbedderImpl(std::int64_t features, std::int64_t num_sinusoids)
    : num_sinusoids_(num_sinusoids),
      linear_1_(register_module("linear_1", Linear(num_sinusoids, features))),
      linear_2_(register_module("linear_2", Linear(features, features))) {}

at::Tensor TimestepEmbedderImpl::forward(const at::Tensor& timesteps) {
    const at::Tensor sinusoids = sinusoidal_embedding(timesteps, num_sinusoids_).to(linear_1_->weight.scalar_type());
    return linear_2_->forward(linear_1_->forward(sinusoids, Epilogue::silu));
}

}  // namespace kinora
