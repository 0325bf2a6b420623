#include "core/model/families/ltx_video/training/flow_batch.h"

#include <ATen/ops/arange.h>
#include <ATen/ops/avg_pool3d.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/full_like.h>
#include <ATen/ops/minimum.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/randn.h>
#include <ATen/ops/where.h>
#include <ATen/ops/zeros.h>

#include "core/model/families/ltx_video/conditioning.h"
#include "core/model/layers/patchify.h"

namespace kinora::ltx_video {

namespace {

// A latent frame for each of some times: (B, F) → (B, 1, F, 1, 1)
at::Tensor over_pixels(const at::Tensor& per_frame) {
    return per_frame.unsqueeze(1).unsqueeze(-1).unsqueeze(-1);
}

class FlowBatchMaker {
 public:
    FlowBatchMaker(const FlowInput& input, LatentGrid grid, double frame_rate, TimeConvention convention)
        : input_(input), grid_(grid), frame_rate_(frame_rate), convention_(convention) {
        const std::int64_t batch = input.latents.size(0);
        frames_ = input.latents.size(2);
        data_ = input.latents.clone();
        strengths_ = at::zeros({batch, frames_}, input.strengths.options());
        // Frames given from the start on are those that the causal encoder makes of them alone.
        is_prefix_ = at::arange(frames_).to(input.prefix_latents.device()).unsqueeze(0) < input.prefix_latents.unsqueeze(1);
    }

    void give_prefix() { strengths_ = at::where(is_prefix_, input_.strengths.unsqueeze(1), strengths_); }

    // Frames given later: the first latents as extra tokens, the rest in place.
    void give(const at::Tensor& latents, std::int64_t start) {
        const std::int64_t num_extra = std::min(latents.size(2), num_prefix_latents);
        add_extra(latents.narrow(2, 0, num_extra), start);
        const std::int64_t first = start / grid_.temporal_ratio + num_prefix_latents;
        const std::int64_t count = std::min(latents.size(2) - num_extra, frames_ - first);
        if (latents.size(2) > num_prefix_latents && count > 0) {
            data_.narrow(2, first, count).copy_(latents.narrow(2, num_extra, count));
            strengths_.narrow(1, first, count).copy_(input_.strengths.unsqueeze(1).expand({-1, count}));
        }
    }

    FlowBatch make() {
        const at::Tensor times = at::minimum(input_.times.unsqueeze(1), 1.0 - strengths_);
        const at::Tensor mixed = at::lerp(data_, input_.noise, over_pixels(times));
        tokens_.push_back(patchify(mixed, token_patch));
        timesteps_.push_back(times * 1000.0);
        LatentGrid own = grid_;
        own.frames = frames_;
        positions_.push_back(token_positions(own, convention_, frame_rate_));
        return {at::cat(tokens_, 1), at::cat(timesteps_, 1), at::cat(positions_, 1), patchify(input_.noise - data_, token_patch),
                (strengths_ < 1.0).to(at::kFloat)};
    }

 private:
    void add_extra(const at::Tensor& latents, std::int64_t start) {
        const std::int64_t count = latents.size(2);
        const at::Tensor strength = input_.strengths.unsqueeze(1).expand({-1, count});
        const at::Tensor noise = input_.extra_noise.narrow(2, num_extra_, count);
        tokens_.push_back(patchify(at::lerp(noise, latents, over_pixels(strength)), token_patch));
        timesteps_.push_back(at::minimum(input_.times.unsqueeze(1), 1.0 - strength) * 1000.0);
        LatentGrid extra = grid_;
        extra.frames = count;
        positions_.push_back(token_positions(extra, convention_, frame_rate_, start));
        num_extra_ += count;
    }

    const FlowInput& input_;
    LatentGrid grid_;
    double frame_rate_;
    TimeConvention convention_;
    std::int64_t frames_ = 0;
    std::int64_t num_extra_ = 0;
    at::Tensor data_, strengths_, is_prefix_;
    std::vector<at::Tensor> tokens_, timesteps_, positions_;
};

}  // namespace

FlowBatch make_flow_batch(const FlowInput& input, GivenFrames given, LatentGrid grid, double frame_rate,
                          TimeConvention convention) {
    FlowBatchMaker maker(input, grid, frame_rate, convention);
    using enum GivenFrames;
    if (given == prefix || given == first_and_last || given == prefix_and_suffix) {
        maker.give_prefix();
    }
    if (given == last || given == first_and_last || given == keyframe) {
        maker.give(input.keyframe, input.keyframe_index);
    }
    if (given == suffix || given == prefix_and_suffix) {
        maker.give(input.suffix, input.suffix_start);
    }
    return maker.make();
}

FlowBatch make_single_frame_batch(const FlowInput& input, std::int64_t frame, LatentGrid grid, double frame_rate,
                                  TimeConvention convention) {
    const at::Tensor mixed = at::lerp(input.latents, input.noise, over_pixels(input.times.unsqueeze(1)));
    const at::Tensor positions = token_positions(grid, convention, frame_rate).unflatten(1, {grid.frames, -1}).select(1, frame);
    return {patchify(mixed, token_patch), input.times.unsqueeze(1) * 1000.0, positions, patchify(input.noise - input.latents, token_patch),
            at::ones({input.times.size(0), 1}, input.times.options())};
}

FlowInput coarser(const FlowInput& input) {
    FlowInput result = input;
    for (at::Tensor* part : {&result.latents, &result.keyframe, &result.suffix, &result.noise, &result.extra_noise}) {
        *part = at::avg_pool3d(*part, {1, 2, 2});
    }
    return result;
}

LatentGrid coarser(LatentGrid grid) {
    grid.height /= 2;
    grid.width /= 2;
    grid.spatial_ratio *= 2;
    return grid;
}

at::Tensor draw_times(std::int64_t count, at::Generator& generator) {
    const at::Tensor logit_normal = at::randn({count}, generator, at::kFloat).sigmoid();
    const at::Tensor even = at::rand({count}, generator, at::kFloat);
    return at::where(at::rand({count}, generator, at::kFloat) < 0.15, even, logit_normal);
}

at::Tensor shifted_times(const at::Tensor& times, double shift) {
    return shift * times / (1.0 + (shift - 1.0) * times);
}

at::Tensor flow_loss(const at::Tensor& velocity, const FlowBatch& batch) {
    const std::int64_t own = batch.velocity.size(1);
    const at::Tensor weight = batch.loss_weight.to(velocity.device());
    const at::Tensor error = (velocity.narrow(1, velocity.size(1) - own, own).to(at::kFloat) - batch.velocity.to(velocity.device())).square();
    const at::Tensor per_frame = error.mean(-1).unflatten(1, {weight.size(1), -1}).mean(-1);
    return (per_frame * weight).sum() / weight.sum().clamp_min(1.0);
}

}  // namespace kinora::ltx_video
