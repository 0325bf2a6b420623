// Where the tokens of a clip are, in seconds and pixels, and the rotary tables that follow from it.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

#include "core/model/families/ltx_video/config.h"
#include "core/model/layers/patchify.h"
#include "core/model/layers/rope.h"

namespace kinora::ltx_video {

// How latents lie in the clip.
struct LatentGrid {
    std::int64_t frames = 0;  // of the latents
    std::int64_t height = 0;
    std::int64_t width = 0;
    std::int64_t temporal_ratio = 8;  // frames of the clip a latent
    std::int64_t spatial_ratio = 32;  // pixels a latent

    std::int64_t num_tokens() const { return frames * height * width; }
};

inline constexpr PatchSize token_patch = {1, 1};  // every latent is a token of its own

// The two pipelines of diffusers place tokens differently in time. Checkpoints were trained with one of them.
enum class TimeConvention {
    latent_index,  // pipeline_ltx.py: latent f is at frame 8 f
    causal,        // pipeline_ltx_condition.py: at frame max(8 f - 7, 0), because the first latent holds one frame only
};

// (3, L) float32: seconds, pixels down, pixels right, of every token; the clip's first frame is at `first_frame`.
at::Tensor token_positions(const LatentGrid& grid, TimeConvention convention, double frame_rate, std::int64_t first_frame = 0);

// positions: (3, L) or (B, 3, L) → tables (B or 1, L, inner_dim / 2). transformer_ltx.py: LTXVideoRotaryPosEmbed
RotaryTables rotary_tables(const at::Tensor& positions, std::int64_t inner_dim);

}  // namespace kinora::ltx_video
