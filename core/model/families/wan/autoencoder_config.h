// The configuration of Wan's autoencoder, as its config.json gives it (diffusers, models/autoencoders/autoencoder_kl_wan.py:
// AutoencoderKLWan). Keys that a file lacks take the defaults of the reference class, which are those of Wan 2.1.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/model/weights/config_reader.h"

namespace kinora::wan {

struct AutoencoderConfig {
    std::int64_t base_dim = 96;
    std::int64_t decoder_base_dim = 96;  // base_dim where the file gives none
    std::int64_t z_dim = 16;
    std::vector<std::int64_t> dim_mult = {1, 2, 4, 4};
    std::int64_t num_res_blocks = 2;
    std::vector<double> attn_scales;  // sizes, relative to the encoder's input, at which its residual blocks are followed by attention
    std::vector<bool> temperal_downsample = {false, true, true};  // spelled as the files spell it
    std::vector<double> latents_mean = {-0.7571, -0.7089, -0.9113, 0.1075, -0.1745, 0.9653,  -0.1517, 1.5508,
                                        0.4134,  -0.0715, 0.5517,  -0.3632, -0.1922, -0.9497, 0.2503,  -0.2921};
    std::vector<double> latents_std = {2.8184, 1.4541, 2.3275, 2.6558, 1.2196, 1.7708, 2.6052, 2.0743,
                                       3.2687, 2.1526, 2.8652, 1.5579, 1.6382, 1.1253, 2.8251, 1.9160};
    bool is_residual = false;  // Wan 2.2: shortcuts around whole blocks, and pixels folded into channels
    std::int64_t in_channels = 3;   // after folding
    std::int64_t out_channels = 3;  // before unfolding
    std::int64_t patch_size = 1;
    std::int64_t scale_factor_temporal = 4;
    std::int64_t scale_factor_spatial = 8;

    // Blocks that change the size; one more at each end of the decoder and the encoder does not.
    std::size_t num_scalings() const { return dim_mult.size() - 1; }
    bool encoder_scales_time(std::size_t block) const { return block < num_scalings() && temperal_downsample[block]; }
    // The decoder reads the list from its end.
    bool decoder_scales_time(std::size_t block) const {
        return block < num_scalings() && temperal_downsample[temperal_downsample.size() - 1 - block];
    }

    // What one latent stands for by the layers, whatever the scale factors say.
    std::int64_t spatial_ratio() const;           // pixels a side
    std::int64_t temporal_ratio() const;          // frames that the decoder makes of a latent, but for the first, which is one frame
    std::int64_t encoder_temporal_ratio() const;  // frames that the encoder puts into one

    // Throws CheckpointError.
    static AutoencoderConfig read(const ConfigReader& config);
    // Throws CheckpointError where encoder, decoder, scale factors and the statistics of the latents do not agree, or pixels are not red,
    // green and blue: encoding and decoding do not need that, making clips of a given size does.
    void require_fit_for_clips(const ConfigReader& config) const;
};

}  // namespace kinora::wan
