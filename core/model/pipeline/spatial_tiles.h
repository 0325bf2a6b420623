// Overlapping tiles of a picture for autoencoders, and their results put together again with seams that are blended.
//
// Letters: B batch, C channels, F frames, H height, W width; clips are (B, C, F, H, W).
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <vector>

namespace kinora {

// Tiles in latents; 0 is one tile for the whole picture.
struct Tiling {
    std::int64_t tile = 0;
    std::int64_t overlap = 0;
};

// A part of an axis that one tile covers, in latents.
struct LatentSpan {
    std::int64_t begin = 0;
    std::int64_t end = 0;
};

// Tiles of at most `tiling.tile` that cover 0 … size, each overlapping the next by at least `tiling.overlap`.
std::vector<LatentSpan> tile_spans(std::int64_t size, Tiling tiling);

// `smallest` with a tile that is larger by a multiple of two, as large as its square stays within `latents`.
Tiling grow_tiling(Tiling smallest, std::int64_t latents);

// What a tile sees of a clip with `scale` samples a side of a latent. No copy.
at::Tensor tile_window(const at::Tensor& x, LatentSpan rows, LatentSpan columns, std::int64_t scale);

// Sums tiles with weights that fade towards shared edges. Positions and the overlap are in samples of the result.
class TileBlender {
 public:
    TileBlender(std::int64_t height, std::int64_t width, std::int64_t overlap);

    // The same batch, channels and frames each time.
    void add(const at::Tensor& tile, std::int64_t top, std::int64_t left);

    at::Tensor blended(at::ScalarType type) const;  // (B, C, F, height, width)

 private:
    std::int64_t height_;
    std::int64_t width_;
    std::int64_t overlap_;
    at::Tensor sum_;    // float32
    at::Tensor total_;  // (height, width), of the weights
};

// Encodes pixels (1, 3, F, H, W) with `scale` pixels a side of a latent in tiles; `encode` makes maps of latents of a tile, always as many.
std::vector<at::Tensor> encode_tiles(const at::Tensor& pixels, std::int64_t scale, Tiling tiling,
                                     const std::function<std::vector<at::Tensor>(const at::Tensor& pixels)>& encode);

// A clip's latents that are decoded piece by piece, each tile with the state of its own pass.
template <typename State>
class TiledStream {
 public:
    // Height and width are those of the latents.
    TiledStream(std::int64_t height, std::int64_t width, Tiling tiling, const std::function<State()>& make_state)
        : height_(height), width_(width), overlap_(tiling.overlap) {
        for (const LatentSpan& rows : tile_spans(height, tiling)) {
            for (const LatentSpan& columns : tile_spans(width, tiling)) {
                tiles_.push_back({rows, columns, make_state()});
            }
        }
    }

    // decode(latents of a tile, its state) → their pixels, `scale` a side of a latent.
    template <typename Decode>
    at::Tensor push(const at::Tensor& latents, std::int64_t scale, const Decode& decode) {
        if (tiles_.size() == 1) {
            return decode(latents, tiles_[0].state);
        }
        TileBlender blender(height_ * scale, width_ * scale, overlap_ * scale);
        for (Tile& tile : tiles_) {
            const at::Tensor pixels = decode(tile_window(latents, tile.rows, tile.columns, 1), tile.state);
            blender.add(pixels, tile.rows.begin * scale, tile.columns.begin * scale);
        }
        return blender.blended(latents.scalar_type());
    }

 private:
    struct Tile {
        LatentSpan rows;
        LatentSpan columns;
        State state;
    };

    std::int64_t height_;
    std::int64_t width_;
    std::int64_t overlap_;
    std::vector<Tile> tiles_;
};

}  // namespace kinora
