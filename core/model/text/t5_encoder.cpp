#include "core/model/text/t5_encoder.h"

#include <ATen/ops/arange.h>
#include <ATen/ops/clamp.h>
#include <ATen/ops/embedding.h>
#include <ATen/ops/gelu.h>
#include <ATen/ops/isinf.h>
#include <ATen/ops/log.h>
#include <ATen/ops/relu.h>
#include <ATen/ops/scaled_dot_product_attention.h>
#include <ATen/ops/where.h>

#include <cmath>
#include <limits>
#include <utility>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/model/layers/attention.h"
#include "core/model/layers/parameter.h"
#include "core/model/layers/register_nested.h"
#include "core/model/weights/load_weights.h"

namespace kinora {

namespace {

constexpr const char* embeddings_key = "shared.weight";
// Another name of the same tensor. Files hold either or both.
constexpr const char* encoder_embeddings_key = "encoder.embed_tokens.weight";

double lowest_value(at::ScalarType type) {
    switch (type) {
        case at::kHalf:
            return std::numeric_limits<c10::Half>::lowest();
        case at::kBFloat16:
            return std::numeric_limits<c10::BFloat16>::lowest();
        default:
            return std::numeric_limits<float>::lowest();
    }
}

// Scores of tokens that are no text become the lowest number of their type.
at::Tensor hide_padding(const at::Tensor& bias, const at::Tensor& mask) {
    return mask.defined() ? at::where(mask.unsqueeze(1).unsqueeze(1), bias, lowest_value(bias.scalar_type())) : bias;
}

// float16 ends at 65504, which the sums of some T5 models exceed.
at::Tensor clamp_half(const at::Tensor& x) {
    if (x.scalar_type() != at::kHalf) {
        return x;
    }
    const double highest = -lowest_value(at::kHalf);
    const at::Tensor limit = at::where(at::isinf(x).any(), highest - 1000, highest).to(x.scalar_type());
    return at::clamp(x, -limit, limit);
}

at::Tensor activate(Linear& linear, const at::Tensor& x, T5Config::Activation activation) {
    switch (activation) {
        case T5Config::Activation::gelu_tanh:
            return linear->forward(x, Epilogue::gelu_tanh);
        case T5Config::Activation::silu:
            return linear->forward(x, Epilogue::silu);
        case T5Config::Activation::gelu:
            return at::gelu(linear->forward(x));
        case T5Config::Activation::relu:
            break;
    }
    return at::relu(linear->forward(x));
}

}  // namespace

at::Tensor relative_position_buckets(std::int64_t length, std::int64_t num_buckets, std::int64_t max_distance) {
    // Always on the CPU: a logarithm of another device may round to the other side of a bucket's border.
    const at::Tensor position = at::arange(length, at::kLong);
    const at::Tensor relative = position.unsqueeze(0) - position.unsqueeze(1);  // key - query
    const std::int64_t half = num_buckets / 2;                                  // for each direction
    const std::int64_t max_exact = half / 2;                                    // distances with a bucket of their own
    const at::Tensor distance = relative.abs();
    const double log_range = std::log(static_cast<double>(max_distance) / static_cast<double>(max_exact));
    const at::Tensor fraction = at::log(distance.to(at::kFloat) / max_exact) / log_range * (half - max_exact);
    // Distances below max_exact have no far bucket; 0 stands in for their logarithms, which are negative or infinite.
    const at::Tensor far = at::clamp((fraction.clamp_min(0.0).to(at::kLong) + max_exact), std::nullopt, half - 1);
    return at::where(distance < max_exact, distance, far) + (relative > 0).to(at::kLong) * half;
}

T5AttentionImpl::T5AttentionImpl(const T5Config& config, bool has_bias)
    : num_heads_(config.num_heads),
      q_(config.d_model, config.num_heads * config.d_kv, false),
      k_(config.d_model, config.num_heads * config.d_kv, false),
      v_(config.d_model, config.num_heads * config.d_kv, false),
      o_(config.num_heads * config.d_kv, config.d_model, false) {
    register_module("q", q_);
    register_module("k", k_);
    register_module("v", v_);
    register_module("o", o_);
    if (has_bias) {
        const auto table = register_module("relative_attention_bias", std::make_shared<torch::nn::Module>());
        bias_table_ = declare_parameter(*table, "weight", {config.num_buckets, config.num_heads});
    }
}

at::Tensor T5AttentionImpl::forward(const at::Tensor& x, const at::Tensor& bias) {
    const at::Tensor q = split_heads(q_->forward(x), num_heads_);
    const at::Tensor k = split_heads(k_->forward(x), num_heads_);
    const at::Tensor v = split_heads(v_->forward(x), num_heads_);
    constexpr double no_dropout = 0.0;
    constexpr bool is_causal = false;
    constexpr double scale = 1.0;
    const at::Tensor y = at::scaled_dot_product_attention(q, k, v, bias, no_dropout, is_causal, scale);
    return o_->forward(y.transpose(1, 2).flatten(2));
}

at::Tensor T5AttentionImpl::position_bias(const at::Tensor& buckets) const {
    return at::embedding(bias_table_, buckets.to(bias_table_.device())).permute({2, 0, 1}).unsqueeze(0).contiguous();
}

T5FeedForwardImpl::T5FeedForwardImpl(const T5Config& config)
    : activation_(config.activation), in_(config.d_model, config.d_ff, false), out_(config.d_ff, config.d_model, false) {
    register_module(config.is_gated ? "wi_0" : "wi", in_);
    if (config.is_gated) {
        gate_ = register_module("wi_1", Linear(config.d_model, config.d_ff, false));
    }
    register_module("wo", out_);
}

at::Tensor T5FeedForwardImpl::forward(const at::Tensor& x) {
    at::Tensor y = activate(in_, x, activation_);
    if (gate_) {
        y = y * gate_->forward(x);
    }
    return out_->forward(y.to(out_->weight.scalar_type()));  // wo may be kept in float32
}

T5BlockImpl::T5BlockImpl(const T5Config& config, bool has_bias)
    : attention(config, has_bias),
      attention_norm_(config.d_model, config.norm_eps),
      feed_forward_(config),
      feed_forward_norm_(config.d_model, config.norm_eps) {
    register_nested(*this, "layer.0.SelfAttention", attention);
    register_nested(*this, "layer.0.layer_norm", attention_norm_);
    register_nested(*this, "layer.1.DenseReluDense", feed_forward_);
    register_nested(*this, "layer.1.layer_norm", feed_forward_norm_);
}

at::Tensor T5BlockImpl::forward(at::Tensor x, const at::Tensor& bias) {
    x = clamp_half(x + attention->forward(attention_norm_->forward(x), bias));
    return clamp_half(x + feed_forward_->forward(feed_forward_norm_->forward(x)));
}

T5EncoderImpl::T5EncoderImpl(const T5Config& config) : config_(config), final_norm_(config.d_model, config.norm_eps) {
    const auto shared = register_module("shared", std::make_shared<torch::nn::Module>());
    embeddings_ = declare_parameter(*shared, "weight", {config.vocab_size, config.d_model});
    for (std::int64_t i = 0; i < config.num_layers; ++i) {
        const bool has_bias = i == 0 || config.has_bias_per_block;
        blocks_.push_back(register_nested(*this, "encoder.block." + std::to_string(i), T5Block(config, has_bias)));
    }
    register_nested(*this, "encoder.final_layer_norm", final_norm_);
}

at::Tensor T5EncoderImpl::position_bias_of(const at::Tensor& buckets, std::size_t block) const {
    return blocks_[config_.has_bias_per_block ? block : 0]->attention->position_bias(buckets);
}

at::Tensor T5EncoderImpl::position_bias(std::int64_t length, std::size_t block) const {
    return position_bias_of(relative_position_buckets(length, config_.num_buckets, config_.max_distance), block);
}

at::Tensor T5EncoderImpl::forward(const at::Tensor& ids, const at::Tensor& mask, const std::stop_token& stop,
                                  const OnHiddenState& on_hidden_state) {
    const auto report = [&](std::size_t index, const at::Tensor& hidden) {
        if (on_hidden_state) {
            on_hidden_state(static_cast<std::int64_t>(index), hidden);
        }
    };
    const at::Device device = embeddings_.device();
    const at::Tensor is_text = mask.defined() ? mask.to(device, at::kBool) : mask;
    const at::Tensor buckets =
        relative_position_buckets(ids.size(1), config_.num_buckets, config_.max_distance).to(device);
    at::Tensor bias;
    at::Tensor x = at::embedding(embeddings_, ids.to(device));
    report(0, x);
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
        throw_if_stop_requested(stop);
        const auto here = BlockStream::visit(stream_, *blocks_[i]);
        if (i == 0 || config_.has_bias_per_block) {
            bias = hide_padding(position_bias_of(buckets, i), is_text);
        }
        x = blocks_[i]->forward(x, bias);
        if (i + 1 < blocks_.size()) {
            report(i + 1, x);
        }
    }
    x = final_norm_->forward(x);
    report(blocks_.size(), x);
    return x;
}

