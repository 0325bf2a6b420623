// The image encoder of CLIP (Radford et al. 2021) as video models use it: a vision transformer (Dosovitskiy et al. 2021) up to the tokens
// that enter its last layer (transformers, models/clip/modeling_clip.py: CLIPVisionModel, hidden_states[-2]). Parameters have the names of
// the checkpoint's keys.
//
// Letters: B batch, S side of a picture in pixels, L tokens (a class token and those of the patches), D width, N heads.
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>

#include <cstdint>
#include <stop_token>
#include <vector>

#include "core/model/device/device.h"
#include "core/model/layers/linear.h"
#include "core/model/vision/clip_vision_config.h"
#include "core/model/weights/model_folder.h"

namespace kinora {

class ClipLayerNormImpl : public torch::nn::Module {
 public:
    explicit ClipLayerNormImpl(const ClipVisionConfig& config);
    at::Tensor forward(const at::Tensor& x);

 private:
    double eps_;
    at::Tensor weight_, bias_;  // (D)
};
TORCH_MODULE(ClipLayerNorm);

class ClipVisionLayerImpl : public torch::nn::Module {
 public:
    explicit ClipVisionLayerImpl(const ClipVisionConfig& config);

    // x: (B, L, D) → the same
    at::Tensor forward(const at::Tensor& x);

 private:
    at::Tensor attend(const at::Tensor& x);
    at::Tensor feed_forward(const at::Tensor& x);

    std::int64_t num_heads_;
    ClipVisionConfig::Activation activation_;
    ClipLayerNorm norm1_, norm2_;
    Linear q_, k_, v_, out_;
    Linear fc1_, fc2_;
};
TORCH_MODULE(ClipVisionLayer);

class ClipVisionEncoderImpl : public torch::nn::Module {
 public:
    explicit ClipVisionEncoderImpl(const ClipVisionConfig& config);

    // pixels: (B, 3, S, S), as ClipImageProcessor makes them → (B, L, D) in the type of the weights, the class token first. Looks at
    // `stop` between layers.
    at::Tensor forward(const at::Tensor& pixels, const std::stop_token& stop);

    const ClipVisionConfig& config() const { return config_; }

 private:
    at::Tensor embed(const at::Tensor& pixels) const;

    ClipVisionConfig config_;
    at::Tensor class_embedding_;     // (D)
    at::Tensor patch_embedding_;     // (D, 3, patch_size, patch_size)
    at::Tensor position_embedding_;  // (L, D)
    ClipLayerNorm pre_norm_;
    std::vector<ClipVisionLayer> layers_;  // without the last one
};
TORCH_MODULE(ClipVisionEncoder);

// Builds and loads the component "image_encoder" of a model folder, ready for inference. Throws CheckpointError, UnsupportedModel,
// Cancelled.
ClipVisionEncoder load_clip_vision_encoder(const ModelFolder& folder, const ComputeOptions& compute, const std::stop_token& stop);

}  // namespace kinora
