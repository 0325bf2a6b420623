// Training of the decoder alone, after the autoencoder. The encoder stays as it is, and with it every latent that the diffusion
// model has learned from.
#pragma once

#include "core/model/families/ltx_video/training/autoencoder_clips.h"
#include "core/model/families/ltx_video/training/autoencoder_stage.h"

namespace kinora::ltx_video {

// The most noise on the latents, of their spread, that the recipe gives the decoder.
double decoder_noise(const training::TrainingRecipe& recipe, double of_the_autoencoder);

class DecoderStage : public training::Stage {
 public:
    // Begins with the autoencoder of the run. Throws FileError where there is none yet.
    explicit DecoderStage(const training::TrainerContext& context);

    std::string_view name() const override { return "decoder"; }
    torch::nn::Module& module() override { return *decoder_; }
    bool uses_muon(std::string_view name, const at::Tensor& parameter) const override;
    const training::StageSettings& settings() const override { return settings_; }
    nlohmann::json identity() const override;
    training::StepLoss loss(std::int64_t step, at::Generator& generator, const std::stop_token& stop) override;

 private:
    training::TrainerContext context_;
    training::StageSettings settings_;
    Autoencoder autoencoder_;
    Decoder decoder_;  // the autoencoder's
    AutoencoderClips clips_;
    double latent_noise_;
};

// The autoencoder of a run as far as it is trained, with the decoder of the stage "decoder" where there is one. Throws as
// training::load_trained() does, and CheckpointError for a decoder of another state of the autoencoder.
void load_trained_autoencoder(AutoencoderImpl& autoencoder, const std::filesystem::path& run_folder);

}  // namespace kinora::ltx_video
