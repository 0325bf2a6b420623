// Wan's autoencoder: pixels ↔ latents (diffusers, models/autoencoders/autoencoder_kl_wan.py: AutoencoderKLWan, of Wan 2.1 and of
// Wan 2.2 with `is_residual`). Parameters have the names of the checkpoint's keys.
//
// Letters: B batch, C latent channels, F frames, H height, W width. Pixels are (B, 3, F, H, W) in -1 … 1.
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>
#include <torch/nn/modules/container/modulelist.h>
#include <torch/nn/pimpl.h>

#include <cstdint>
#include <stop_token>

#include "core/model/families/wan/autoencoder_config.h"
#include "core/model/families/wan/autoencoder_layers.h"

namespace kinora::wan {

// Two residual blocks with attention between them.
class MidBlockImpl : public torch::nn::Module {
 public:
    explicit MidBlockImpl(std::int64_t channels);
    at::Tensor forward(const at::Tensor& x, FeatureCache& cache);

 private:
    ResidualBlock before_, after_;
    AttentionBlock attention_;
};
TORCH_MODULE(MidBlock);

// Wan 2.2's: residual blocks and a downsampler beside the average of the folded input.
class ResidualDownBlockImpl : public ChunkLayer {
 public:
    ResidualDownBlockImpl(const AutoencoderConfig& config, std::size_t index, std::int64_t in_channels, std::int64_t out_channels);
    at::Tensor forward(const at::Tensor& x, FeatureCache& cache) override;

 private:
    std::int64_t out_channels_;
    Extent factor_;
    torch::nn::ModuleList resnets_;
    Downsampler downsampler_ = nullptr;
};
TORCH_MODULE(ResidualDownBlock);

// Residual blocks and an upsampler; in Wan 2.2 beside the repeated input.
class UpBlockImpl : public ChunkLayer {
 public:
    UpBlockImpl(const AutoencoderConfig& config, std::size_t index, std::int64_t in_channels, std::int64_t out_channels);
    at::Tensor forward(const at::Tensor& x, FeatureCache& cache) override;

 private:
    at::Tensor shortcut(const at::Tensor& x, const FeatureCache& cache) const;

    std::int64_t out_channels_;
    Extent factor_;
    bool has_shortcut_;
    torch::nn::ModuleList resnets_;
    Upsampler upsampler_ = nullptr;
};
TORCH_MODULE(UpBlock);

class EncoderImpl : public torch::nn::Module {
 public:
    explicit EncoderImpl(const AutoencoderConfig& config);

    // The next chunk of folded pixels → (B, 2 C, F', H', W')
    at::Tensor forward(const at::Tensor& x, FeatureCache& cache);

 private:
    void add_down_blocks(const AutoencoderConfig& config);

    CausalConvolution conv_in_, conv_out_;
    torch::nn::ModuleList down_blocks_;
    MidBlock mid_block_;
    ChannelNorm norm_out_;
};
TORCH_MODULE(Encoder);

class DecoderImpl : public torch::nn::Module {
 public:
    explicit DecoderImpl(const AutoencoderConfig& config);

    // The next latent frame (B, C, 1, H', W') → folded pixels, one frame for the clip's first latent and the temporal ratio for others
    at::Tensor forward(const at::Tensor& latents, FeatureCache& cache);

 private:
    CausalConvolution conv_in_;
    MidBlock mid_block_;
    torch::nn::ModuleList up_blocks_;
    ChannelNorm norm_out_;
    CausalConvolution conv_out_;
};
TORCH_MODULE(Decoder);

// A distribution of latents.
struct Posterior {
    at::Tensor mean;    // (B, C, F, H, W)
    at::Tensor logvar;  // the same
};

class AutoencoderImpl : public torch::nn::Module {
 public:
    explicit AutoencoderImpl(const AutoencoderConfig& config);

    // A clip of 1 + a multiple of frames_per_chunk() frames; as in the reference, frames after the last whole chunk are left out.
    // Height and width are multiples of the spatial ratio. Throws Cancelled.
    Posterior encode(const at::Tensor& pixels, const std::stop_token& stop);

    // Latents as the encoder makes them, not normalised → pixels. Throws Cancelled.
    at::Tensor decode(const at::Tensor& latents, const std::stop_token& stop);
    // The same for the next latent frames of a clip whose pass is `cache`.
    at::Tensor decode_next(const at::Tensor& latents, FeatureCache& cache);

    at::Tensor normalize(const at::Tensor& latents) const;    // (z - mean) / std
    at::Tensor denormalize(const at::Tensor& latents) const;  // z * std + mean

    // Arranges loaded weights for inference on a CPU.
    void pack_weights();

    // Frames that the encoder takes at once, after the clip's first.
    std::int64_t frames_per_chunk() const;
    const AutoencoderConfig& config() const { return config_; }

 private:
    AutoencoderConfig config_;
    Encoder encoder_;
    Convolution quant_conv_, post_quant_conv_;
    Decoder decoder_;
};
TORCH_MODULE(Autoencoder);

}  // namespace kinora::wan
