// Gives the declared parameters of a module values, for tests that need no checkpoint.
#pragma once

#include <ATen/ATen.h>
#include <torch/nn/module.h>

namespace kinora::test {

// Small normal random numbers, the same for the same seed; vectors get values around 1 so that norms stay sensible.
inline void fill_randomly(torch::nn::Module& module, std::uint64_t seed) {
    const at::NoGradGuard no_grad;
    auto generator = at::make_generator<at::CPUGeneratorImpl>(seed);
    const auto fill = [&](at::Tensor tensor) {
        const at::Tensor noise = at::randn(tensor.sizes(), generator, at::kFloat);
        tensor.set_data(tensor.dim() > 1 ? noise * 0.2 : 1.0 + noise * 0.1);
    };
    for (const auto& item : module.named_parameters()) {
        fill(item.value());
    }
    for (const auto& item : module.named_buffers()) {
        fill(item.value());
    }
}

}  // namespace kinora::test
