#include "core/model/families/ltx_video/training/generated_clips.h"

#include <ATen/ops/full.h>
#include <ATen/ops/lerp.h>
#include <ATen/ops/linspace.h>
#include <ATen/ops/stack.h>

#include <algorithm>
#include <utility>

#include "core/model/diffusion/noise.h"
#include "core/model/families/ltx_video/positions.h"
#include "core/model/families/ltx_video/training/autoencoder_clips.h"
#include "core/model/families/ltx_video/training/flow_batch.h"
#include "core/model/training/data/rendered_clips.h"
#include "core/model/training/mixed_precision.h"
#include "core/model/training/text_encoder_stage.h"
#include "core/model/training/trained_weights.h"

namespace kinora::ltx_video {

namespace {

constexpr std::int64_t clips_of_first_size = 4;
// From less noise the clip comes back without mistakes worth learning from, from more as another clip.
constexpr double least_noise = 0.3;
constexpr double most_noise = 0.85;
constexpr int denoising_steps = 4;

// Of shifted_times() the inverse.
double unshifted(double time, double shift) {
    return time / (shift - (shift - 1.0) * time);
}

}  // namespace

GeneratedClips::GeneratedClips(const training::TrainerContext& context, Autoencoder autoencoder)
    : context_(context), autoencoder_(std::move(autoencoder)), captions_(context), training_(TransformerTraining::read(context.recipe)),
      transformer_(training_.config) {
    training::load_trained(*transformer_, context.folder, "dit");
    transformer_->to(context.compute.device);
}

GeneratedClips::Captioned GeneratedClips::draw_clips(at::Generator& generator, const std::stop_token& stop) const {
    const training::TrainingRecipe& recipe = context_.recipe;
    const auto& size = recipe.sizes[static_cast<std::size_t>(draw_below(std::ssize(recipe.sizes), generator))];
    const auto pixels_of = [](const training::ClipSize& each) { return std::int64_t(each.width) * each.height; };
    const std::int64_t count = std::max<std::int64_t>(clips_of_first_size * pixels_of(recipe.sizes.front()) / pixels_of(size), 1);
    Captioned result;
    std::vector<training::Scene> scenes;
    std::vector<at::Tensor> users;
    for (std::int64_t i = 0; i < count; ++i) {
        const auto seed = static_cast<std::uint64_t>(draw_below(num_autoencoder_scenes, generator));
        if (context_.clips != nullptr) {
            const std::size_t index = seed % context_.clips->size();
            users.push_back(training::users_clip(*context_.clips, index, seed, size, recipe.num_frames, recipe.frame_rate, stop));
            result.captions.push_back(context_.clips->caption(index));
        } else {
            scenes.push_back(training::sample_scene(seed, recipe.world));
            result.captions.push_back(training::draw_caption(scenes.back(), generator).text);
        }
    }
    result.pixels = context_.clips != nullptr ? at::stack(users, 0) : training::rendered_clips(scenes, size, recipe.num_frames, recipe.frame_rate);
    return result;
}

at::Tensor GeneratedClips::regenerated(const at::Tensor& latents, const training::EncodedCaptions& text, at::Generator& generator,
                                       const std::stop_token& stop) {
    const at::Device device = context_.compute.device;
    const LatentGrid grid = {.frames = latents.size(2), .height = latents.size(3), .width = latents.size(4),
                             .temporal_ratio = autoencoder_->config().temporal_compression_ratio,
                             .spatial_ratio = autoencoder_->config().spatial_compression_ratio};
    const at::Tensor positions = token_positions(grid, TimeConvention::latent_index, context_.recipe.frame_rate);
    const RotaryTables rope = rotary_tables(positions.to(device), transformer_->config().inner_dim());
    const double first = least_noise + (most_noise - least_noise) * draw_uniform(generator);
    const at::Tensor times = shifted_times(at::linspace(unshifted(first, training_.shift), 0.0, denoising_steps + 1), training_.shift);
    const at::Tensor noise = draw_training_noise(latents.sizes(), generator, device);
    at::Tensor tokens = patchify(at::lerp(latents, noise, first), token_patch);
    const training::MixedPrecision mixed(context_.compute);
    const TextContext context = transformer_->prepare_text(text.embeds, text.mask);
    for (int i = 0; i < denoising_steps; ++i) {
        const auto time = times[i].item<double>();
        const at::Tensor timesteps = at::full({1, 1}, time * 1000.0);
        const at::Tensor velocity = transformer_->forward(tokens, timesteps, context, rope, stop).to(at::kFloat);
        tokens = tokens + (times[i + 1].item<double>() - time) * velocity;
    }
    return unpatchify(tokens, grid.frames, grid.height, grid.width, token_patch);
}

GeneratedClips::Batch GeneratedClips::draw(at::Generator& generator, const std::stop_token& stop) {
    const at::NoGradGuard no_grad;
    const Captioned clips = draw_clips(generator, stop);
    const training::EncodedCaptions text = captions_.encode(clips.captions, training::draw_padded_length(generator), stop);
    const at::Tensor pixels = clips.pixels.to(context_.compute.device);
    at::Tensor latents;
    {
        const training::MixedPrecision mixed(context_.compute);
        latents = autoencoder_->encode(pixels, pixels.size(2), stop).mean.to(at::kFloat);
    }
    return {pixels, autoencoder_->denormalize(regenerated(autoencoder_->normalize(latents), text, generator, stop))};
}

}  // namespace kinora::ltx_video
