// Training of LTX-Video's autoencoder on rendered clips, textures and pictures.
#pragma once

#include "core/model/families/ltx_video/autoencoder.h"
#include "core/model/families/ltx_video/training/autoencoder_clips.h"
#include "core/model/training/family_trainer.h"

namespace kinora::ltx_video {

// The config of a section of a recipe, whose "config" has the keys of the component's config.json.
AutoencoderConfig autoencoder_config(const training::TrainingRecipe& recipe);

// `stage` is "vae" or "decoder". Rates are low for an autoencoder that begins as a linear code (linear_start.h): Muon moves all
// directions of a kernel alike, those too that are right already, and five times as much throws away in fifty steps what the start
// has brought.
training::StageSettings autoencoder_settings(const training::TrainingRecipe& recipe, const std::string& stage);

// `name` as in the whole autoencoder.
bool autoencoder_uses_muon(std::string_view name, const at::Tensor& parameter);

class AutoencoderStage : public training::Stage {
 public:
    // A new run begins as a linear code where the architecture allows it (linear_start.h); the observer is told of its layers as of
    // steps of "vae start". Throws Cancelled.
    AutoencoderStage(const training::TrainerContext& context, const TrainingObserver& observer, const std::stop_token& stop);

    std::string_view name() const override { return "vae"; }
    torch::nn::Module& module() override { return *autoencoder_; }
    bool uses_muon(std::string_view name, const at::Tensor& parameter) const override { return autoencoder_uses_muon(name, parameter); }
    const training::StageSettings& settings() const override { return settings_; }
    nlohmann::json identity() const override;
    training::StepLoss loss(std::int64_t step, at::Generator& generator, const std::stop_token& stop) override;

 private:
    std::vector<at::Tensor> crops_to_start_with(at::Generator& generator, const std::stop_token& stop) const;
    void start_as_linear_code(const TrainingObserver& observer, const std::stop_token& stop);
    void start_together(const TrainingObserver& observer, const std::stop_token& stop);

    training::TrainerContext context_;
    training::StageSettings settings_;
    Autoencoder autoencoder_;
    AutoencoderClips clips_;
};

}  // namespace kinora::ltx_video
