#include "core/model/model_trainer.h"

#include <ATen/Parallel.h>

#include "core/base/error.h"
#include "core/model/families/family.h"
#include "core/model/torch_generator.h"
#include "core/model/training/data/textures.h"
#include "core/model/training/family_trainer.h"
#include "core/model/training/training_loop.h"

namespace kinora {

namespace {

using namespace training;

const ModelFamily& family_of(const TrainingRecipe& recipe) {
    for (const ModelFamily* family : model_families()) {
        if (family->id == recipe.family && family->make_trainer != nullptr) {
            return *family;
        }
    }
    throw CheckpointError(recipe.file, "family", "names no family of models that can be trained: \"" + recipe.family + "\"");
}

class Training {
 public:
    Training(const TrainingOptions& options, const TrainingObserver& observer, const std::stop_token& stop)
        : options_(options), observer_(observer), stop_(stop) {
        if (options.minutes) {
            end_ = std::chrono::steady_clock::now() +
                   std::chrono::duration_cast<std::chrono::steady_clock::duration>(std::chrono::duration<double>(*options.minutes * 60.0));
        }
        TrainerContext context = {TrainingRecipe::read(options.recipe), options.folder, options.init_from,
                                  choose_compute(options.device, options.dtype), {}};
        for (const Image& picture : options.pictures) {
            context.pictures.push_back(picture_from_image(picture));
        }
        trainer_ = family_of(context.recipe).make_trainer(context);
    }

    bool run() {
        return run_stage(*trainer_->make_autoencoder_stage());
    }

 private:
    bool run_stage(training::Stage& stage) {
        TrainingLoop loop(stage, {.folder = options_.folder / stage.name(), .end = end_});
        return loop.run(observer_, stop_);
    }

    const TrainingOptions& options_;
    const TrainingObserver& observer_;
    const std::stop_token& stop_;
    StageEnd end_;
    std::unique_ptr<FamilyTrainer> trainer_;
};

}  // namespace

bool train_model(const TrainingOptions& options, const TrainingObserver& observer, const std::stop_token& stop) {
    if (options.threads > 0) {
        at::set_num_threads(options.threads);
    }
    return translate_torch_errors([&] { return Training(options, observer, stop).run(); });
}

}  // namespace kinora
