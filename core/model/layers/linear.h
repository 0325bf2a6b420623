// y = x W^T + b, with the weights rearranged for the CPU's matrix units once they are final.
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>

namespace kinora {

// What is applied to the result while it is still in registers.
enum class Epilogue { none, gelu_tanh, silu };

class LinearImpl : public torch::nn::Module {
 public:
    LinearImpl(std::int64_t in_features, std::int64_t out_features, bool has_bias = true);

    // x: (…, in_features) → (…, out_features)
    at::Tensor forward(const at::Tensor& x, Epilogue epilogue = Epilogue::none);

    // Rearranges the weights for oneDNN where that helps (inference on a CPU). The results keep their bits; `weight` gives
    // back its memory and must not be read afterwards.
    void pack_weights();

    at::Tensor weight;  // (out_features, in_features)
    at::Tensor bias;    // (out_features), or undefined

 private:
    at::Tensor packed_weight_;
};
TORCH_MODULE(Linear);

// Packs every Linear in a module.
void pack_linear_weights(torch::nn::Module& module);

}  // namespace kinora
