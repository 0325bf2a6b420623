// Given frames become what the transformer sees beside the noise (diffusers, pipelines/wan/pipeline_wan_i2v.py: prepare_latents, and
// pipeline_wan_vace.py: preprocess_conditions, prepare_video_latents, prepare_masks).
#pragma once

#include <ATen/core/Tensor.h>

#include <optional>
#include <stop_token>
#include <vector>

#include "core/generation/conditioning_frames.h"
#include "core/model/families/wan/autoencoder.h"
#include "core/model/families/wan/stream_codec.h"
#include "core/model/families/wan/transformer.h"
#include "core/model/pipeline/trace.h"

namespace kinora::wan {

// How a model is told of given frames.
enum class GivenFrames {
    none,           // it makes clips of text alone
    as_channels,    // latents of the given frames before mid grey, and a mask, lie beside the noise as further channels
    first_latents,  // the first latent frames are given ones, with the timestep 0
    as_control,     // a branch of control tokens
};

// The size of a clip, in pixels and in latents.
struct ClipShape {
    std::int64_t num_frames = 0;
    std::int64_t temporal_ratio = 4;
    std::int64_t spatial_ratio = 8;
    std::int64_t height = 0;  // of latents
    std::int64_t width = 0;

    std::int64_t latent_frames() const { return (num_frames - 1) / temporal_ratio + 1; }
    std::int64_t pixel_height() const { return height * spatial_ratio; }
    std::int64_t pixel_width() const { return width * spatial_ratio; }
};

// What a clip is made to follow, in pixels.
struct ControlInput {
    at::Tensor video;                    // (1, 3, N, H, W) in -1 … 1
    at::Tensor mask;                     // (1, 1, N, H, W) float32: 1 where pixels are to be made, 0 where they are given
    std::vector<at::Tensor> references;  // (3, H, W) in -1 … 1: what things in the clip look like
    std::vector<double> scales;          // of each control layer; empty for 1
};

struct Conditions {
    at::Tensor channels;             // (1, temporal_ratio + C, F, H, W) float32, or undefined
    at::Tensor first_latents;        // (1, C, f, H, W) float32, or undefined
    std::optional<Control> control;  // with latents for references in front
    std::int64_t num_references = 0;
};

struct ConditioningContext {
    Autoencoder autoencoder;
    Tiling tiling;
    ClipShape shape;
    std::size_t num_control_layers = 0;
    at::ScalarType dtype = at::kFloat;
    at::Device device = at::kCPU;
    Trace trace;
};

// Throws InvalidRequest where the model cannot be told of such frames, Cancelled.
Conditions place_conditions(GivenFrames way, const std::vector<ConditioningFrames>& frames, const ConditioningContext& context,
                            const std::stop_token& stop);

Conditions make_control(const ControlInput& input, const ConditioningContext& context, const std::stop_token& stop);

}  // namespace kinora::wan
