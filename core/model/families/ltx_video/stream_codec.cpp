#include "core/model/families/ltx_video/stream_codec.h"

#include <algorithm>

namespace kinora::ltx_video {

StreamDecoder::StreamDecoder(Autoencoder autoencoder, at::Tensor timestep, std::int64_t height, std::int64_t width,
                             Tiling tiling, const NoiseSource& noise, const std::stop_token& stop)
    : autoencoder_(std::move(autoencoder)), timestep_(std::move(timestep)), height_(height), width_(width), overlap_(tiling.overlap) {
    for (const LatentSpan& rows : tile_spans(height, tiling)) {
        for (const LatentSpan& columns : tile_spans(width, tiling)) {
            tiles_.push_back({rows, columns, TimeStream(noise, stop)});
        }
    }
}

at::Tensor StreamDecoder::push(const at::Tensor& latents, bool is_last) {
    const std::int64_t scale = autoencoder_->config().decoder_stride().height;
    if (tiles_.size() == 1) {
        tiles_[0].stream.is_last = is_last;
        return autoencoder_->decoder()->forward(latents, timestep_, tiles_[0].stream);
    }
    TileBlender blender(height_ * scale, width_ * scale, overlap_ * scale);
    for (Tile& tile : tiles_) {
        tile.stream.is_last = is_last;
        const at::Tensor pixels =
            autoencoder_->decoder()->forward(tile_window(latents, tile.rows, tile.columns, 1), timestep_, tile.stream);
        blender.add(pixels, tile.rows.begin * scale, tile.columns.begin * scale);
    }
    return blender.blended(latents.scalar_type());
}

Posterior encode_in_tiles(Autoencoder autoencoder, const at::Tensor& pixels, const CodecPlan& plan,
                          const std::stop_token& stop) {
    const std::int64_t scale = autoencoder->config().encoder_stride().height;
    const std::int64_t height = pixels.size(3) / scale;
    const std::int64_t width = pixels.size(4) / scale;
    const auto rows = tile_spans(height, plan.tiling);
    const auto columns = tile_spans(width, plan.tiling);
    if (rows.size() * columns.size() == 1) {
        return autoencoder->encode(pixels, plan.frames_per_piece, stop);
    }
    TileBlender means(height, width, plan.tiling.overlap);
    TileBlender logvars(height, width, plan.tiling.overlap);
    for (const LatentSpan& row : rows) {
        for (const LatentSpan& column : columns) {
            const Posterior part = autoencoder->encode(tile_window(pixels, row, column, scale), plan.frames_per_piece, stop);
            means.add(part.mean, row.begin, column.begin);
            logvars.add(part.logvar, row.begin, column.begin);
        }
    }
    return {means.blended(pixels.scalar_type()), logvars.blended(pixels.scalar_type())};
}

std::int64_t values_per_latent(const AutoencoderConfig& config) {
    // The widest feature maps are those next to the pixels; about eight of them are alive at once (a convolution's input,
    // its padded copy, its output, the shortcut, temporaries of the norms, and the library's own buffers).
    constexpr std::int64_t maps_alive = 8;
    const std::int64_t channels = std::max(config.block_out_channels.front(), config.decoder_block_out_channels.front() / config.upsample_factor.front());
    const std::int64_t folded = config.spatial_compression_ratio / config.patch_size;
    return maps_alive * channels * folded * folded * config.temporal_compression_ratio;
}

CodecPlan plan_codec(const AutoencoderConfig& config, std::int64_t latent_height, std::int64_t latent_width,
                     std::int64_t bytes_per_value, std::size_t budget_bytes) {
    const std::int64_t bytes_per_latent = values_per_latent(config) * bytes_per_value;
    const auto affordable = std::max<std::int64_t>(static_cast<std::int64_t>(budget_bytes) / bytes_per_latent, 1);

    constexpr std::int64_t overlap = 2;
    constexpr std::int64_t most_frames_per_piece = 4;  // so that frames leave as they are made and a stop is quick
    CodecPlan plan;
    const std::int64_t picture = latent_height * latent_width;
    if (affordable >= picture) {
        plan.frames_per_piece = std::min(affordable / picture, most_frames_per_piece);
        return plan;
    }
    plan.tiling = grow_tiling({smallest_tile, overlap}, affordable);
    return plan;
}

}  // namespace kinora::ltx_video
