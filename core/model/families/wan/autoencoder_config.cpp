#include "core/model/families/wan/autoencoder_config.h"

#include <algorithm>

#include "core/base/error.h"

namespace kinora::wan {

namespace {

constexpr std::int64_t max_channels = 65'536;
constexpr std::int64_t max_layers = 1'000;
constexpr std::size_t max_scalings = 8;  // of which no product with channels and patches overflows
constexpr double max_statistic = 1e6;

void check_lists(const ConfigReader& config, const AutoencoderConfig& c) {
    if (c.num_scalings() > max_scalings) {
        config.fail("dim_mult", Sentence::of("scales more than %1 times", max_scalings));
    }
    if (c.temperal_downsample.size() < c.num_scalings()) {
        config.fail("temperal_downsample",
                    Sentence::of("has %1 values; the blocks need %2", c.temperal_downsample.size(), c.num_scalings()));
    }
    const std::int64_t widest = *std::ranges::max_element(c.dim_mult) * std::max(c.base_dim, c.decoder_base_dim);
    if (widest > max_channels) {
        config.fail("dim_mult", Sentence::of("times base_dim or decoder_base_dim must be at most %1", max_channels));
    }
}

void check_patches(const ConfigReader& config, const AutoencoderConfig& c) {
    const std::int64_t folded = c.patch_size * c.patch_size;
    for (const auto& [key, channels] : {std::pair("in_channels", c.in_channels), std::pair("out_channels", c.out_channels)}) {
        if (channels % folded != 0) {
            config.fail(key, Sentence::of("must be a multiple of patch_size squared, %1", folded));
        }
    }
}

// The shortcuts around blocks average and repeat whole groups of channels.
void check_shortcuts(const ConfigReader& config, const AutoencoderConfig& c) {
    const auto fail = [&](std::int64_t from, std::int64_t to, std::size_t block) {
        config.fail("dim_mult", Sentence::of("cannot go from %1 to %2 in block %3", from, to, block));
    };
    const std::size_t last = c.num_scalings();
    for (std::size_t i = 0; i <= last; ++i) {
        const std::int64_t from = c.base_dim * (i == 0 ? 1 : c.dim_mult[i - 1]);
        const std::int64_t to = c.base_dim * c.dim_mult[i];
        const std::int64_t folded = (i < last ? 4 : 1) * (c.encoder_scales_time(i) ? 2 : 1);
        if (from * folded % to != 0) {
            fail(from, to, i);
        }
    }
    for (std::size_t i = 0; i < last; ++i) {
        const std::int64_t from = c.decoder_base_dim * c.dim_mult[i == 0 ? last : last + 1 - i];
        const std::int64_t to = c.decoder_base_dim * c.dim_mult[last - i];
        const std::int64_t unfolded = c.decoder_scales_time(i) ? 8 : 4;
        if (to * unfolded % from != 0) {
            fail(from, to, i);
        }
    }
}

// Without shortcuts the decoder halves the channels where it doubles the size.
void check_halving(const ConfigReader& config, const AutoencoderConfig& c) {
    for (std::size_t i = 0; i < c.num_scalings(); ++i) {
        const std::int64_t channels = c.decoder_base_dim * c.dim_mult[c.num_scalings() - i];
        if (channels < 2) {
            config.fail("dim_mult", Sentence::of("cannot go from %1 to %2 in block %3", channels, channels / 2, i));
        }
    }
}

std::int64_t two_to_the(std::int64_t exponent) {
    return std::int64_t{1} << exponent;
}

}  // namespace

AutoencoderConfig AutoencoderConfig::read(const ConfigReader& config) {
    AutoencoderConfig c;
    c.base_dim = config.integer("base_dim", c.base_dim, 1, max_channels);
    c.decoder_base_dim = config.integer("decoder_base_dim", c.base_dim, 1, max_channels);
    c.z_dim = config.integer("z_dim", c.z_dim, 1, max_channels);
    c.dim_mult = config.integers("dim_mult", c.dim_mult, 1, max_channels);
    c.num_res_blocks = config.integer("num_res_blocks", c.num_res_blocks, 1, max_layers);
    c.attn_scales = config.numbers("attn_scales", c.attn_scales, 0.0, max_statistic);
    c.temperal_downsample = config.booleans("temperal_downsample", c.temperal_downsample);
    c.latents_mean = config.numbers("latents_mean", c.latents_mean, -max_statistic, max_statistic);
    c.latents_std = config.numbers("latents_std", c.latents_std, 1.0 / max_statistic, max_statistic);
    c.is_residual = config.boolean("is_residual", c.is_residual);
    c.in_channels = config.integer("in_channels", c.in_channels, 1, max_channels);
    c.out_channels = config.integer("out_channels", c.out_channels, 1, max_channels);
    c.patch_size = config.integer("patch_size", c.patch_size, 1, 64);
    c.scale_factor_temporal = config.integer("scale_factor_temporal", c.scale_factor_temporal, 1, max_channels);
    c.scale_factor_spatial = config.integer("scale_factor_spatial", c.scale_factor_spatial, 1, max_channels);
    check_lists(config, c);
    check_patches(config, c);
    if (c.is_residual) {
        check_shortcuts(config, c);
    } else {
        check_halving(config, c);
    }
    return c;
}

std::int64_t AutoencoderConfig::spatial_ratio() const {
    return patch_size * two_to_the(static_cast<std::int64_t>(num_scalings()));
}

std::int64_t AutoencoderConfig::temporal_ratio() const {
    return two_to_the(std::count(temperal_downsample.end() - static_cast<std::ptrdiff_t>(num_scalings()), temperal_downsample.end(), true));
}

std::int64_t AutoencoderConfig::encoder_temporal_ratio() const {
    return two_to_the(std::count(temperal_downsample.begin(), temperal_downsample.begin() + static_cast<std::ptrdiff_t>(num_scalings()), true));
}

void AutoencoderConfig::require_fit_for_clips(const ConfigReader& config) const {
    if (scale_factor_spatial != spatial_ratio()) {
        config.fail("scale_factor_spatial", Sentence::of("does not fit the encoder's and the decoder's blocks"));
    }
    if (scale_factor_temporal != temporal_ratio() || scale_factor_temporal != encoder_temporal_ratio()) {
        config.fail("scale_factor_temporal", Sentence::of("does not fit the encoder's and the decoder's blocks"));
    }
    const auto channels = static_cast<std::size_t>(z_dim);
    for (const auto& [key, length] : {std::pair("latents_mean", latents_mean.size()), std::pair("latents_std", latents_std.size())}) {
        if (length != channels) {
            config.fail(key, Sentence::of("has %1 values; z_dim needs %2", length, channels));
        }
    }
    const std::int64_t folded_pixel = 3 * patch_size * patch_size;
    for (const auto& [key, count] : {std::pair("in_channels", in_channels), std::pair("out_channels", out_channels)}) {
        if (count != folded_pixel) {
            config.fail(key, Sentence::of("must be 3 times patch_size squared, %1", folded_pixel));
        }
    }
}

}  // namespace kinora::wan
