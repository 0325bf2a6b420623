#include "core/model/pipeline/spatial_tiles.h"

#include <ATen/ops/arange.h>
#include <ATen/ops/minimum.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/zeros.h>

#include <algorithm>

namespace kinora {

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

}  // namespace

std::vector<LatentSpan> tile_spans(std::int64_t size, Tiling tiling) {
    if (tiling.tile <= 0 || size <= tiling.tile) {
        return {{0, size}};
    }
    const std::int64_t step = std::max<std::int64_t>(tiling.tile - tiling.overlap, 1);
    const std::int64_t count = (size - tiling.overlap + step - 1) / step;
    std::vector<LatentSpan> spans;
    for (std::int64_t i = 0; i < count; ++i) {
        // Spread evenly, so that no tile is a thin rest.
        const std::int64_t begin = count == 1 ? 0 : (size - tiling.tile) * i / (count - 1);
        spans.push_back({begin, begin + tiling.tile});
    }
    return spans;
}

Tiling grow_tiling(Tiling smallest, std::int64_t latents) {
    Tiling tiling = smallest;
    while ((tiling.tile + 2) * (tiling.tile + 2) <= latents) {
        tiling.tile += 2;
    }
    return tiling;
}

at::Tensor tile_window(const at::Tensor& x, LatentSpan rows, LatentSpan columns, std::int64_t scale) {
    return x.narrow(3, rows.begin * scale, (rows.end - rows.begin) * scale)
        .narrow(4, columns.begin * scale, (columns.end - columns.begin) * scale);
}

TileBlender::TileBlender(std::int64_t height, std::int64_t width, std::int64_t overlap)
    : height_(height), width_(width), overlap_(overlap) {}

void TileBlender::add(const at::Tensor& tile, std::int64_t top, std::int64_t left) {
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

at::Tensor TileBlender::blended(at::ScalarType type) const {
    return (sum_ / total_).to(type);
}

std::vector<at::Tensor> encode_tiles(const at::Tensor& pixels, std::int64_t scale, Tiling tiling,
                                     const std::function<std::vector<at::Tensor>(const at::Tensor& pixels)>& encode) {
    const std::int64_t height = pixels.size(3) / scale;
    const std::int64_t width = pixels.size(4) / scale;
    const auto rows = tile_spans(height, tiling);
    const auto columns = tile_spans(width, tiling);
    if (rows.size() * columns.size() == 1) {
        return encode(pixels);
    }
    std::vector<TileBlender> blenders;
    for (const LatentSpan& row : rows) {
        for (const LatentSpan& column : columns) {
            const std::vector<at::Tensor> maps = encode(tile_window(pixels, row, column, scale));
            blenders.resize(maps.size(), TileBlender(height, width, tiling.overlap));
            for (std::size_t i = 0; i < maps.size(); ++i) {
                blenders[i].add(maps[i], row.begin, column.begin);
            }
        }
    }
    std::vector<at::Tensor> blended;
    for (const TileBlender& blender : blenders) {
        blended.push_back(blender.blended(pixels.scalar_type()));
    }
    return blended;
}

}  // namespace kinora
