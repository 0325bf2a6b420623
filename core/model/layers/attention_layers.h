// The attention and feed-forward layers that video transformers share (diffusers: Attention with qk_norm "rms_norm_across_heads", FeedForward with
// "gelu-approximate"). Parameters have the names of the checkpoints' keys.
//
// Letters: B batch, L tokens, T tokens that are attended to, D width.
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>

#include <cstdint>

#include "core/model/layers/linear.h"
#include "core/model/layers/rms_norm.h"
#include "core/model/layers/rope.h"

namespace kinora {

struct AttentionOptions {
    std::int64_t width = 0;
    std::int64_t num_heads = 0;
    double norm_eps = 0.0;  // of queries and keys, which are normalised over all heads together
    bool has_bias = true;
    bool has_out_bias = true;
};

// Queries, keys, values and what becomes of their mix.
class AttentionLayersImpl : public torch::nn::Module {
 public:
    explicit AttentionLayersImpl(const AttentionOptions& options);

 protected:
    // All (B, L, D) in the type of the weights; `rope` may be null.
    at::Tensor queries(const at::Tensor& x, const RotaryTables* rope);
    at::Tensor keys(const at::Tensor& x, const RotaryTables* rope);
    at::Tensor values(const at::Tensor& x) { return to_v_->forward(x); }
    at::Tensor mixed(const at::Tensor& seen) { return to_out_->forward(seen); }
    const AttentionOptions& options() const { return options_; }

 private:
    AttentionOptions options_;
    Linear to_q_, to_k_, to_v_, to_out_;
    RmsNorm norm_q_, norm_k_;
};

class SelfAttentionImpl : public AttentionLayersImpl {
 public:
    using AttentionLayersImpl::AttentionLayersImpl;
    // x: (B, L, D) in the type of the weights → the same
    at::Tensor forward(const at::Tensor& x, const RotaryTables& rope);
};
TORCH_MODULE(SelfAttention);

struct KeysValues {
    at::Tensor keys;    // (B, T, D)
    at::Tensor values;  // the same
};

class CrossAttentionImpl : public AttentionLayersImpl {
 public:
    using AttentionLayersImpl::AttentionLayersImpl;
    KeysValues keys_values(const at::Tensor& text);  // (B, T, D)
    // bias: (B, 1, 1, T) float32, added to the scores, or undefined
    at::Tensor forward(const at::Tensor& x, const KeysValues& text, const at::Tensor& bias);
};
TORCH_MODULE(CrossAttention);

// Keys: net.0.proj.*, net.2.*
class FeedForwardImpl : public torch::nn::Module {
 public:
    FeedForwardImpl(std::int64_t width, std::int64_t inside);
    at::Tensor forward(const at::Tensor& x);

 private:
    Linear in_, out_;
};
TORCH_MODULE(FeedForward);

}  // namespace kinora
