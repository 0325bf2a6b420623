#include "core/model/families/ltx_video/training/trainer.h"

#include "core/model/families/ltx_video/training/autoencoder_stage.h"
#include "core/model/families/ltx_video/training/export_model.h"
#include "core/model/families/ltx_video/training/latent_cache.h"
#include "core/model/families/ltx_video/training/transformer_stage.h"

namespace kinora::ltx_video {

namespace {

class Trainer : public training::FamilyTrainer {
 public:
    explicit Trainer(const training::TrainerContext& context) : context_(context) {}

    std::unique_ptr<training::Stage> make_autoencoder_stage() override { return std::make_unique<AutoencoderStage>(context_); }

    bool cache_latents(const TrainingObserver& observer, const training::StageEnd& end, const std::stop_token& stop) override {
        return ltx_video::cache_latents(context_, observer, end, stop);
    }

    std::unique_ptr<training::Stage> make_transformer_stage() override { return std::make_unique<TransformerStage>(context_); }

    void export_model(const std::filesystem::path& target) override { ltx_video::export_model(context_, target); }

 private:
    training::TrainerContext context_;
};

}  // namespace

std::unique_ptr<training::FamilyTrainer> make_trainer(const training::TrainerContext& context) {
    return std::make_unique<Trainer>(context);
}

}  // namespace kinora::ltx_video
