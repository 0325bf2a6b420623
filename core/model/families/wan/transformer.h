// Wan's diffusion transformer (Wan Team 2025, "Wan: Open and Advanced Large-Scale Video Generative Models"; diffusers,
// models/transformers/transformer_wan.py), with the branch of control tokens of VACE where the model has one. Parameters have the names of
// the checkpoint's keys.
//
// Letters: B batch, C channels, F frames, H height, W width of latents; L tokens, T text tokens, D inner width.
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>
#include <torch/nn/modules/container/modulelist.h>
#include <torch/nn/pimpl.h>

#include <optional>
#include <stop_token>
#include <string_view>
#include <vector>

#include "core/model/families/wan/positions.h"
#include "core/model/families/wan/transformer_config.h"
#include "core/model/families/wan/transformer_layers.h"
#include "core/model/weights/streamed_weights.h"

namespace kinora::wan {

// What the prompt and the pictures beside it contribute: one entry a block.
struct PromptContext {
    std::vector<CrossContext> blocks;
    std::vector<CrossContext> control_blocks;
};

// What a clip is made to follow, for models with a branch of control tokens.
struct Control {
    at::Tensor latents;          // (1, vace_in_channels, F, H, W) float32
    std::vector<double> scales;  // of each control block's hint
};

class TransformerImpl : public torch::nn::Module {
 public:
    explicit TransformerImpl(const TransformerConfig& config);

    // embeds: (B, T, text_dim), zero behind the text; pictures: features (n, p, image_dim), or undefined
    // Looks at `stop` between blocks.
    PromptContext prepare_prompt(const at::Tensor& embeds, const at::Tensor& pictures, const std::stop_token& stop);

    // latents: (B, in_channels, F, H, W) float32; timesteps: (1) or (L), 0 … 1000, on the CPU; rope: of the clip's tokens, on the device
    // → velocity (B, out_channels, F, H, W) float32. Looks at `stop` between blocks.
    at::Tensor forward(const at::Tensor& latents, const at::Tensor& timesteps, const PromptContext& prompt, const RotaryTables& rope,
                       const std::optional<Control>& control, const std::stop_token& stop);

    // From now on the weights of the blocks come to the device only while they are used; those of all else are there already.
    void stream_blocks(const ComputeOptions& compute);

    TokenGrid token_grid(at::IntArrayRef latents) const;  // of latents of these sizes
    const TransformerConfig& config() const { return config_; }

 private:
    TimeContext embed_timesteps(const at::Tensor& timesteps);
    at::Tensor unpatch(const at::Tensor& tokens, TokenGrid grid) const;
    std::vector<at::Tensor> control_hints(const Control& control, const at::Tensor& x, const PromptContext& prompt, const TimeContext& time,
                                          const RotaryTables& rope, const std::stop_token& stop);

    TransformerConfig config_;
    at::Tensor patch_weight_, patch_bias_;
    at::Tensor control_patch_weight_, control_patch_bias_;
    TimestepEmbedder time_embedder_;
    Linear time_proj_;
    Linear text_linear_1_, text_linear_2_;
    PictureEmbedder image_embedder_ = nullptr;
    torch::nn::ModuleList blocks_;
    torch::nn::ModuleList control_blocks_ = nullptr;
    Linear proj_out_;
    at::Tensor scale_shift_table_;  // (1, 2, D)
    std::optional<BlockStream> stream_;
};
TORCH_MODULE(Transformer);

// True for the small parameters around the large matrices (embeddings of time, norms, modulation, the first and the last layer), which stay
// in float32 whatever the type of the model: they cost little and their rounding would show.
bool keeps_fp32(std::string_view parameter);

}  // namespace kinora::wan
