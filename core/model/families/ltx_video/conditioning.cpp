#include "core/model/families/ltx_video/conditioning.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/lerp.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <string>

#include "core/base/error.h"
#include "core/base/resample.h"
#include "core/model/layers/patchify.h"
#include "core/model/pipeline/frames.h"

namespace kinora::ltx_video {

namespace {

// The latents of given frames, normalised: (1, C, f, H, W) float32.
at::Tensor encode_frames(const ConditioningFrames& frames, std::size_t index, const ConditioningContext& context,
                         const std::stop_token& stop) {
    const LatentGrid& grid = context.grid;
    const auto count = usable_frames(static_cast<std::int64_t>(frames.images.size()), frames.start_frame,
                                     context.num_frames, grid.temporal_ratio);
    std::vector<Image> images;
    for (std::int64_t i = 0; i < count; ++i) {
        images.push_back(resample_lanczos(frames.images[static_cast<std::size_t>(i)],
                                          static_cast<int>(grid.width * grid.spatial_ratio),
                                          static_cast<int>(grid.height * grid.spatial_ratio)));
    }
    const at::Tensor pixels = pixels_from_images(images).to(context.device, context.dtype);
    const Posterior posterior = encode_in_tiles(context.autoencoder, pixels, context.plan, stop);
    if (context.trace) {
        const std::string name = "pipeline.vae_encode." + std::to_string(index);
        context.trace(name + ".input", pixels);
        context.trace(name + ".mean", posterior.mean);
        context.trace(name + ".logvar", posterior.logvar);
    }
    return context.autoencoder->normalize(posterior.sample(context.draw)).to(at::kFloat);
}

// The strengths of a condition's latent frames from number `first` on, as many as `latents` has: (1, 1, f, 1, 1).
at::Tensor strengths_of(const ConditioningFrames& frames, std::int64_t first, const at::Tensor& latents) {
    std::vector<float> strengths;
    for (std::int64_t i = first; i < first + latents.size(2); ++i) {
        const auto& curve = frames.latent_strengths;
        const double strength = curve.empty() ? frames.strength : curve[std::min(static_cast<std::size_t>(i), curve.size() - 1)];
        strengths.push_back(static_cast<float>(strength));
    }
    return at::tensor(strengths, latents.options()).reshape({1, 1, -1, 1, 1});
}

// Given latents, mixed into `base` as strongly as the condition says.
at::Tensor mix(const at::Tensor& base, const at::Tensor& given, const ConditioningFrames& frames, std::int64_t first) {
    return frames.latent_strengths.empty() ? at::lerp(base, given, frames.strength)
                                           : at::lerp(base, given, strengths_of(frames, first, given));
}

// Extra tokens for `latents`, mixed with noise where they are not fully given.
InitialTokens make_extra_tokens(const at::Tensor& latents, const ConditioningFrames& frames, const ConditioningContext& context) {
    const at::Tensor noise = context.draw(latents.sizes()).to(latents.options());
    LatentGrid grid = context.grid;
    grid.frames = latents.size(2);
    InitialTokens extra;
    extra.tokens = patchify(mix(noise, latents, frames, 0), token_patch);
    extra.num_extra = extra.tokens.size(1);
    const at::Tensor of_frames = strengths_of(frames, 0, latents);
    extra.strengths = patchify(of_frames.expand({1, 1, grid.frames, grid.height, grid.width}), token_patch).select(2, 0);
    extra.positions = token_positions(grid, context.convention, context.frame_rate, frames.start_frame);
    return extra;
}

// Puts the condition's latent frames from number `skipped` on, `given`, in the place of those from `first` on.
void replace_latents(at::Tensor& latents, at::Tensor& frame_strengths, std::int64_t first, const at::Tensor& given,
                     const ConditioningFrames& frames, std::int64_t skipped) {
    const std::int64_t count = std::min(given.size(2), latents.size(2) - first);
    if (count <= 0) {
        return;
    }
    const at::Tensor used = given.narrow(2, 0, count);
    at::Tensor target = latents.narrow(2, first, count);
    target.copy_(mix(target, used, frames, skipped));
    frame_strengths.narrow(1, first, count).copy_(strengths_of(frames, skipped, used).reshape({1, -1}));
}

}  // namespace

std::int64_t usable_frames(std::int64_t given, std::int64_t start_frame, std::int64_t num_frames,
                           std::int64_t temporal_ratio) {
    const std::int64_t fitting = given == 1 ? 1 : std::min(given, num_frames - start_frame);  // one picture is a token wherever it is
    if (fitting < 1) {
        throw InvalidRequest("conditioning", Sentence::of("frames that are given from frame %1 on lie behind the end of a video of %2 frames; "
                                                          "give them earlier or make the video longer",
                                                          start_frame, num_frames));
    }
    return (fitting - 1) / temporal_ratio * temporal_ratio + 1;
}

InitialTokens place_conditions(const at::Tensor& start_latents, const std::vector<ConditioningFrames>& conditions,
                               const ConditioningContext& context, const std::stop_token& stop) {
    const LatentGrid& grid = context.grid;
    at::Tensor latents = start_latents.clone();
    at::Tensor frame_strengths = at::zeros({1, grid.frames}, latents.options());  // of the clip's own latent frames
    std::vector<InitialTokens> parts;
    for (std::size_t i = 0; i < conditions.size(); ++i) {
        const ConditioningFrames& frames = conditions[i];
        at::Tensor given = encode_frames(frames, i, context, stop);
        if (frames.start_frame == 0) {
            replace_latents(latents, frame_strengths, 0, given, frames, 0);
            continue;
        }
        if (given.size(2) > num_prefix_latents) {
            replace_latents(latents, frame_strengths, frames.start_frame / grid.temporal_ratio + num_prefix_latents,
                            given.narrow(2, num_prefix_latents, given.size(2) - num_prefix_latents), frames, num_prefix_latents);
            given = given.narrow(2, 0, num_prefix_latents);
        }
        parts.push_back(make_extra_tokens(given, frames, context));
    }

    InitialTokens result;
    for (const InitialTokens& part : parts) {
        result.num_extra += part.num_extra;
    }
    const at::Tensor own_strengths = patchify(
        frame_strengths.reshape({1, 1, grid.frames, 1, 1}).expand({1, 1, grid.frames, grid.height, grid.width}), token_patch).select(2, 0);
    InitialTokens own;
    own.tokens = patchify(latents, token_patch);
    own.strengths = own_strengths;
    own.positions = token_positions(grid, context.convention, context.frame_rate);
    parts.push_back(std::move(own));

    std::vector<at::Tensor> tokens, strengths, positions;
    for (const InitialTokens& part : parts) {
        tokens.push_back(part.tokens);
        strengths.push_back(part.strengths);
        positions.push_back(part.positions);
    }
    result.tokens = at::cat(tokens, 1);
    result.positions = at::cat(positions, 1);
    if (!conditions.empty()) {
        result.strengths = at::cat(strengths, 1);
    }
    return result;
}

}  // namespace kinora::ltx_video
