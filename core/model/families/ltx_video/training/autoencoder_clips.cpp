#include "core/model/families/ltx_video/training/autoencoder_clips.h"

#include <ATen/ops/stack.h>

#include "core/model/diffusion/noise.h"
#include "core/model/training/data/rendered_clips.h"
#include "core/model/training/data/textures.h"

namespace kinora::ltx_video {

using training::TextureKind;

AutoencoderClips::AutoencoderClips(const training::TrainerContext& context, const AutoencoderConfig& config) : context_(context) {
    const ConfigReader section = context.recipe.section("vae");
    num_rendered_ = section.integer("rendered_clips", num_rendered_, 0, 4096);
    num_textures_ = section.integer("textures", num_textures_, 0, 4096);
    crop_side_ = section.integer("crop_side", crop_side_, 16, 4096);
    crop_frames_ = section.integer("crop_frames", crop_frames_, 1, 1025);
    latent_noise_ = section.number("latent_noise", latent_noise_, 0.0, 10.0);
    if (crop_side_ % config.spatial_compression_ratio != 0) {
        section.fail("crop_side", "must be a multiple of " + std::to_string(config.spatial_compression_ratio));
    }
    if ((crop_frames_ - 1) % config.temporal_compression_ratio != 0 || crop_frames_ > context.recipe.num_frames) {
        section.fail("crop_frames", "must be 1 + a multiple of " + std::to_string(config.temporal_compression_ratio) +
                                        " and no more than the clips have");
    }
    for (const training::ClipSize& size : context.recipe.sizes) {
        if (crop_side_ > std::min(size.width, size.height)) {
            section.fail("crop_side", "is larger than the clips, which are " + std::to_string(size.width) + "x" + std::to_string(size.height));
        }
    }
    if (num_rendered_ + num_textures_ == 0) {
        section.fail("rendered_clips", "and textures are both 0; a batch must hold something");
    }
}

nlohmann::json AutoencoderClips::identity() const {
    return {{"rendered_clips", num_rendered_},
            {"textures", num_textures_},
            {"crop_side", crop_side_},
            {"crop_frames", crop_frames_},
            {"world", context_.recipe.section_json("world")}};
}

at::Tensor AutoencoderClips::clip_crop(std::uint64_t seed, at::Generator& generator, const std::stop_token& stop) const {
    const training::TrainingRecipe& recipe = context_.recipe;
    const auto& size = recipe.sizes[static_cast<std::size_t>(draw_below(static_cast<std::int64_t>(recipe.sizes.size()), generator))];
    const at::Tensor clip =
        context_.clips != nullptr
            ? training::users_clip(*context_.clips, seed % context_.clips->size(), seed, size, recipe.num_frames, recipe.frame_rate, stop)
            : training::rendered_clip(training::sample_scene(seed, recipe.world), size, recipe.num_frames, recipe.frame_rate);
    const std::int64_t frame = draw_below(clip.size(1) - crop_frames_ + 1, generator);
    const std::int64_t row = draw_below(clip.size(2) - crop_side_ + 1, generator);
    const std::int64_t column = draw_below(clip.size(3) - crop_side_ + 1, generator);
    const at::Tensor crop = clip.narrow(1, frame, crop_frames_).narrow(2, row, crop_side_).narrow(3, column, crop_side_);
    return draw_uniform(generator) < 0.15 ? crop.flip(1) : crop;
}

at::Tensor AutoencoderClips::texture_crop(at::Generator& generator) const {
    if (!context_.pictures.empty() && draw_uniform(generator) < 0.6) {
        const auto index = static_cast<std::size_t>(draw_below(static_cast<std::int64_t>(context_.pictures.size()), generator));
        return training::pan_over(context_.pictures[index], crop_frames_, crop_side_, crop_side_, generator);
    }
    constexpr TextureKind kinds[] = {TextureKind::dead_leaves, TextureKind::dead_leaves, TextureKind::landscape,
                                     TextureKind::landscape, TextureKind::clouds, TextureKind::pattern};
    const at::Tensor picture = training::draw_texture(kinds[draw_below(std::ssize(kinds), generator)], crop_side_ * 3 / 2, generator);
    return training::pan_over(picture, crop_frames_, crop_side_, crop_side_, generator);
}

at::Tensor AutoencoderClips::make_batch(at::Generator& generator, const std::stop_token& stop) const {
    const at::NoGradGuard no_grad;
    std::vector<at::Tensor> clips;
    for (std::int64_t i = 0; i < num_rendered_; ++i) {
        clips.push_back(clip_crop(static_cast<std::uint64_t>(draw_below(num_autoencoder_scenes, generator)), generator, stop));
    }
    for (std::int64_t i = 0; i < num_textures_; ++i) {
        clips.push_back(texture_crop(generator));
    }
    return at::stack(clips, 0).contiguous();
}

}  // namespace kinora::ltx_video
