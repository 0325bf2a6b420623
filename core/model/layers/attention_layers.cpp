#include "core/model/layers/attention_layers.h"

#include "core/model/layers/attention.h"
#include "core/model/layers/register_nested.h"
#include "core/model/layers/token_ops.h"

namespace kinora {

AttentionLayersImpl::AttentionLayersImpl(const AttentionOptions& options)
    : options_(options),
      to_q_(register_module("to_q", Linear(options.width, options.width, options.has_bias))),
      to_k_(register_module("to_k", Linear(options.width, options.width, options.has_bias))),
      to_v_(register_module("to_v", Linear(options.width, options.width, options.has_bias))),
      to_out_(register_nested(*this, "to_out.0", Linear(options.width, options.width, options.has_out_bias))),
      norm_q_(register_module("norm_q", RmsNorm(options.width, options.norm_eps))),
      norm_k_(register_module("norm_k", RmsNorm(options.width, options.norm_eps))) {}

at::Tensor AttentionLayersImpl::queries(const at::Tensor& x, const RotaryTables* rope) {
    return normalise_and_rotate(to_q_->forward(x), norm_q_->weight, options_.norm_eps, rope);
}

at::Tensor AttentionLayersImpl::keys(const at::Tensor& x, const RotaryTables* rope) {
    return normalise_and_rotate(to_k_->forward(x), norm_k_->weight, options_.norm_eps, rope);
}

at::Tensor SelfAttentionImpl::forward(const at::Tensor& x, const RotaryTables& rope) {
    const at::Tensor q = queries(x, &rope);
    const at::Tensor k = keys(x, &rope);
    return mixed(attention(q, k, values(x), {}, options().num_heads));
}

KeysValues CrossAttentionImpl::keys_values(const at::Tensor& text) {
    return {keys(text, nullptr), values(text)};
}

at::Tensor CrossAttentionImpl::forward(const at::Tensor& x, const KeysValues& text, const at::Tensor& bias) {
    return mixed(attention(queries(x, nullptr), text.keys, text.values, bias, options().num_heads));
}

FeedForwardImpl::FeedForwardImpl(std::int64_t width, std::int64_t inside)
    : in_(register_nested(*this, "net.0.proj", Linear(width, inside))), out_(register_nested(*this, "net.2", Linear(inside, width))) {}

at::Tensor FeedForwardImpl::forward(const at::Tensor& x) {
    return out_->forward(in_->forward(x, Epilogue::gelu_tanh));
}

}  // namespace kinora