T5Encoder load_t5_encoder(const ModelFolder& folder, const std::string& component, const ComputeOptions& compute,
                          const std::stop_token& stop, BlockWeights blocks) {
    const ConfigReader config(folder.config(component), folder.folder() / component / "config.json");
    const CheckpointIndex checkpoint = folder.checkpoint(component);
    LoadOptions options;
    options.compute = compute;
    if (compute.dtype == at::kHalf) {
        // As in the reference: products of the last linear layer leave float16's range in large models.
        options.keeps_fp32 = [](std::string_view name) { return name.ends_with(".wo.weight"); };
    }
    if (checkpoint.find(encoder_embeddings_key) != nullptr) {
        // Where the two differ, the reference reads the encoder's own, which also comes first in the order of the keys.
        options.renamed[encoder_embeddings_key] = embeddings_key;
        options.ignored.insert(embeddings_key);
    }
    for (const auto& [key, location] : checkpoint.tensors()) {
        if (key.starts_with("decoder.") || key == "lm_head.weight") {  // of a whole T5, of which only the encoder is used
            options.ignored.insert(key);
        }
    }
    T5Encoder encoder(read_t5_config(config));
    if (blocks == BlockWeights::streamed) {
        options.stays_in_file = [](std::string_view name) { return !block_of(name).empty(); };
    }
    load_weights(*encoder, checkpoint, options, stop);
    if (blocks == BlockWeights::streamed) {
        encoder->stream_blocks({compute, options.keeps_fp32});
    } else {
        pack_linear_weights(*encoder);
    }
    return encoder;
}

}  // namespace kinora
