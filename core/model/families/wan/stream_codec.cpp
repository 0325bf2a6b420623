#include "core/model/families/wan/stream_codec.h"

#include <algorithm>
#include <utility>

namespace kinora::wan {

namespace {

// Pixels, as the reference's own tiles have them.
constexpr std::int64_t smallest_tile_side = 256;
constexpr std::int64_t tile_overlap = 64;

}  // namespace

StreamDecoder::StreamDecoder(Autoencoder autoencoder, std::int64_t height, std::int64_t width, Tiling tiling, const std::stop_token& stop)
    : autoencoder_(std::move(autoencoder)), tiles_(height, width, tiling, [&] { return FeatureCache(stop); }) {}

at::Tensor StreamDecoder::push(const at::Tensor& latents) {
    return tiles_.push(latents, autoencoder_->config().spatial_ratio(),
                       [&](const at::Tensor& part, FeatureCache& cache) { return autoencoder_->decode_next(part, cache); });
}

std::int64_t smallest_tile(const AutoencoderConfig& config) {
    return std::max<std::int64_t>(smallest_tile_side / config.spatial_ratio(), 1);
}

std::int64_t values_per_latent(const AutoencoderConfig& config) {
    // Of the widest maps about this many are alive at once: a convolution's input, its copy with the past in front, its output, the
    // shortcut, temporaries of the norms, and the past that every layer keeps.
    constexpr std::int64_t maps_alive = 10;
    const auto levels = static_cast<std::int64_t>(config.num_scalings());
    std::int64_t widest = 0;
    for (std::int64_t level = 0; level <= levels; ++level) {
        // Maps come up from the level below, if there is one, with its channels.
        const std::int64_t below = std::min(level + 1, levels);
        const std::int64_t channels = std::max(config.base_dim, config.decoder_base_dim) * config.dim_mult[static_cast<std::size_t>(below)];
        const std::int64_t side = std::int64_t{1} << (levels - level);
        widest = std::max(widest, channels * side * side);
    }
    return maps_alive * widest * std::max(config.temporal_ratio(), config.encoder_temporal_ratio());
}

Tiling plan_codec(const AutoencoderConfig& config, std::int64_t latent_height, std::int64_t latent_width, std::int64_t bytes_per_value,
                   std::size_t budget_bytes) {
    const std::int64_t bytes_per_latent = values_per_latent(config) * bytes_per_value;
    const std::int64_t affordable = static_cast<std::int64_t>(budget_bytes) / bytes_per_latent;
    if (affordable >= latent_height * latent_width) {
        return {};
    }
    const std::int64_t smallest = smallest_tile(config);
    return grow_tiling({smallest, std::min(std::max<std::int64_t>(tile_overlap / config.spatial_ratio(), 1), smallest - 1)}, affordable);
}

Posterior encode_in_tiles(Autoencoder autoencoder, const at::Tensor& pixels, Tiling tiling, const std::stop_token& stop) {
    const auto maps = encode_tiles(pixels, autoencoder->config().spatial_ratio(), tiling, [&](const at::Tensor& part) {
        const Posterior posterior = autoencoder->encode(part, stop);
        return std::vector{posterior.mean, posterior.logvar};
    });
    return {maps[0], maps[1]};
}

}  // namespace kinora::wan
