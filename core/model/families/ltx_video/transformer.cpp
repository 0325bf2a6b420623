#include "core/model/families/ltx_video/transformer.h"

#include <ATen/ops/_unique2.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/layer_norm.h>
#include <ATen/ops/silu.h>

#include "core/base/cancelled.h"
#include "core/model/layers/parameter.h"
#include "core/model/layers/register_nested.h"
#include "core/model/layers/token_ops.h"

namespace kinora::ltx_video {

namespace {

constexpr double qk_norm_eps = 1e-5;
constexpr double out_norm_eps = 1e-6;
constexpr double padding_bias = -10000.0;

AttentionOptions attention_options(const TransformerConfig& config) {
    return {.width = config.inner_dim(), .num_heads = config.num_attention_heads, .norm_eps = qk_norm_eps, .has_bias = config.attention_bias,
            .has_out_bias = config.attention_out_bias};
}

}  // namespace

TransformerBlockImpl::TransformerBlockImpl(const TransformerConfig& config)
    : attn2(register_module("attn2", CrossAttention(attention_options(config)))),
      norm_eps_(config.norm_eps),
      attn1_(register_module("attn1", SelfAttention(attention_options(config)))),
      ff_(register_module("ff", FeedForward(config.inner_dim(), 4 * config.inner_dim()))),
      scale_shift_table_(declare_parameter(*this, "scale_shift_table", {6, config.inner_dim()})) {
    if (config.norm_elementwise_affine) {
        norm1_weight_ = register_module("norm1", RmsNorm(config.inner_dim(), norm_eps_))->weight;
        norm2_weight_ = register_module("norm2", RmsNorm(config.inner_dim(), norm_eps_))->weight;
    }
}

at::Tensor TransformerBlockImpl::forward(at::Tensor x, const KeysValues& text, const at::Tensor& text_bias,
                                         const TimeContext& time, const RotaryTables& rope) {
    const auto parts = modulation_parts(time.modulation, scale_shift_table_, time.row_of_token);
    const TokenRows& shift_attention = parts[0];
    const TokenRows scale_attention = plus_one(parts[1]);
    const TokenRows& gate_attention = parts[2];
    const TokenRows& shift_ff = parts[3];
    const TokenRows scale_ff = plus_one(parts[4]);
    const TokenRows& gate_ff = parts[5];
    const at::ScalarType type = text.keys.scalar_type();

    at::Tensor h = normalise_and_modulate(x, norm1_weight_, norm_eps_, scale_attention, shift_attention, type);
    x = add_gated(x, attn1_->forward(h, rope), gate_attention);
    x = add_gated(x, attn2->forward(x.to(type), text, text_bias), {});
    h = normalise_and_modulate(x, norm2_weight_, norm_eps_, scale_ff, shift_ff, type);
    return add_gated(x, ff_->forward(h), gate_ff);
}

TransformerImpl::TransformerImpl(const TransformerConfig& config)
    : config_(config),
      proj_in_(register_module("proj_in", Linear(config.in_channels, config.inner_dim()))),
      timestep_embedder_(register_nested(*this, "time_embed.emb.timestep_embedder", TimestepEmbedder(config.inner_dim()))),
      time_linear_(register_nested(*this, "time_embed.linear", Linear(config.inner_dim(), 6 * config.inner_dim()))),
      caption_linear_1_(register_nested(*this, "caption_projection.linear_1", Linear(config.caption_channels, config.inner_dim()))),
      caption_linear_2_(register_nested(*this, "caption_projection.linear_2", Linear(config.inner_dim(), config.inner_dim()))),
      blocks_(register_module("transformer_blocks", torch::nn::ModuleList())),
      proj_out_(register_module("proj_out", Linear(config.inner_dim(), config.out_channels))),
      scale_shift_table_(declare_parameter(*this, "scale_shift_table", {2, config.inner_dim()})) {
    for (std::int64_t i = 0; i < config.num_layers; ++i) {
        blocks_->push_back(TransformerBlock(config));
    }
}

TextContext TransformerImpl::prepare_text(const at::Tensor& embeds, const at::Tensor& mask) {
    TextContext context;
    std::int64_t num_tokens = embeds.size(1);
    if (mask.defined()) {
        // Padding gets a score so low that its weight is exactly zero, so trailing columns that are padding in every row
        // can be left out.
        const at::Tensor used = mask.to(at::kCPU).any(0).nonzero();
        num_tokens = used.numel() == 0 ? num_tokens : used.max().item<std::int64_t>() + 1;
        const at::Tensor kept = mask.narrow(1, 0, num_tokens);
        if (!kept.all().item<bool>()) {
            context.bias = ((1 - kept.to(at::kFloat)) * padding_bias).unsqueeze(1).unsqueeze(1).to(embeds.device());
        }
    }
    const at::Tensor text =
        caption_linear_2_->forward(caption_linear_1_->forward(embeds.narrow(1, 0, num_tokens), Epilogue::gelu_tanh));
    for (const auto& block : *blocks_) {
        const auto here = BlockStream::visit(stream_, *block);
        context.blocks.push_back(block->as<TransformerBlock>()->attn2->keys_values(text));
    }
    return context;
}

void TransformerImpl::stream_blocks(const ComputeOptions& compute) {
    stream_ = BlockStream{compute, keeps_fp32};
}

TimeContext TransformerImpl::embed_timesteps(const at::Tensor& timesteps) {
    if (at::GradMode::is_enabled()) {
        const at::Tensor embedded =
            timestep_embedder_->forward(timesteps.flatten().to(scale_shift_table_.device())).to(at::kFloat).unflatten(0, timesteps.sizes());
        return {time_linear_->forward(at::silu(embedded)).to(at::kFloat), embedded, {}};
    }
    const auto [values, inverse, counts] = at::_unique2(timesteps, true, true, false);
    const at::Device device = scale_shift_table_.device();
    TimeContext time;
    time.embedded = timestep_embedder_->forward(values.to(device));
    time.modulation = time_linear_->forward(at::silu(time.embedded));
    if (values.numel() > 1) {
        time.row_of_token = inverse.reshape_as(timesteps).to(device);
    }
    return time;
}

at::Tensor TransformerImpl::forward(const at::Tensor& tokens, const at::Tensor& timesteps, const TextContext& text,
                                    const RotaryTables& rope, const std::stop_token& stop) {
    const TimeContext time = embed_timesteps(timesteps);
    at::Tensor x = proj_in_->forward(tokens).to(at::kFloat);  // mixed precision makes it bfloat16
    for (std::size_t i = 0; i < blocks_->size(); ++i) {
        throw_if_stop_requested(stop);
        const auto here = BlockStream::visit(stream_, *blocks_[i]);
        x = blocks_[i]->as<TransformerBlock>()->forward(x, text.blocks[i], text.bias, time, rope);
    }
    const at::Tensor twice = at::cat({time.embedded, time.embedded}, -1);
    const auto parts = modulation_parts(twice, scale_shift_table_, time.row_of_token);
    x = at::layer_norm(x, {x.size(-1)}, {}, {}, out_norm_eps);
    return proj_out_->forward(scale_and_shift(x, plus_one(parts[1]), parts[0]));
}

bool keeps_fp32(std::string_view parameter) {
    const auto contains = [&](std::string_view part) { return parameter.find(part) != std::string_view::npos; };
    return contains("scale_shift_table") || contains("norm") || parameter.starts_with("time_embed.") ||
           parameter.starts_with("proj_in.") || parameter.starts_with("proj_out.");
}

}  // namespace kinora::ltx_video
