// LTX-Video's diffusion transformer (HaCohen et al. 2024, "LTX-Video: Realtime Video Latent Diffusion"; diffusers,
// models/transformers/transformer_ltx.py). Parameters have the names of the checkpoint's keys.
//
// Letters: B batch, L tokens, T text tokens, D inner width, C channels of a token.
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>
#include <torch/nn/modules/container/modulelist.h>
#include <torch/nn/pimpl.h>

#include <optional>
#include <stop_token>
#include <string_view>
#include <vector>

#include "core/model/families/ltx_video/config.h"
#include "core/model/layers/attention_layers.h"
#include "core/model/layers/linear.h"
#include "core/model/layers/rope.h"
#include "core/model/layers/timestep_embedding.h"
#include "core/model/weights/streamed_weights.h"

namespace kinora::ltx_video {

// What the text contributes, the same in every denoising step: keys and values of each block's cross attention.
struct TextContext {
    std::vector<KeysValues> blocks;
    at::Tensor bias;  // (B, 1, 1, T) float32, added to the scores of padding; undefined where there is no padding
};

// What the timesteps contribute: one row for each distinct timestep, and which token has which.
struct TimeContext {
    at::Tensor modulation;    // (R, 6 D) float32: for the blocks; with gradients (B, N, 6 D), see TokenRows
    at::Tensor embedded;      // (R, D) float32: for the output; with gradients (B, N, D)
    at::Tensor row_of_token;  // (B or 1, L) int64, or undefined where there is only one row
};

class TransformerBlockImpl : public torch::nn::Module {
 public:
    explicit TransformerBlockImpl(const TransformerConfig& config);

    // x: (B, L, D) float32, the residual stream; may be changed in place
    at::Tensor forward(at::Tensor x, const KeysValues& text, const at::Tensor& text_bias,
                       const TimeContext& time, const RotaryTables& rope);

    CrossAttention attn2;

 private:
    double norm_eps_;
    at::Tensor norm1_weight_, norm2_weight_;  // undefined unless the config asks for them
    SelfAttention attn1_;
    FeedForward ff_;
    at::Tensor scale_shift_table_;  // (6, D)
};
TORCH_MODULE(TransformerBlock);

class TransformerImpl : public torch::nn::Module {
 public:
    explicit TransformerImpl(const TransformerConfig& config);

    // embeds: (B, T, caption_channels); mask: (B, T) bool, true where there is text
    TextContext prepare_text(const at::Tensor& embeds, const at::Tensor& mask);

    // tokens: (B, L, C) float32; timesteps: (B or 1, 1 or L), 0 … 1000, on the CPU → velocity (B, L, C) float32. With
    // gradients, timesteps are (B, N) on any device: N runs of L / N tokens, such as latent frames, with one timestep each. Looks at `stop`
    // between blocks.
    at::Tensor forward(const at::Tensor& tokens, const at::Tensor& timesteps, const TextContext& text,
                       const RotaryTables& rope, const std::stop_token& stop);

    // From now on the weights of the blocks come to the device only while they are used; those of all else are there already.
    void stream_blocks(const ComputeOptions& compute);

    const TransformerConfig& config() const { return config_; }

 private:
    TimeContext embed_timesteps(const at::Tensor& timesteps);

    TransformerConfig config_;
    Linear proj_in_;
    TimestepEmbedder timestep_embedder_;
    Linear time_linear_;
    Linear caption_linear_1_, caption_linear_2_;
    torch::nn::ModuleList blocks_;
    Linear proj_out_;
    at::Tensor scale_shift_table_;  // (2, D)
    std::optional<BlockStream> stream_;
};
TORCH_MODULE(Transformer);

// True for the small parameters around the large matrices (embeddings of time, norms, modulation, the first and the last
// layer), which stay in float32 whatever the type of the model: they cost little and their rounding would show.
bool keeps_fp32(std::string_view parameter);

}  // namespace kinora::ltx_video
