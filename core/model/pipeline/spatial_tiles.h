// Overlapping tiles of a picture for autoencoders, and their results put together again with seams that are blended.
//
// Letters: B batch, C channels, F frames, H height, W width; clips are (B, C, F, H, W).
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
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

}  // namespace kinora
