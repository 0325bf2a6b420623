// Training of LTX-Video's autoencoder on rendered clips, textures and pictures.
#pragma once

#include "core/model/families/ltx_video/autoencoder.h"
#include "core/model/families/ltx_video/training/autoencoder_clips.h"
#include "core/model/training/family_trainer.h"

namespace kinora::ltx_video {

// The config of a section of a recipe, whose "config" has the keys of the component's config.json.
AutoencoderConfig autoencoder_config(const training::TrainingRecipe& recipe);

// `name` as in the whole autoencoder.
bool autoencoder_uses_muon(std::string_view name, const at::Tensor& parameter);

class AutoencoderStage : public training::Stage {
 public:
    explicit AutoencoderStage(const training::TrainerContext& context);

    std::string_view name() const override { return "vae"; }
    torch::nn::Module& module() override { return *autoencoder_; }
    bool uses_muon(std::string_view name, const at::Tensor& parameter) const override { return autoencoder_uses_muon(name, parameter); }
    const training::StageSettings& settings() const override { return settings_; }
    nlohmann::json identity() const override;
    training::StepLoss loss(std::int64_t step, at::Generator& generator, const std::stop_token& stop) override;

 private:
    training::TrainerContext context_;
    training::StageSettings settings_;
    Autoencoder autoencoder_;
    AutoencoderClips clips_;
};

}  // namespace kinora::ltx_video
