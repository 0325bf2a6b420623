#include "core/model/families/wan/transformer.h"

#include <ATen/ops/_unique2.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/silu.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <array>

#include "core/base/cancelled.h"
#include "core/model/layers/parameter.h"
#include "core/model/layers/register_nested.h"
#include "core/model/layers/token_ops.h"

namespace kinora::wan {

namespace {

// Latents (B, C, F, H, W) → (B, L, C * volume), as a convolution with the patch's size and stride sees them.
at::Tensor patches_of(const at::Tensor& latents, Patch patch, TokenGrid grid) {
    return latents.unflatten(4, {grid.width, patch.width})
        .unflatten(3, {grid.height, patch.height})
        .unflatten(2, {grid.frames, patch.frames})
        .permute({0, 2, 4, 6, 1, 3, 5, 7})
        .flatten(4, 7)
        .flatten(1, 3);
}

at::Tensor embed_patches(const at::Tensor& latents, Patch patch, TokenGrid grid, const at::Tensor& weight, const at::Tensor& bias) {
    return at::linear(patches_of(latents, patch, grid), weight.flatten(1), bias);
}

std::array<std::int64_t, 5> patch_weight_shape(const TransformerConfig& config, std::int64_t channels) {
    return {config.inner_dim(), channels, config.patch.frames, config.patch.height, config.patch.width};
}

}  // namespace

TransformerImpl::TransformerImpl(const TransformerConfig& config)
    : config_(config),
      time_embedder_(register_nested(*this, "condition_embedder.time_embedder", TimestepEmbedder(config.inner_dim(), config.freq_dim))),
      time_proj_(register_nested(*this, "condition_embedder.time_proj", Linear(config.inner_dim(), 6 * config.inner_dim()))),
      text_linear_1_(register_nested(*this, "condition_embedder.text_embedder.linear_1", Linear(config.text_dim, config.inner_dim()))),
      text_linear_2_(register_nested(*this, "condition_embedder.text_embedder.linear_2", Linear(config.inner_dim(), config.inner_dim()))),
      blocks_(register_module("blocks", torch::nn::ModuleList())),
      proj_out_(register_module("proj_out", Linear(config.inner_dim(), config.out_channels * config.patch.volume()))),
      scale_shift_table_(declare_parameter(*this, "scale_shift_table", {1, 2, config.inner_dim()})) {
    auto patch_embedding = register_module("patch_embedding", std::make_shared<torch::nn::Module>("patch_embedding"));
    patch_weight_ = declare_parameter(*patch_embedding, "weight", patch_weight_shape(config, config.in_channels));
    patch_bias_ = declare_parameter(*patch_embedding, "bias", {config.inner_dim()});
    if (config.sees_pictures()) {
        image_embedder_ = register_nested(*this, "condition_embedder.image_embedder", PictureEmbedder(config));
    }
    for (std::int64_t i = 0; i < config.num_layers; ++i) {
        blocks_->push_back(Block(config));
    }
    if (!config.has_control()) {
        return;
    }
    auto control_embedding = register_module("vace_patch_embedding", std::make_shared<torch::nn::Module>("vace_patch_embedding"));
    control_patch_weight_ = declare_parameter(*control_embedding, "weight", patch_weight_shape(config, config.vace_in_channels));
    control_patch_bias_ = declare_parameter(*control_embedding, "bias", {config.inner_dim()});
    control_blocks_ = register_module("vace_blocks", torch::nn::ModuleList());
    for (std::size_t i = 0; i < config.vace_layers.size(); ++i) {
        control_blocks_->push_back(ControlBlock(config, i == 0));
    }
}

PromptContext TransformerImpl::prepare_prompt(const at::Tensor& embeds, const at::Tensor& pictures, const std::stop_token& stop) {
    const at::Tensor text = text_linear_2_->forward(text_linear_1_->forward(embeds, Epilogue::gelu_tanh));
    const at::Tensor seen =
        pictures.defined() ? image_embedder_->forward(pictures).to(text.scalar_type()).expand({text.size(0), -1, -1}).contiguous() : at::Tensor();
    const auto prepare = [&](auto& attention) {
        throw_if_stop_requested(stop);
        const auto here = BlockStream::visit(stream_, *attention);
        return attention->prepare(text, seen);
    };
    PromptContext context;
    for (const auto& block : *blocks_) {
        context.blocks.push_back(prepare(block->as<Block>()->attn2));
    }
    if (control_blocks_) {
        for (const auto& block : *control_blocks_) {
            context.control_blocks.push_back(prepare(block->as<ControlBlock>()->attn2));
        }
    }
    return context;
}

void TransformerImpl::stream_blocks(const ComputeOptions& compute) {
    // A block of control tokens has a proj_out of its own, which is one of the large matrices.
    stream_ = BlockStream{compute, [](std::string_view name) { return !name.starts_with("proj_out.") && keeps_fp32(name); }};
}

TokenGrid TransformerImpl::token_grid(at::IntArrayRef latents) const {
    return {latents[2] / config_.patch.frames, latents[3] / config_.patch.height, latents[4] / config_.patch.width};
}

TimeContext TransformerImpl::embed_timesteps(const at::Tensor& timesteps) {
    const auto [values, inverse, counts] = at::_unique2(timesteps, true, true, false);
    const at::Device device = scale_shift_table_.device();
    TimeContext time;
    time.embedded = time_embedder_->forward(values.to(device));
    time.modulation = time_proj_->forward(at::silu(time.embedded));
    if (values.numel() > 1) {
        time.row_of_token = inverse.reshape({1, -1}).to(device);
    }
    return time;
}

std::vector<at::Tensor> TransformerImpl::control_hints(const Control& control, const at::Tensor& x, const PromptContext& prompt,
                                                       const TimeContext& time, const RotaryTables& rope, const std::stop_token& stop) {
    const at::Tensor own = embed_patches(control.latents, config_.patch, token_grid(control.latents.sizes()), control_patch_weight_, control_patch_bias_);
    at::Tensor tokens = own.size(1) < x.size(1) ? at::cat({own, at::zeros({1, x.size(1) - own.size(1), own.size(2)}, own.options())}, 1) : own;
    tokens = tokens.expand({x.size(0), -1, -1});
    std::vector<at::Tensor> hints;
    for (std::size_t i = 0; i < control_blocks_->size(); ++i) {
        throw_if_stop_requested(stop);
        const auto here = BlockStream::visit(stream_, *control_blocks_[i]);
        auto* block = control_blocks_[i]->as<ControlBlock>();
        if (i == 0) {
            tokens = block->enter(tokens, x);
        }
        tokens = block->forward(tokens, prompt.control_blocks[i], time, rope);
        hints.push_back(block->hint(tokens) * control.scales[i]);
    }
    return hints;
}

at::Tensor TransformerImpl::forward(const at::Tensor& latents, const at::Tensor& timesteps, const PromptContext& prompt,
                                    const RotaryTables& rope, const std::optional<Control>& control, const std::stop_token& stop) {
    const TimeContext time = embed_timesteps(timesteps);
    const TokenGrid grid = token_grid(latents.sizes());
    at::Tensor x = embed_patches(latents, config_.patch, grid, patch_weight_, patch_bias_);
    const std::vector<at::Tensor> hints = control ? control_hints(*control, x, prompt, time, rope, stop) : std::vector<at::Tensor>();
    for (std::size_t i = 0; i < blocks_->size(); ++i) {
        throw_if_stop_requested(stop);
        const auto here = BlockStream::visit(stream_, *blocks_[i]);
        x = blocks_[i]->as<Block>()->forward(x, prompt.blocks[i], time, rope);
        const auto hinted = std::ranges::find(config_.vace_layers, static_cast<std::int64_t>(i));
        if (control && hinted != config_.vace_layers.end()) {
            x = add_gated(x, hints[static_cast<std::size_t>(hinted - config_.vace_layers.begin())], {});
        }
    }
    const at::Tensor twice = at::cat({time.embedded, time.embedded}, -1);
    const auto parts = modulation_parts(twice, scale_shift_table_.squeeze(0), time.row_of_token);
    return unpatch(proj_out_->forward(standardise_and_modulate(x, config_.eps, plus_one(parts[1]), parts[0], at::kFloat)), grid);
}

// (B, L, volume * C), channels fastest → (B, C, F, H, W)
at::Tensor TransformerImpl::unpatch(const at::Tensor& tokens, TokenGrid grid) const {
    const Patch& patch = config_.patch;
    return tokens.view({tokens.size(0), grid.frames, grid.height, grid.width, patch.frames, patch.height, patch.width, config_.out_channels})
        .permute({0, 7, 1, 4, 2, 5, 3, 6})
        .flatten(6, 7)
        .flatten(4, 5)
        .flatten(2, 3);
}

bool keeps_fp32(std::string_view parameter) {
    const auto contains = [&](std::string_view part) { return parameter.find(part) != std::string_view::npos; };
    return contains("scale_shift_table") || contains("norm") || contains("time_") || contains("patch_embedding") || contains("pos_embed") ||
           parameter.starts_with("proj_out.");
}

}  // namespace kinora::wan
