// What the autoencoder learns from: crops of rendered clips or of the user's, textures and pictures, as the recipe's section "vae"
// says.
#pragma once

#include <cstdint>
#include <stop_token>

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>
#include <nlohmann/json.hpp>

#include "core/model/families/ltx_video/config.h"
#include "core/model/training/family_trainer.h"

namespace kinora::ltx_video {

// Seeds of the scenes that autoencoders learn from; the diffusion model and the measurements see others.
inline constexpr std::int64_t num_autoencoder_scenes = 1'000'000'000;

class AutoencoderClips {
 public:
    // Throws CheckpointError for what the recipe asks for and this architecture cannot take.
    AutoencoderClips(const training::TrainerContext& context, const AutoencoderConfig& config);

    // (B, 3, F, side, side) float32: clips first, then textures and pictures. Throws Cancelled.
    at::Tensor make_batch(at::Generator& generator, const std::stop_token& stop) const;

    // The largest noise that is added to latents, in standard deviations of theirs.
    double latent_noise() const { return latent_noise_; }

    nlohmann::json identity() const;

 private:
    at::Tensor clip_crop(std::uint64_t seed, at::Generator& generator, const std::stop_token& stop) const;
    at::Tensor texture_crop(at::Generator& generator) const;

    training::TrainerContext context_;
    std::int64_t num_rendered_ = 5;
    std::int64_t num_textures_ = 3;
    std::int64_t crop_side_ = 64;
    std::int64_t crop_frames_ = 9;
    double latent_noise_ = 0.2;
};

}  // namespace kinora::ltx_video
