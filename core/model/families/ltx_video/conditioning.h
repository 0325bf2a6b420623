// Given frames become latents, tokens and per-token strengths (diffusers, pipelines/ltx/pipeline_ltx_condition.py:
// prepare_latents, trim_conditioning_sequence). One path for everything: text-to-video has no given frames.
//
// Frames given from frame 0 on replace the first latents. Frames given later come as extra tokens in front of the clip's own,
// with the coordinates of their place in time; of a longer clip only the first two latent frames do, the rest replaces the
// latents at its place.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <stop_token>
#include <vector>

#include "core/generation/conditioning_frames.h"
#include "core/model/families/ltx_video/autoencoder.h"
#include "core/model/families/ltx_video/positions.h"
#include "core/model/families/ltx_video/stream_codec.h"
#include "core/model/pipeline/trace.h"

namespace kinora::ltx_video {

// Of a clip that is given later than frame 0, this many latent frames become extra tokens.
inline constexpr std::int64_t num_prefix_latents = 2;

// Where a denoising run starts. L counts the extra tokens, which come first, and the clip's own.
struct InitialTokens {
    at::Tensor tokens;     // (1, L, C) float32
    at::Tensor given;      // (1, L, C) float32, the tokens as the conditions gave them; undefined where they are `tokens`
    at::Tensor strengths;  // (1, L) float32, 1 where a token is fully given; undefined without given frames
    at::Tensor positions;  // (3, L) float32: seconds, pixels down, pixels right
    std::int64_t num_extra = 0;
};

struct ConditioningContext {
    Autoencoder autoencoder;
    CodecPlan plan;
    LatentGrid grid;
    TimeConvention convention = TimeConvention::causal;
    double frame_rate = 0.0;
    std::int64_t num_frames = 0;  // of the whole clip, in pixels
    at::ScalarType dtype = at::kFloat;
    at::Device device = at::kCPU;
    NoiseSource draw;  // posterior samples and keyframe noise, in the order in which the reference draws them
    Trace trace;
};

// latents: (1, C, F, H, W) float32, the noise (or noised latents) that the clip starts from.
InitialTokens place_conditions(const at::Tensor& latents, const std::vector<ConditioningFrames>& conditions,
                               const ConditioningContext& context, const std::stop_token& stop);

// The number of frames of a given clip that are used: no more than fit behind `start_frame`, and 1 + a multiple of the
// temporal ratio; of a single picture that one. Throws InvalidRequest where none is left.
std::int64_t usable_frames(std::int64_t given, std::int64_t start_frame, std::int64_t num_frames, std::int64_t temporal_ratio);

}  // namespace kinora::ltx_video
