#include "core/model/vision/clip_vision_encoder.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/gelu.h>
#include <ATen/ops/layer_norm.h>
#include <ATen/ops/sigmoid.h>

#include <memory>
#include <string>
#include <string_view>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/model/layers/attention.h"
#include "core/model/layers/parameter.h"
#include "core/model/layers/register_nested.h"
#include "core/model/weights/load_weights.h"

namespace kinora {

namespace {

constexpr const char* component = "image_encoder";
constexpr std::int64_t rgb_channels = 3;

// In front of every key in files of transformers before version 5.
constexpr std::string_view old_prefix = "vision_model.";

// Parts that come after the tokens which video models take, and a table that older files hold.
bool is_unused(std::string_view name, const ClipVisionConfig& config) {
    const std::string last_layer = "encoder.layers." + std::to_string(config.num_layers - 1) + ".";
    return name.starts_with(last_layer) || name.starts_with("post_layernorm.") || name == "visual_projection.weight" ||
           name == "embeddings.position_ids";
}

LoadOptions load_options(const CheckpointIndex& checkpoint, const ClipVisionConfig& config, const ComputeOptions& compute) {
    LoadOptions options;
    options.compute = compute;
    for (const auto& [key, location] : checkpoint.tensors()) {
        const bool is_old = key.starts_with(old_prefix);
        const std::string name = is_old ? key.substr(old_prefix.size()) : key;
        if (is_unused(name, config)) {
            options.ignored.insert(key);
        } else if (is_old) {
            options.renamed[key] = name;
        }
    }
    return options;
}

}  // namespace

ClipLayerNormImpl::ClipLayerNormImpl(const ClipVisionConfig& config) : eps_(config.norm_eps) {
    weight_ = declare_parameter(*this, "weight", {config.hidden_size});
    bias_ = declare_parameter(*this, "bias", {config.hidden_size});
}

at::Tensor ClipLayerNormImpl::forward(const at::Tensor& x) {
    return at::layer_norm(x, weight_.sizes(), weight_, bias_, eps_);
}

ClipVisionLayerImpl::ClipVisionLayerImpl(const ClipVisionConfig& config)
    : num_heads_(config.num_heads),
      activation_(config.activation),
      norm1_(config),
      norm2_(config),
      q_(config.hidden_size, config.hidden_size),
      k_(config.hidden_size, config.hidden_size),
      v_(config.hidden_size, config.hidden_size),
      out_(config.hidden_size, config.hidden_size),
      fc1_(config.hidden_size, config.intermediate_size),
      fc2_(config.intermediate_size, config.hidden_size) {
    register_module("layer_norm1", norm1_);
    register_nested(*this, "self_attn.q_proj", q_);
    register_nested(*this, "self_attn.k_proj", k_);
    register_nested(*this, "self_attn.v_proj", v_);
    register_nested(*this, "self_attn.out_proj", out_);
    register_module("layer_norm2", norm2_);
    register_nested(*this, "mlp.fc1", fc1_);
    register_nested(*this, "mlp.fc2", fc2_);
}

at::Tensor ClipVisionLayerImpl::attend(const at::Tensor& x) {
    return out_->forward(attention(q_->forward(x), k_->forward(x), v_->forward(x), {}, num_heads_));
}

at::Tensor ClipVisionLayerImpl::feed_forward(const at::Tensor& x) {
    const at::Tensor y = fc1_->forward(x);
    const bool is_quick = activation_ == ClipVisionConfig::Activation::quick_gelu;
    return fc2_->forward(is_quick ? y * at::sigmoid(1.702 * y) : at::gelu(y));
}

at::Tensor ClipVisionLayerImpl::forward(const at::Tensor& x) {
    const at::Tensor y = x + attend(norm1_->forward(x));
    return y + feed_forward(norm2_->forward(y));
}

ClipVisionEncoderImpl::ClipVisionEncoderImpl(const ClipVisionConfig& config) : config_(config), pre_norm_(config) {
    const auto embeddings = register_module("embeddings", std::make_shared<torch::nn::Module>());
    const auto patches = embeddings->register_module("patch_embedding", std::make_shared<torch::nn::Module>());
    const auto positions = embeddings->register_module("position_embedding", std::make_shared<torch::nn::Module>());
    class_embedding_ = declare_parameter(*embeddings, "class_embedding", {config.hidden_size});
    patch_embedding_ = declare_parameter(*patches, "weight", {config.hidden_size, rgb_channels, config.patch_size, config.patch_size});
    position_embedding_ = declare_parameter(*positions, "weight", {config.num_tokens(), config.hidden_size});
    register_module("pre_layrnorm", pre_norm_);  // the checkpoints' spelling
    for (std::int64_t i = 0; i + 1 < config.num_layers; ++i) {
        layers_.push_back(register_nested(*this, "encoder.layers." + std::to_string(i), ClipVisionLayer(config)));
    }
}

at::Tensor ClipVisionEncoderImpl::embed(const at::Tensor& pixels) const {
    const at::Tensor input = pixels.to(patch_embedding_.device(), patch_embedding_.scalar_type());
    const at::Tensor patches = at::conv2d(input, patch_embedding_, {}, config_.patch_size).flatten(2).transpose(1, 2);
    const at::Tensor class_token = class_embedding_.expand({pixels.size(0), 1, config_.hidden_size});
    return at::cat({class_token, patches}, 1) + position_embedding_;
}

at::Tensor ClipVisionEncoderImpl::forward(const at::Tensor& pixels, const std::stop_token& stop) {
    at::Tensor x = pre_norm_->forward(embed(pixels));
    for (auto& layer : layers_) {
        throw_if_stop_requested(stop);
        x = layer->forward(x);
    }
    return x;
}

ClipVisionEncoder load_clip_vision_encoder(const ModelFolder& folder, const ComputeOptions& compute, const std::stop_token& stop) {
    const ConfigReader config(folder.config(component), folder.folder() / component / "config.json");
    const CheckpointIndex checkpoint = folder.checkpoint(component);
    ClipVisionEncoder encoder(ClipVisionConfig::read(config));
    load_weights(*encoder, checkpoint, load_options(checkpoint, encoder->config(), compute), stop);
    pack_linear_weights(*encoder);
    return encoder;
}

}  // namespace kinora
