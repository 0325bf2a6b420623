// LTX-Video's autoencoder: pixels ↔ latents (diffusers, models/autoencoders/autoencoder_kl_ltx.py:
// AutoencoderKLLTXVideo, all versions). Parameters have the names of the checkpoint's keys.
//
// Letters: B batch, C latent channels, F frames, H height, W width. Pixels are (B, 3, F, H, W) in -1 … 1.
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>
#include <torch/nn/modules/container/modulelist.h>
#include <torch/nn/pimpl.h>

#include <functional>
#include <stop_token>

#include "core/model/families/ltx_video/autoencoder_layers.h"
#include "core/model/families/ltx_video/config.h"

namespace kinora::ltx_video {

// The first thing that the encoder does. Inside a token the reference puts the column of a pixel before its row.
// (B, C, F, H, W) → (B, C * p * p, F, H / p, W / p), with channels last in memory
at::Tensor patchify_pixels(const at::Tensor& pixels, std::int64_t patch);

// Some residual blocks of one width.
class MidBlockImpl : public torch::nn::Module {
 public:
    MidBlockImpl(const ResnetOptions& options, std::int64_t num_layers);
    at::Tensor forward(at::Tensor x, const at::Tensor& timestep, TimeStream& stream);

 private:
    TimeEmbedder time_embedder_ = nullptr;
    torch::nn::ModuleList resnets_;
};
TORCH_MODULE(MidBlock);

class DownBlockImpl : public torch::nn::Module {
 public:
    DownBlockImpl(const AutoencoderConfig& config, std::size_t index, std::int64_t in_channels, std::int64_t out_channels);
    at::Tensor forward(at::Tensor x, TimeStream& stream);

 private:
    torch::nn::ModuleList resnets_;
    TimeConv strided_conv_ = nullptr;   // at most one of the two
    Downsampler downsampler_ = nullptr;
    ResnetBlock conv_out_ = nullptr;
};
TORCH_MODULE(DownBlock);

class UpBlockImpl : public torch::nn::Module {
 public:
    UpBlockImpl(const AutoencoderConfig& config, std::size_t index, std::int64_t in_channels, std::int64_t out_channels);
    at::Tensor forward(at::Tensor x, const at::Tensor& timestep, TimeStream& stream);

 private:
    TimeEmbedder time_embedder_ = nullptr;
    ResnetBlock conv_in_ = nullptr;
    Upsampler upsampler_ = nullptr;
    torch::nn::ModuleList resnets_;
};
TORCH_MODULE(UpBlock);

class EncoderImpl : public torch::nn::Module {
 public:
    explicit EncoderImpl(const AutoencoderConfig& config);
    at::Tensor forward(const at::Tensor& pixels, TimeStream& stream);  // → (B, C + 1, F', H', W')

 private:
    std::int64_t patch_size_;
    TimeConv conv_in_, conv_out_;
    torch::nn::ModuleList down_blocks_;
    MidBlock mid_block_ = nullptr;
};
TORCH_MODULE(Encoder);

class DecoderImpl : public torch::nn::Module {
 public:
    explicit DecoderImpl(const AutoencoderConfig& config);

    // timestep: (B), undefined without timestep conditioning
    at::Tensor forward(const at::Tensor& latents, const at::Tensor& timestep, TimeStream& stream);

 private:
    std::int64_t patch_size_;
    TimeConv conv_in_;
    MidBlock mid_block_;
    torch::nn::ModuleList up_blocks_;
    TimeConv conv_out_ = nullptr;
    TimeEmbedder time_embedder_ = nullptr;
    at::Tensor timestep_scale_multiplier_;  // ()
    at::Tensor scale_shift_table_;          // (2, width)
};
TORCH_MODULE(Decoder);

// A distribution of latents.
struct Posterior {
    at::Tensor mean;    // (B, C, F, H, W)
    at::Tensor logvar;  // the same

    at::Tensor sample(const NoiseSource& noise) const;
};

class AutoencoderImpl : public torch::nn::Module {
 public:
    explicit AutoencoderImpl(const AutoencoderConfig& config);

    // A clip of 1 + a multiple of the temporal ratio frames, `latents_per_piece` latent frames at a time.
    Posterior encode(const at::Tensor& pixels, std::int64_t latents_per_piece, const std::stop_token& stop);

    // Latents as the encoder makes them, not normalised. `noise` is asked by decoders that inject noise.
    at::Tensor decode(const at::Tensor& latents, const at::Tensor& timestep, const NoiseSource& noise,
                      const std::stop_token& stop);

    at::Tensor normalize(const at::Tensor& latents) const;    // (z - mean) / std, without the scaling factor
    at::Tensor denormalize(const at::Tensor& latents) const;  // z * std / scaling_factor + mean

    const AutoencoderConfig& config() const { return config_; }
    Decoder decoder() const { return decoder_; }
    Encoder encoder() const { return encoder_; }

 private:
    AutoencoderConfig config_;
    Encoder encoder_;
    Decoder decoder_;
    at::Tensor latents_mean_, latents_std_;  // (C)
};
TORCH_MODULE(Autoencoder);

}  // namespace kinora::ltx_video
