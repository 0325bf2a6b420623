#include "core/model/families/ltx_video/stream_codec.h"

#include <ATen/ops/arange.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/minimum.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/zeros.h>

#include <algorithm>

namespace kinora::ltx_video {

namespace {

// How much each of `size` samples of a tile counts: less towards an edge that another tile overlaps.
at::Tensor edge_ramp(std::int64_t size, bool fades_in, bool fades_out, std::int64_t overlap, const at::TensorOptions& options) {
    at::Tensor weights = at::ones({size}, options);
    const at::Tensor rising = (at::arange(size, options) + 0.5) / static_cast<double>(std::max<std::int64_t>(overlap, 1));
    if (fades_in) {
        weights = at::minimum(weights, rising);
    }
    if (fades_out) {
        weights = at::minimum(weights, rising.flip(0));
    }
    return weights;
}

// Sums tiles with weights that fade towards shared edges. Positions and the overlap are in samples of the result.
class TileBlender {
 public:
    TileBlender(std::int64_t height, std::int64_t width, std::int64_t overlap)
        : height_(height), width_(width), overlap_(overlap) {}

    void add(const at::Tensor& tile, std::int64_t top, std::int64_t left) {
        const auto options = tile.options().dtype(at::kFloat);
        if (!sum_.defined()) {
            auto shape = tile.sizes().vec();
            shape[3] = height_;
            shape[4] = width_;
            sum_ = at::zeros(shape, options);
            total_ = at::zeros({height_, width_}, options);
        }
        const std::int64_t rows = tile.size(3);
        const std::int64_t columns = tile.size(4);
        const at::Tensor weight = edge_ramp(rows, top > 0, top + rows < height_, overlap_, options).unsqueeze(1) *
                                  edge_ramp(columns, left > 0, left + columns < width_, overlap_, options).unsqueeze(0);
        sum_.narrow(3, top, rows).narrow(4, left, columns).add_(tile.to(at::kFloat) * weight);
        total_.narrow(0, top, rows).narrow(1, left, columns).add_(weight);
    }

    at::Tensor blended(at::ScalarType type) const { return (sum_ / total_).to(type); }

 private:
    std::int64_t height_;
    std::int64_t width_;
    std::int64_t overlap_;
    at::Tensor sum_;
    at::Tensor total_;
};

at::Tensor window(const at::Tensor& x, TileSpan rows, TileSpan columns, std::int64_t scale) {
    return x.narrow(3, rows.begin * scale, (rows.end - rows.begin) * scale)
        .narrow(4, columns.begin * scale, (columns.end - columns.begin) * scale);
}

}  // namespace

std::vector<TileSpan> tile_spans(std::int64_t size, Tiling tiling) {
    if (tiling.tile <= 0 || size <= tiling.tile) {
        return {{0, size}};
    }
    const std::int64_t step = std::max<std::int64_t>(tiling.tile - tiling.overlap, 1);
    const std::int64_t count = (size - tiling.overlap + step - 1) / step;
    std::vector<TileSpan> spans;
    for (std::int64_t i = 0; i < count; ++i) {
        // Spread evenly, so that no tile is a thin rest.
        const std::int64_t begin = count == 1 ? 0 : (size - tiling.tile) * i / (count - 1);
        spans.push_back({begin, begin + tiling.tile});
    }
    return spans;
}

StreamDecoder::StreamDecoder(Autoencoder autoencoder, at::Tensor timestep, std::int64_t height, std::int64_t width,
                             Tiling tiling, const NoiseSource& noise, const std::stop_token& stop)
    : autoencoder_(std::move(autoencoder)), timestep_(std::move(timestep)), height_(height), width_(width), overlap_(tiling.overlap) {
    for (const TileSpan& rows : tile_spans(height, tiling)) {
        for (const TileSpan& columns : tile_spans(width, tiling)) {
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
            autoencoder_->decoder()->forward(window(latents, tile.rows, tile.columns, 1), timestep_, tile.stream);
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
    for (const TileSpan& row : rows) {
        for (const TileSpan& column : columns) {
            const Posterior part = autoencoder->encode(window(pixels, row, column, scale), plan.frames_per_piece, stop);
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
    plan.tiling = {smallest_tile, overlap};
    while ((plan.tiling.tile + 2) * (plan.tiling.tile + 2) <= affordable) {
        plan.tiling.tile += 2;
    }
    return plan;
}

}  // namespace kinora::ltx_video
