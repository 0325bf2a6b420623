#include "core/model/families/wan/transformer_layers.h"

#include <ATen/ops/gelu.h>
#include <ATen/ops/layer_norm.h>

#include "core/model/layers/attention.h"
#include "core/model/layers/parameter.h"
#include "core/model/layers/register_nested.h"
#include "core/model/layers/token_ops.h"

namespace kinora::wan {

namespace {

constexpr double picture_norm_eps = 1e-5;

AttentionOptions attention_options(const TransformerConfig& config) {
    return {.width = config.inner_dim(), .num_heads = config.num_attention_heads, .norm_eps = config.eps};
}

}  // namespace

PictureAttentionImpl::PictureAttentionImpl(const TransformerConfig& config) : AttentionLayersImpl(attention_options(config)) {
    if (config.sees_pictures()) {
        add_k_proj_ = register_module("add_k_proj", Linear(config.inner_dim(), config.inner_dim()));
        add_v_proj_ = register_module("add_v_proj", Linear(config.inner_dim(), config.inner_dim()));
        norm_added_k_ = register_module("norm_added_k", RmsNorm(config.inner_dim(), config.eps));
    }
}

CrossContext PictureAttentionImpl::prepare(const at::Tensor& text, const at::Tensor& pictures) {
    CrossContext context;
    context.text = {keys(text, nullptr), values(text)};
    if (pictures.defined()) {
        context.pictures = {normalise_and_rotate(add_k_proj_->forward(pictures), norm_added_k_->weight, options().norm_eps, nullptr),
                            add_v_proj_->forward(pictures)};
    }
    return context;
}

at::Tensor PictureAttentionImpl::forward(const at::Tensor& x, const CrossContext& context) {
    const at::Tensor q = queries(x, nullptr);
    at::Tensor seen = attention(q, context.text.keys, context.text.values, {}, options().num_heads);
    if (context.pictures.keys.defined()) {
        seen = seen + attention(q, context.pictures.keys, context.pictures.values, {}, options().num_heads);
    }
    return mixed(seen);
}

BlockImpl::BlockImpl(const TransformerConfig& config)
    : attn2(register_module("attn2", PictureAttention(config))),
      eps_(config.eps),
      attn1_(register_module("attn1", SelfAttention(attention_options(config)))),
      ffn_(register_module("ffn", FeedForward(config.inner_dim(), config.ffn_dim))),
      scale_shift_table_(declare_parameter(*this, "scale_shift_table", {1, 6, config.inner_dim()})) {
    if (config.cross_attn_norm) {
        auto norm2 = register_module("norm2", std::make_shared<torch::nn::Module>("norm2"));
        norm2_weight_ = declare_parameter(*norm2, "weight", {config.inner_dim()});
        norm2_bias_ = declare_parameter(*norm2, "bias", {config.inner_dim()});
    }
}

at::Tensor BlockImpl::forward(at::Tensor x, const CrossContext& context, const TimeContext& time, const RotaryTables& rope) {
    const auto parts = modulation_parts(time.modulation, scale_shift_table_.squeeze(0), time.row_of_token);
    const TokenRows& shift_attention = parts[0];
    const TokenRows scale_attention = plus_one(parts[1]);
    const TokenRows& gate_attention = parts[2];
    const TokenRows& shift_ffn = parts[3];
    const TokenRows scale_ffn = plus_one(parts[4]);
    const TokenRows& gate_ffn = parts[5];
    const at::ScalarType type = context.text.keys.scalar_type();

    at::Tensor h = standardise_and_modulate(x, eps_, scale_attention, shift_attention, type);
    x = add_gated(x, attn1_->forward(h, rope), gate_attention);
    h = norm2_weight_.defined()
            ? standardise_and_modulate(x, eps_, {norm2_weight_.unsqueeze(0), {}}, {norm2_bias_.unsqueeze(0), {}}, type)
            : x.to(type);
    x = add_gated(x, attn2->forward(h, context), {});
    h = standardise_and_modulate(x, eps_, scale_ffn, shift_ffn, type);
    return add_gated(x, ffn_->forward(h), gate_ffn);
}

ControlBlockImpl::ControlBlockImpl(const TransformerConfig& config, bool is_first)
    : BlockImpl(config), proj_out_(register_module("proj_out", Linear(config.inner_dim(), config.inner_dim()))) {
    if (is_first) {
        proj_in_ = register_module("proj_in", Linear(config.inner_dim(), config.inner_dim()));
    }
}

at::Tensor ControlBlockImpl::enter(const at::Tensor& control, const at::Tensor& x) {
    return proj_in_->forward(control.to(proj_out_->bias.scalar_type())) + x;
}

at::Tensor ControlBlockImpl::hint(const at::Tensor& control) {
    return proj_out_->forward(control.to(proj_out_->bias.scalar_type()));
}

PictureEmbedderImpl::PictureEmbedderImpl(const TransformerConfig& config)
    : norm1_(declare_norm("norm1", config.image_dim)),
      in_(register_nested(*this, "ff.net.0.proj", Linear(config.image_dim, config.image_dim))),
      out_(register_nested(*this, "ff.net.2", Linear(config.image_dim, config.inner_dim()))),
      norm2_(declare_norm("norm2", config.inner_dim())) {
    if (config.pos_embed_seq_len > 0) {
        pos_embed_ = declare_parameter(*this, "pos_embed", {1, config.pos_embed_seq_len, config.image_dim});
    }
}

PictureEmbedderImpl::Norm PictureEmbedderImpl::declare_norm(const std::string& name, std::int64_t width) {
    auto norm = register_module(name, std::make_shared<torch::nn::Module>(name));
    return {declare_parameter(*norm, "weight", {width}), declare_parameter(*norm, "bias", {width})};
}

at::Tensor PictureEmbedderImpl::forward(const at::Tensor& features) {
    at::Tensor x = features.to(at::kFloat);
    if (pos_embed_.defined()) {
        x = x.reshape({-1, pos_embed_.size(1), pos_embed_.size(2)}) + pos_embed_;
    }
    x = at::layer_norm(x, {x.size(-1)}, norm1_.weight, norm1_.bias, picture_norm_eps).to(in_->bias.scalar_type());
    x = out_->forward(at::gelu(in_->forward(x)));
    return at::layer_norm(x.to(at::kFloat), {x.size(-1)}, norm2_.weight, norm2_.bias, picture_norm_eps).to(x.scalar_type());
}

}  // namespace kinora::wan
