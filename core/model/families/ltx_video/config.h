// The configurations of LTX-Video's parts, as their config.json files give them. Keys that older files lack take the
// defaults of the reference classes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/model/weights/config_reader.h"

namespace kinora::ltx_video {

// diffusers, models/transformers/transformer_ltx.py: LTXVideoTransformer3DModel
struct TransformerConfig {
    std::int64_t in_channels = 128;
    std::int64_t out_channels = 128;
    std::int64_t num_attention_heads = 32;
    std::int64_t attention_head_dim = 64;
    std::int64_t cross_attention_dim = 2048;
    std::int64_t num_layers = 28;
    bool norm_elementwise_affine = false;
    double norm_eps = 1e-6;
    std::int64_t caption_channels = 4096;
    bool attention_bias = true;
    bool attention_out_bias = true;

    std::int64_t inner_dim() const { return num_attention_heads * attention_head_dim; }

    static TransformerConfig read(const ConfigReader& config);
};

struct Stride {
    std::int64_t frames = 1;
    std::int64_t height = 1;
    std::int64_t width = 1;

    std::int64_t volume() const { return frames * height * width; }
};

// diffusers, models/autoencoders/autoencoder_kl_ltx.py: AutoencoderKLLTXVideo
struct AutoencoderConfig {
    enum class DownBlock { v090, v095 };
    enum class Downsample { conv, spatial, temporal, spatiotemporal };

    std::int64_t in_channels = 3;
    std::int64_t out_channels = 3;
    std::int64_t latent_channels = 128;
    std::vector<std::int64_t> block_out_channels = {128, 256, 512, 512};
    std::vector<DownBlock> down_block_types = std::vector(4, DownBlock::v090);
    std::vector<std::int64_t> decoder_block_out_channels = {128, 256, 512, 512};
    std::vector<std::int64_t> layers_per_block = {4, 3, 3, 3, 4};
    std::vector<std::int64_t> decoder_layers_per_block = {4, 3, 3, 3, 4};
    std::vector<bool> spatio_temporal_scaling = {true, true, true, false};
    std::vector<bool> decoder_spatio_temporal_scaling = {true, true, true, false};
    std::vector<bool> decoder_inject_noise = {false, false, false, false, false};
    std::vector<Downsample> downsample_type = std::vector(4, Downsample::conv);
    std::vector<bool> upsample_residual = {false, false, false, false};
    std::vector<std::int64_t> upsample_factor = {1, 1, 1, 1};
    bool timestep_conditioning = false;
    std::int64_t patch_size = 4;
    std::int64_t patch_size_t = 1;
    double resnet_norm_eps = 1e-6;
    double scaling_factor = 1.0;
    bool encoder_causal = true;
    bool decoder_causal = false;
    std::int64_t spatial_compression_ratio = 32;  // pixels a side of one latent
    std::int64_t temporal_compression_ratio = 8;  // frames of one latent, but for the first, which is one frame

    std::size_t num_down_blocks() const;
    Stride downsample_stride(std::size_t block) const;
    // What one latent stands for by the layers, whatever the ratios say.
    Stride encoder_stride() const;
    Stride decoder_stride() const;

    static AutoencoderConfig read(const ConfigReader& config);
    // Throws CheckpointError where the ratios, the encoder and the decoder do not agree: encoding and decoding do not need that, making
    // clips of a given size does.
    void require_one_ratio(const ConfigReader& config) const;
};

}  // namespace kinora::ltx_video
