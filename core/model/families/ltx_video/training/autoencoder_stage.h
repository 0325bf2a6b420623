// Training of LTX-Video's autoencoder on rendered clips, textures and pictures.
#pragma once

#include <vector>

#include "core/model/families/ltx_video/autoencoder.h"
#include "core/model/training/family_trainer.h"

namespace kinora::ltx_video {

// The config of a section of a recipe, whose "config" has the keys of the component's config.json.
AutoencoderConfig autoencoder_config(const training::TrainingRecipe& recipe);

class AutoencoderStage : public training::Stage {
 public:
    explicit AutoencoderStage(const training::TrainerContext& context);

    std::string_view name() const override { return "vae"; }
    torch::nn::Module& module() override { return *autoencoder_; }
    bool uses_muon(std::string_view name, const at::Tensor& parameter) const override;
    const training::StageSettings& settings() const override { return settings_; }
    nlohmann::json identity() const override;
    training::StepLoss loss(std::int64_t step, at::Generator& generator, const std::stop_token& stop) override;

 private:
    // (B, 3, F, side, side) float32: clips first, then textures and pictures.
    at::Tensor make_batch(at::Generator& generator, const std::stop_token& stop) const;
    at::Tensor clip_crop(std::uint64_t seed, at::Generator& generator, const std::stop_token& stop) const;
    at::Tensor texture_crop(at::Generator& generator) const;

    training::TrainerContext context_;
    training::StageSettings settings_;
    Autoencoder autoencoder_;
    std::int64_t num_rendered_ = 5;
    std::int64_t num_textures_ = 3;
    std::int64_t crop_side_ = 64;
    std::int64_t crop_frames_ = 9;
    double latent_noise_ = 0.2;  // largest, in standard deviations of the latents
};

// The terms of the loss, as LTX-Video's small relatives are trained: mean absolute and squared error, errors of the slopes in
// space and time, and the divergence of the latents' distribution from the standard normal one.
struct ReconstructionLoss {
    at::Tensor total;
    double l1 = 0.0;
    double psnr = 0.0;  // dB
    double divergence = 0.0;
};
ReconstructionLoss reconstruction_loss(const at::Tensor& pixels, const at::Tensor& reconstruction, const Posterior& posterior);

}  // namespace kinora::ltx_video
