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
    : autoencoder_(std::move(autoencoder)), height_(height), width_(width), overlap_(tiling.overlap) {
    for (const LatentSpan& rows : tile_spans(height, tiling)) {
        for (const LatentSpan& columns : tile_spans(width, tiling)) {
            tiles_.push_back({rows, columns, FeatureCache(stop)});
        }
    }
}

at::Tensor StreamDecoder::push(const at::Tensor& latents) {
    if (tiles_.size() == 1) {
        return autoencoder_->decode_next(latents, tiles_[0].cache);
    }
    const std::int64_t scale = autoencoder_->config().spatial_ratio();
    TileBlender blender(height_ * scale, width_ * scale, overlap_ * scale);
    for (Tile& tile : tiles_) {
        const at::Tensor pixels = autoencoder_->decode_next(tile_window(latents, tile.rows, tile.columns, 1), tile.cache);
        blender.add(pixels, tile.rows.begin * scale, tile.columns.begin * scale);
    }
    return blender.blended(latents.scalar_type());
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
    const std::int64_t scale = autoencoder->config().spatial_ratio();
    const std::int64_t height = pixels.size(3) / scale;
    const std::int64_t width = pixels.size(4) / scale;
    const auto rows = tile_spans(height, tiling);
    const auto columns = tile_spans(width, tiling);
    if (rows.size() * columns.size() == 1) {
        return autoencoder->encode(pixels, stop);
    }
    TileBlender means(height, width, tiling.overlap);
    TileBlender logvars(height, width, tiling.overlap);
    for (const LatentSpan& row : rows) {
        for (const LatentSpan& column : columns) {
            const Posterior part = autoencoder->encode(tile_window(pixels, row, column, scale), stop);
            means.add(part.mean, row.begin, column.begin);
            logvars.add(part.logvar, row.begin, column.begin);
        }
    }
    return {means.blended(pixels.scalar_type()), logvars.blended(pixels.scalar_type())};
}

}  // namespace kinora::wan
