// Rectified flow (Liu et al. 2023) over clips of which some frames are given: what a transformer sees in a training step and
// what it is to answer. Given frames enter as they do in generation (conditioning.h).
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <cstdint>

#include "core/model/families/ltx_video/positions.h"

namespace kinora::ltx_video {

// Which frames of a clip are given.
enum class GivenFrames : std::uint8_t { none, prefix, last, first_and_last, keyframe, suffix, prefix_and_suffix };

// What the transformer sees of some clips, and what it is to answer. L tokens: those of the given frames that come as extra
// tokens, then the clips' own. N = L / (tokens of a latent frame).
struct FlowBatch {
    at::Tensor tokens;       // (B, L, C) float32
    at::Tensor timesteps;    // (B, N), 0 … 1000
    at::Tensor positions;    // (3, L), on the CPU
    at::Tensor velocity;     // (B, own tokens, C) float32: noise - data
    at::Tensor loss_weight;  // (B, own latent frames): 0 where a frame is given
};

// latents: (B, C, F, H, W) normalised, with the other parts of `given` likewise; times: (B) in 0 … 1; strengths: (B), 1 for
// frames that are kept exactly; prefix_latents: (B), how many latent frames are given at the start. All on one device, where the
// batch is made.
struct FlowInput {
    at::Tensor latents;
    at::Tensor keyframe;  // (B, C, 1, H, W)
    std::int64_t keyframe_index = 0;
    at::Tensor suffix;  // (B, C, S, H, W)
    std::int64_t suffix_start = 0;
    at::Tensor prefix_latents;
    at::Tensor times;
    at::Tensor strengths;
    at::Tensor noise;        // as latents
    at::Tensor extra_noise;  // (B, C, at least the extra latent frames, H, W)
};
FlowBatch make_flow_batch(const FlowInput& input, GivenFrames given, LatentGrid grid, double frame_rate,
                          TimeConvention convention = TimeConvention::latent_index);

// One latent frame of every clip alone, at its own place in the time of whole clips of `grid`. Of the input: latents and noise
// (B, C, 1, H, W), and times.
FlowBatch make_single_frame_batch(const FlowInput& input, std::int64_t frame, LatentGrid grid, double frame_rate,
                                  TimeConvention convention = TimeConvention::latent_index);

// The same clips with half as many places each way, each the mean of four: scenes without their detail, at a quarter of the cost.
// Noise likewise, so that what can be seen through it at any time is what can be seen of the whole clips then. Of the input: all
// that make_flow_batch() takes, at least two places each way; the last of an odd number is left out.
FlowInput coarser(const FlowInput& input);
LatentGrid coarser(LatentGrid grid);

// (count) times in 0 … 1: logit-normal (Esser et al. 2024), with some uniform ones so that the ends are seen, too.
at::Tensor draw_times(std::int64_t count, at::Generator& generator);

// Times moved as a schedule with this shift moves its noise levels, so that training sees them as often as generation visits them.
at::Tensor shifted_times(const at::Tensor& times, double shift);

// The mean squared error of a predicted velocity (B, L, C) over the frames that are not given.
at::Tensor flow_loss(const at::Tensor& velocity, const FlowBatch& batch);

}  // namespace kinora::ltx_video
