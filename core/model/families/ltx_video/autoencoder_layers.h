// The layers of LTX-Video's autoencoder (diffusers, models/autoencoders/autoencoder_kl_ltx.py).
//
// Every layer works on a clip that arrives in pieces. What a layer needs of the past it keeps in the TimeStream of the pass;
// what it cannot make before it has seen the future it holds back, so a piece may bring fewer frames than it was given, or
// none, and the last piece brings the rest. The frames are the same ones, to the bit, that the whole clip would give: there
// are no seams to blend in time, and memory does not grow with the length of the clip.
//
// Letters: B batch, C channels, F frames, H height, W width; feature maps are (B, C, F, H, W).
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>

#include <functional>
#include <stop_token>
#include <unordered_map>

#include "core/model/diffusion/noise.h"
#include "core/model/families/ltx_video/config.h"
#include "core/model/layers/timestep_embedding.h"

namespace kinora::ltx_video {

// One pass of a clip through the encoder or the decoder.
class TimeStream {
 public:
    struct LayerState {
        bool has_started = false;
        at::Tensor past;     // frames of the layer's input that the next output needs
        at::Tensor pending;  // frames that wait for others to be added to or grouped with
        std::vector<at::Tensor> noise;
    };

    TimeStream(NoiseSource noise, std::stop_token stop) : noise_(std::move(noise)), stop_(std::move(stop)) {}

    LayerState& state_of(const torch::nn::Module& layer) { return states_[&layer]; }
    const NoiseSource& noise() const { return noise_; }
    const std::stop_token& stop() const { return stop_; }

    bool is_last = true;  // the current piece is the last one

 private:
    std::unordered_map<const torch::nn::Module*, LayerState> states_;
    NoiseSource noise_;
    std::stop_token stop_;
};

// (B, C, F, H, W) → (B, C * volume, F / s, H / s, W / s), channel by channel, with channels last in memory
at::Tensor fold_into_channels(const at::Tensor& x, Stride stride);

// A 3D convolution that never looks outside the clip in time: before the first frame (and after the last one, if it is not
// causal) that frame is repeated. Outside the picture there are zeros. Keys: conv.weight, conv.bias.
class TimeConvImpl : public torch::nn::Module {
 public:
    TimeConvImpl(std::int64_t in_channels, std::int64_t out_channels, std::int64_t kernel_size, Stride stride, bool is_causal);
    at::Tensor forward(const at::Tensor& x, TimeStream& stream);

    // Arranges the weights for inference on a CPU; the plain ones give back their memory.
    void pack_weights();

 private:
    at::Tensor convolve(const at::Tensor& x) const;

    std::int64_t out_channels_;
    std::int64_t kernel_size_;
    Stride stride_;
    bool is_causal_;
    at::Tensor weight_, bias_;
    at::Tensor packed_weight_;
};
TORCH_MODULE(TimeConv);

struct ResnetOptions {
    std::int64_t in_channels = 0;
    std::int64_t out_channels = 0;
    double eps = 1e-6;  // of the norm in the shortcut
    bool is_causal = true;
    bool inject_noise = false;
    bool timestep_conditioning = false;
};

// norm, SiLU, convolution, twice, beside a shortcut.
class ResnetBlockImpl : public torch::nn::Module {
 public:
    explicit ResnetBlockImpl(const ResnetOptions& options);

    // time_embedding: (B, 4 in_channels) with timestep conditioning, else undefined
    at::Tensor forward(const at::Tensor& x, const at::Tensor& time_embedding, TimeStream& stream);

 private:
    at::Tensor shortcut(const at::Tensor& x, TimeStream& stream);
    at::Tensor add_noise(const at::Tensor& x, const at::Tensor& scale, std::size_t index, TimeStream& stream);

    ResnetOptions options_;
    TimeConv conv1_, conv2_;
    TimeConv conv_shortcut_ = nullptr;
    at::Tensor norm3_weight_, norm3_bias_;
    at::Tensor per_channel_scale1_, per_channel_scale2_;  // (C, 1, 1)
    at::Tensor scale_shift_table_;                        // (4, C)
};
TORCH_MODULE(ResnetBlock);

// Folds pixels into channels, with the grouped mean of the folded input beside the convolution.
class DownsamplerImpl : public torch::nn::Module {
 public:
    DownsamplerImpl(std::int64_t in_channels, std::int64_t out_channels, Stride stride, bool is_causal);
    at::Tensor forward(const at::Tensor& x, TimeStream& stream);

 private:
    Stride stride_;
    std::int64_t group_size_;
    TimeConv conv_;
};
TORCH_MODULE(Downsampler);

// Unfolds channels into pixels, twice as many frames, rows and columns; the first frame comes out once.
class UpsamplerImpl : public torch::nn::Module {
 public:
    UpsamplerImpl(std::int64_t in_channels, std::int64_t upscale_factor, bool has_residual, bool is_causal);
    at::Tensor forward(const at::Tensor& x, TimeStream& stream);

 private:
    std::int64_t upscale_factor_;
    bool has_residual_;
    TimeConv conv_;
};
TORCH_MODULE(Upsampler);

// Scales and shifts that a denoising decoder takes from its timestep. Keys: timestep_embedder.*
class TimeEmbedderImpl : public torch::nn::Module {
 public:
    explicit TimeEmbedderImpl(std::int64_t features);
    at::Tensor forward(const at::Tensor& timestep);  // (B) → (B, features)

 private:
    TimestepEmbedder timestep_embedder_;
};
TORCH_MODULE(TimeEmbedder);

}  // namespace kinora::ltx_video
