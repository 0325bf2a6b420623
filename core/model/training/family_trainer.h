// What a family of models brings to training: its parts as stages, and the folder that they make together.
#pragma once

#include <filesystem>
#include <memory>
#include <stop_token>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/model/device/device.h"
#include "core/model/model_trainer.h"
#include "core/model/training/stage.h"
#include "core/model/training/training_recipe.h"

namespace kinora::training {

struct TrainerContext {
    TrainingRecipe recipe;
    std::filesystem::path folder;     // of the run
    std::filesystem::path init_from;  // a model folder to begin with, or empty
    ComputeOptions compute;
    std::vector<at::Tensor> pictures;  // (3, h, w) in -1 … 1
};

class FamilyTrainer {
 public:
    virtual ~FamilyTrainer() = default;

    virtual std::unique_ptr<Stage> make_autoencoder_stage() = 0;
};

}  // namespace kinora::training
