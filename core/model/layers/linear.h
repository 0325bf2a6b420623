// y = x W^T + b, with the weights rearranged for the CPU's matrix units once they are final.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>

#include <memory>

namespace kinora {

// What is applied to the result while it is still in registers.
enum class Epilogue { none, gelu_tanh, silu };

class LinearImpl : public torch::nn::Module {
 public:
    LinearImpl(std::int64_t in_features, std::int64_t out_features, bool has_bias = true);

    // x: (…, in_features) → (…, out_features)
    at::Tensor forward(const at::Tensor& x, Epilogue epilogue = Epilogue::none);

    // Adds a low-rank change beside the weight, for training (Hu et al. 2021, "LoRA"): y = x W^T + alpha / rank x A^T B^T + b with
    // A (rank, in_features) and B (out_features, rank) as the weights of the submodules lora_A and lora_B. B begins as zero, so
    // that nothing changes yet.
    void add_low_rank(std::int64_t rank, double alpha, at::Generator& generator);
    const std::shared_ptr<LinearImpl>& lora_A() const { return lora_A_; }  // null without a low-rank change
    const std::shared_ptr<LinearImpl>& lora_B() const { return lora_B_; }

    // Adds a low-rank change for inference: y = x W^T + x A^T B^T + b with A (rank, in_features) and B (out_features, rank) in the type of
    // the weight. Both products are summed before they are rounded, so that a change shows which is too small for the weight's own
    // digits. Once, before pack_weights().
    void append_low_rank(const at::Tensor& a, const at::Tensor& b);

    // Rearranges the weights for oneDNN where that helps (inference on a CPU). The results keep their bits; `weight` gives
    // back its memory and must not be read afterwards.
    void pack_weights();

    at::Tensor weight;  // (out_features, in_features), with more columns after append_low_rank()
    at::Tensor bias;    // (out_features), or undefined

 private:
    at::Tensor packed_weight_;
    at::Tensor appended_;  // what makes the inputs of the weight's last columns from x
    std::shared_ptr<LinearImpl> lora_A_, lora_B_;
    double low_rank_scale_ = 0.0;
};
TORCH_MODULE(Linear);

// Packs every Linear in a module.
void pack_linear_weights(torch::nn::Module& module);

}  // namespace kinora
