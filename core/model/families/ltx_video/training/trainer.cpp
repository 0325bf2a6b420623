#include "core/model/families/ltx_video/training/trainer.h"

#include "core/model/families/ltx_video/training/autoencoder_stage.h"

namespace kinora::ltx_video {

namespace {

class Trainer : public training::FamilyTrainer {
 public:
    explicit Trainer(const training::TrainerContext& context) : context_(context) {}

    std::unique_ptr<training::Stage> make_autoencoder_stage() override { return std::make_unique<AutoencoderStage>(context_); }

 private:
    training::TrainerContext context_;
};

}  // namespace

std::unique_ptr<training::FamilyTrainer> make_trainer(const training::TrainerContext& context) {
    return std::make_unique<Trainer>(context);
}

}  // namespace kinora::ltx_video
