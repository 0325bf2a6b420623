// The layers of Wan's diffusion transformer (diffusers, models/transformers/transformer_wan.py and transformer_wan_vace.py). Parameters have
// the names of the checkpoint's keys.
//
// Letters: B batch, L tokens, T text tokens, P tokens of pictures, D inner width.
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>

#include "core/model/families/wan/transformer_config.h"
#include "core/model/layers/attention_layers.h"
#include "core/model/layers/linear.h"
#include "core/model/layers/rms_norm.h"
#include "core/model/layers/rope.h"
#include "core/model/layers/timestep_embedding.h"

namespace kinora::wan {

// What text and pictures contribute to a block's cross attention, the same in every denoising step.
struct CrossContext {
    KeysValues text;
    KeysValues pictures;  // undefined where the model sees none
};

// What the timesteps contribute: one row for each distinct timestep, and which token has which.
struct TimeContext {
    at::Tensor modulation;    // (R, 6 D) float32: for the blocks
    at::Tensor embedded;      // (R, D) float32: for the output
    at::Tensor row_of_token;  // (1, L) int64, or undefined where there is only one row
};

// Attention to the text and, beside it and added to it, to what pictures show.
class PictureAttentionImpl : public AttentionLayersImpl {
 public:
    explicit PictureAttentionImpl(const TransformerConfig& config);
    // text: (B, T, D); pictures: (B, P, D), or undefined
    CrossContext prepare(const at::Tensor& text, const at::Tensor& pictures);
    at::Tensor forward(const at::Tensor& x, const CrossContext& context);

 private:
    Linear add_k_proj_ = nullptr, add_v_proj_ = nullptr;
    RmsNorm norm_added_k_ = nullptr;
};
TORCH_MODULE(PictureAttention);

class BlockImpl : public torch::nn::Module {
 public:
    explicit BlockImpl(const TransformerConfig& config);

    // x: (B, L, D) float32, the residual stream; may be changed in place
    at::Tensor forward(at::Tensor x, const CrossContext& context, const TimeContext& time, const RotaryTables& rope);

    PictureAttention attn2;

 private:
    double eps_;
    SelfAttention attn1_;
    FeedForward ffn_;
    at::Tensor norm2_weight_, norm2_bias_;  // undefined unless the config asks for them
    at::Tensor scale_shift_table_;          // (1, 6, D)
};
TORCH_MODULE(Block);

// A block of the branch of control tokens (Jiang et al. 2025, "VACE"): what it makes of them goes on to the next one, and through proj_out as
// a hint to a block of the clip's tokens.
class ControlBlockImpl : public BlockImpl {
 public:
    ControlBlockImpl(const TransformerConfig& config, bool is_first);

    // control: (B, L, D) float32; x: the clip's tokens before their first block
    at::Tensor enter(const at::Tensor& control, const at::Tensor& x);  // for the first one
    at::Tensor hint(const at::Tensor& control);

 private:
    Linear proj_in_ = nullptr;
    Linear proj_out_;
};
TORCH_MODULE(ControlBlock);

// Features of pictures at the inner width.
class PictureEmbedderImpl : public torch::nn::Module {
 public:
    explicit PictureEmbedderImpl(const TransformerConfig& config);
    // features: (n, p, image_dim), those of n pictures → (1, n p, D), or (n, p, D) with n = 1 where pictures have no places
    at::Tensor forward(const at::Tensor& features);

 private:
    struct Norm {
        at::Tensor weight, bias;
    };
    Norm declare_norm(const std::string& name, std::int64_t width);

    at::Tensor pos_embed_;  // (1, both pictures' features, image_dim), or undefined
    Norm norm1_;
    Linear in_, out_;
    Norm norm2_;
};
TORCH_MODULE(PictureEmbedder);

}  // namespace kinora::wan
