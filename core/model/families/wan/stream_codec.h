// The autoencoder on clips of any size and length: one latent frame after the other, which leaves no seam (autoencoder_layers.h),
// and in overlapping tiles over the picture, whose seams are blended.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <vector>

#include "core/model/families/wan/autoencoder.h"
#include "core/model/pipeline/spatial_tiles.h"

namespace kinora::wan {

// Decodes one clip whose latents arrive in pieces.
class StreamDecoder {
 public:
    // Height and width are those of the latents.
    StreamDecoder(Autoencoder autoencoder, std::int64_t height, std::int64_t width, Tiling tiling, const std::stop_token& stop);

    // latents: (1, C, f, H, W), the next frames of the clip, not normalised → their pixels (1, 3, F, H', W') in -1 … 1: one frame for
    // the clip's first latent frame, as many as the temporal ratio for each other one. Nothing is held back. Throws Cancelled.
    at::Tensor push(const at::Tensor& latents);

 private:
    Autoencoder autoencoder_;
    TiledStream<FeatureCache> tiles_;
};

// The side of the smallest tile, in latents.
std::int64_t smallest_tile(const AutoencoderConfig& config);

// How many values coding keeps at once for each latent of a tile.
std::int64_t values_per_latent(const AutoencoderConfig& config);

// Tiles for which coding needs about `budget_bytes` of working memory, which do not depend on the clip's length.
Tiling plan_codec(const AutoencoderConfig& config, std::int64_t latent_height, std::int64_t latent_width, std::int64_t bytes_per_value,
                   std::size_t budget_bytes);

// Encodes pixels (1, 3, F, H, W) as Autoencoder::encode() does, in tiles.
Posterior encode_in_tiles(Autoencoder autoencoder, const at::Tensor& pixels, Tiling tiling, const std::stop_token& stop);

}  // namespace kinora::wan
