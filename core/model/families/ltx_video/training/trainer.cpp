#include "core/model/families/ltx_video/training/trainer.h"

#include "core/model/families/ltx_video/pipeline.h"
#include "core/model/families/ltx_video/training/autoencoder_stage.h"
#include "core/model/families/ltx_video/training/decoder_stage.h"
#include "core/model/families/ltx_video/training/export_model.h"
#include "core/model/families/ltx_video/training/latent_cache.h"
#include "core/model/families/ltx_video/training/transformer_stage.h"

namespace kinora::ltx_video {

namespace {

class Trainer : public training::FamilyTrainer {
 public:
    explicit Trainer(const training::TrainerContext& context) : context_(context) {}

    void check_recipe() override {
        autoencoder_settings(context_.recipe, "vae");
        num_cached_clips(context_.recipe);
        TransformerTraining::read(context_.recipe);
        if (context_.recipe.json.contains("decoder")) {
            autoencoder_settings(context_.recipe, "decoder");
            DecoderTraining::read(context_.recipe, 0.0);
        }
    }

    std::unique_ptr<training::Stage> make_autoencoder_stage(const TrainingObserver& observer, const std::stop_token& stop) override {
        return std::make_unique<AutoencoderStage>(context_, observer, stop);
    }

    bool cache_latents(const TrainingObserver& observer, const training::StageEnd& end, const std::stop_token& stop) override {
        return ltx_video::cache_latents(context_, observer, end, stop);
    }

    std::unique_ptr<training::Stage> make_transformer_stage() override { return std::make_unique<TransformerStage>(context_); }

    std::unique_ptr<training::Stage> make_decoder_stage() override { return std::make_unique<DecoderStage>(context_); }

    at::Tensor reconstruct(const at::Tensor& pixels, const std::stop_token& stop) override {
        if (!autoencoder_) {
            autoencoder_ = Autoencoder(autoencoder_config(context_.recipe));
            load_trained_autoencoder(*autoencoder_, context_.folder);
            autoencoder_->to(context_.compute.device, context_.compute.dtype);
            prepare_autoencoder(*autoencoder_);
        }
        const at::Tensor input = pixels.to(context_.compute.device, context_.compute.dtype);
        const at::Tensor latents = autoencoder_->encode(input, input.size(2), stop).mean;
        return autoencoder_->decode(latents, {}, {}, stop).to(at::kCPU, at::kFloat);
    }

    void export_model(const std::filesystem::path& target) override { ltx_video::export_model(context_, target); }

 private:
    training::TrainerContext context_;
    Autoencoder autoencoder_ = nullptr;
};

}  // namespace

std::unique_ptr<training::FamilyTrainer> make_trainer(const training::TrainerContext& context) {
    return std::make_unique<Trainer>(context);
}

}  // namespace kinora::ltx_video
