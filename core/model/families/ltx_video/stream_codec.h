// The autoencoder on clips of any size and length: in pieces over time, which leaves no seam (autoencoder_layers.h), and in
// overlapping tiles over the picture, whose seams are blended.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <memory>
#include <stop_token>
#include <vector>

#include "core/model/families/ltx_video/autoencoder.h"
#include "core/model/pipeline/spatial_tiles.h"

namespace kinora::ltx_video {

// Decodes one clip whose latents arrive in pieces.
class StreamDecoder {
 public:
    // timestep: (1) or undefined, see DecoderImpl. Height and width are those of the latents.
    StreamDecoder(Autoencoder autoencoder, at::Tensor timestep, std::int64_t height, std::int64_t width, Tiling tiling,
                  const NoiseSource& noise, const std::stop_token& stop);

    // latents: (1, C, f, H, W), the next frames of the clip → the pixels (1, 3, F, H', W') that can be made of them, maybe
    // none. The last piece brings the rest.
    at::Tensor push(const at::Tensor& latents, bool is_last);

 private:
    Autoencoder autoencoder_;
    at::Tensor timestep_;
    TiledStream<TimeStream> tiles_;
};

// The side of the smallest tile, in latents.
constexpr std::int64_t smallest_tile = 8;

// How many values coding keeps at once for each latent of a tile or piece.
std::int64_t values_per_latent(const AutoencoderConfig& config);

// Tiles and the number of latent frames a piece for which coding needs about `budget_bytes` of working memory.
struct CodecPlan {
    Tiling tiling;
    std::int64_t frames_per_piece = 1;
};
CodecPlan plan_codec(const AutoencoderConfig& config, std::int64_t latent_height, std::int64_t latent_width,
                     std::int64_t bytes_per_value, std::size_t budget_bytes);

// Encodes pixels (1, 3, F, H, W) in pieces of time and in tiles. F is 1 + a multiple of the temporal ratio.
Posterior encode_in_tiles(Autoencoder autoencoder, const at::Tensor& pixels, const CodecPlan& plan,
                          const std::stop_token& stop);

}  // namespace kinora::ltx_video
