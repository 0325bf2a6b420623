// Training of the decoder alone, after the autoencoder. The encoder stays as it is, and with it every latent that the diffusion
// model has learned from.
#pragma once

#include <optional>

#include "core/model/families/ltx_video/training/autoencoder_clips.h"
#include "core/model/families/ltx_video/training/autoencoder_stage.h"
#include "core/model/families/ltx_video/training/generated_clips.h"

namespace kinora::ltx_video {

// What the recipe's section "decoder" says beside the settings of a stage.
struct DecoderTraining {
    double latent_noise = 0.0;     // the most, of the latents' spread, on those of clips as they are
    double generated_share = 0.0;  // of the steps: those whose latents the diffusion model made

    // Throws CheckpointError naming the key.
    static DecoderTraining read(const training::TrainingRecipe& recipe, double noise_of_the_autoencoder);
};

class DecoderStage : public training::Stage {
 public:
    // Begins with the autoencoder of the run. Throws FileError where there is none yet, or nothing of what makes the clips that it is to
    // learn from (latents, text encoder, diffusion model); CheckpointError where the latents are of another autoencoder.
    explicit DecoderStage(const training::TrainerContext& context);

    std::string_view name() const override { return "decoder"; }
    torch::nn::Module& module() override { return *decoder_; }
    bool uses_muon(std::string_view name, const at::Tensor& parameter) const override;
    const training::StageSettings& settings() const override { return settings_; }
    nlohmann::json identity() const override;
    training::StepLoss loss(std::int64_t step, at::Generator& generator, const std::stop_token& stop) override;

 private:
    GeneratedClips::Batch draw_batch(at::Generator& generator, const std::stop_token& stop);

    training::TrainerContext context_;
    training::StageSettings settings_;
    Autoencoder autoencoder_;
    Decoder decoder_;  // the autoencoder's
    AutoencoderClips clips_;
    DecoderTraining training_;
    std::optional<GeneratedClips> generated_;
};

// The autoencoder of a run as far as it is trained, with the decoder of the stage "decoder" where there is one. Throws as
// training::load_trained() does, and CheckpointError for a decoder of another state of the autoencoder.
void load_trained_autoencoder(AutoencoderImpl& autoencoder, const std::filesystem::path& run_folder);

}  // namespace kinora::ltx_video
