// Timesteps as vectors: sinusoids and the small network on top of them.
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>

#include "core/model/layers/linear.h"

namespace kinora {

// timesteps: (N), any numbers → (N, channels) float32: cosines first, then sines, with periods from 2π to 2π·10000
// (Ho et al. 2020; diffusers, models/embeddings.py: get_timestep_embedding with flip_sin_to_cos and no frequency shift).
at::Tensor sinusoidal_embedding(const at::Tensor& timesteps, std::int64_t channels);

// linear → SiLU → linear over sinusoids. Keys: linear_1.*, linear_2.*.
class TimestepEmbedderImpl : public torch::nn::Module {
 public:
    explicit TimestepEmbedderImpl(std::int64_t features, std::int64_t num_sinusoids = 256);

    // timesteps: (N) → (N, features), in the type of the weights
    at::Tensor forward(const at::Tensor& timesteps);

 private:
    std::int64_t num_sinusoids_;
    Linear linear_1_;
    Linear linear_2_;
};
TORCH_MODULE(TimestepEmbedder);

}  // namespace kinora
