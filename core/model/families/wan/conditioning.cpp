#include "core/model/families/wan/conditioning.h"

#include <ATen/ops/_upsample_nearest_exact3d.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/zeros.h>
#include <ATen/ops/zeros_like.h>

#include <algorithm>
#include <string>

#include "core/base/error.h"
#include "core/base/resample.h"
#include "core/model/pipeline/frames.h"

namespace kinora::wan {

namespace {

// Encodings within a run, numbered in their order.
class ClipEncoder {
 public:
    ClipEncoder(const ConditioningContext& context, const std::stop_token& stop) : context_(context), stop_(stop) {}

    // pixels: (1, 3, N, H, W) float32 → normalised latents (1, C, F, h, w) float32
    at::Tensor encode(const at::Tensor& pixels) {
        const at::Tensor input = pixels.to(context_.device, context_.dtype);
        const Posterior posterior = encode_in_tiles(context_.autoencoder, input, context_.tiling, stop_);
        if (context_.trace) {
            const std::string name = "pipeline.vae_encode." + std::to_string(num_encoded_++);
            context_.trace(name + ".input", input);
            context_.trace(name + ".mean", posterior.mean);
            context_.trace(name + ".logvar", posterior.logvar);
        }
        return context_.autoencoder->normalize(posterior.mean.to(at::kFloat));
    }

 private:
    const ConditioningContext& context_;
    const std::stop_token& stop_;
    int num_encoded_ = 0;
};

// Given frames in their places, the others mid grey.
struct GivenVideo {
    at::Tensor pixels;            // (1, 3, N, H, W) float32
    std::vector<bool> is_given;   // of each frame
};

GivenVideo lay_out(const std::vector<ConditioningFrames>& conditions, const ClipShape& shape) {
    GivenVideo video;
    video.pixels = at::zeros({1, 3, shape.num_frames, shape.pixel_height(), shape.pixel_width()}, at::kFloat);
    video.is_given.resize(static_cast<std::size_t>(shape.num_frames));
    for (const ConditioningFrames& condition : conditions) {
        for (std::size_t i = 0; i < condition.images.size(); ++i) {
            const std::int64_t frame = condition.start_frame + static_cast<std::int64_t>(i);
            if (frame >= shape.num_frames) {
                break;
            }
            const Image fitting = resample_lanczos(condition.images[i], static_cast<int>(shape.pixel_width()), static_cast<int>(shape.pixel_height()));
            video.pixels.narrow(2, frame, 1).copy_(pixels_from_images({&fitting, 1}));
            video.is_given[static_cast<std::size_t>(frame)] = true;
        }
    }
    return video;
}

// 1 for every given frame: (N) float32
at::Tensor frame_mask(const GivenVideo& video) {
    const std::vector<float> values(video.is_given.begin(), video.is_given.end());
    return at::tensor(values);
}

Conditions condition_channels(const std::vector<ConditioningFrames>& conditions, const ConditioningContext& context, const std::stop_token& stop) {
    const ClipShape& shape = context.shape;
    const GivenVideo video = lay_out(conditions, shape);
    if (std::ranges::count(video.is_given, true) == 0) {
        throw InvalidRequest("conditioning", Sentence::of("this model animates pictures and needs one; give it a picture for the first frame"));
    }
    const at::Tensor latents = ClipEncoder(context, stop).encode(video.pixels);
    // The first latent frame is one frame; its mask says so as often as the others' have frames.
    const at::Tensor of_frames = frame_mask(video);
    const at::Tensor mask = at::cat({of_frames.narrow(0, 0, 1).expand({shape.temporal_ratio - 1}), of_frames})
                                .view({shape.latent_frames(), shape.temporal_ratio})
                                .t()
                                .view({1, shape.temporal_ratio, shape.latent_frames(), 1, 1})
                                .expand({-1, -1, -1, shape.height, shape.width});
    Conditions result;
    result.channels = at::cat({mask.to(latents.options()), latents}, 1);
    return result;
}

Conditions condition_first_latents(const std::vector<ConditioningFrames>& conditions, const ConditioningContext& context,
                                   const std::stop_token& stop) {
    const ClipShape& shape = context.shape;
    Conditions result;
    if (conditions.empty()) {
        return result;
    }
    const GivenVideo video = lay_out(conditions, shape);
    const auto end = std::ranges::find(video.is_given, false);
    const std::int64_t given = end - video.is_given.begin();
    if (given == 0 || std::count(end, video.is_given.end(), true) > 0) {
        throw InvalidRequest("conditioning", Sentence::of("this model takes given frames at its beginning only; put them at frame 0 or choose "
                                                          "another model"));
    }
    const std::int64_t used = (given - 1) / shape.temporal_ratio * shape.temporal_ratio + 1;
    result.first_latents = ClipEncoder(context, stop).encode(video.pixels.narrow(2, 0, used));
    return result;
}

// Each latent's pixels of the mask as channels, and the frames of its time by their nearest: (1, r * r, F, h, w)
at::Tensor mask_channels(const at::Tensor& mask, const ClipShape& shape) {
    const std::int64_t ratio = shape.spatial_ratio;
    const std::int64_t frames = mask.size(2);
    const at::Tensor cells = mask.view({frames, shape.height, ratio, shape.width, ratio}).permute({2, 4, 0, 1, 3}).flatten(0, 1).unsqueeze(0);
    return at::_upsample_nearest_exact3d(cells, {(frames + shape.temporal_ratio - 1) / shape.temporal_ratio, shape.height, shape.width});
}

Conditions condition_control(const std::vector<ConditioningFrames>& conditions, const ConditioningContext& context, const std::stop_token& stop) {
    const GivenVideo video = lay_out(conditions, context.shape);
    const at::Tensor made = 1.0f - frame_mask(video);
    ControlInput input;
    input.video = video.pixels;
    input.mask = made.view({1, 1, -1, 1, 1}).expand({1, 1, -1, video.pixels.size(3), video.pixels.size(4)}).contiguous();
    return make_control(input, context, stop);
}

}  // namespace

Conditions place_conditions(GivenFrames way, const std::vector<ConditioningFrames>& frames, const ConditioningContext& context,
                            const std::stop_token& stop) {
    switch (way) {
        case GivenFrames::as_channels:
            return condition_channels(frames, context, stop);
        case GivenFrames::first_latents:
            return condition_first_latents(frames, context, stop);
        case GivenFrames::as_control:
            return condition_control(frames, context, stop);
        case GivenFrames::none:
            break;
    }
    return {};
}

Conditions make_control(const ControlInput& input, const ConditioningContext& context, const std::stop_token& stop) {
    if (!input.scales.empty() && input.scales.size() != context.num_control_layers) {
        throw InvalidRequest("conditioning_scale", Sentence::of("has %1 numbers, and this model has %2 control layers", input.scales.size(),
                                                                context.num_control_layers));
    }
    ClipEncoder encoder(context, stop);
    if (context.trace) {
        context.trace("pipeline.mask", input.mask);
    }
    const at::Tensor mask = input.mask.gt(0.5).to(at::kFloat);
    const at::Tensor kept = encoder.encode(input.video * (1 - mask));
    const at::Tensor remade = encoder.encode(input.video * mask);
    at::Tensor latents = at::cat({kept, remade}, 1);
    at::Tensor masks = mask_channels(input.mask, context.shape);
    for (const at::Tensor& reference : input.references) {
        const at::Tensor own = encoder.encode(reference.unsqueeze(0).unsqueeze(2));
        latents = at::cat({at::cat({own, at::zeros_like(own)}, 1), latents}, 2);
    }
    Conditions result;
    result.num_references = static_cast<std::int64_t>(input.references.size());
    if (result.num_references > 0) {
        masks = at::cat({at::zeros_like(masks.narrow(2, 0, result.num_references)), masks}, 2);
    }
    result.control = Control{at::cat({latents, masks.to(latents.options())}, 1), input.scales};
    if (result.control->scales.empty()) {
        result.control->scales.assign(context.num_control_layers, 1.0);
    }
    return result;
}

}  // namespace kinora::wan
