// What a family of models brings to training: its parts as stages, and the folder that they make together.
#pragma once

#include <filesystem>
#include <memory>
#include <stop_token>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/model/device/device.h"
#include "core/model/model_trainer.h"
#include "core/model/training/process_group.h"
#include "core/model/training/stage.h"
#include "core/model/training/training_recipe.h"
#include "core/model/weights/model_folder.h"

namespace kinora::training {

struct TrainerContext {
    TrainingRecipe recipe;
    std::filesystem::path folder;     // of the run
    std::filesystem::path init_from;  // a model folder to begin with, or empty
    ComputeOptions compute;
    std::vector<at::Tensor> pictures;  // (3, h, w) in -1 … 1
    std::shared_ptr<const CaptionedClips> clips;  // in place of rendered ones; may be null
    ProcessGroup* processes = nullptr;  // that train together
};

// What a family needs to adapt one of its models. The window's size and length are what the model can make.
struct LoraContext {
    const ModelFolder& folder;
    const LoraTrainingOptions& options;
    ComputeOptions compute;
    TrainingObserver observer;  // of the encoding of the clips
    ProcessGroup& processes;    // that train together
};

// A stage whose parameters are the adaptation's alone (lora_layers.h).
class LoraStage : public Stage {
 public:
    virtual void save(const std::filesystem::path& file) const = 0;
};

class FamilyTrainer {
 public:
    virtual ~FamilyTrainer() = default;

    // Reads what the recipe says of stages that come late, so that a mistake is known before hours have gone by. Throws CheckpointError.
    virtual void check_recipe() = 0;

    virtual std::unique_ptr<Stage> make_autoencoder_stage(const TrainingObserver& observer, const std::stop_token& stop) = 0;

    // What the autoencoder, as far as it is trained, makes of many clips: the diffusion model's data. Continues what is there;
    // returns false if `end` came first.
    virtual bool cache_latents(const TrainingObserver& observer, const StageEnd& end, const std::stop_token& stop) = 0;

    virtual std::unique_ptr<Stage> make_transformer_stage() = 0;

    // Goes on with the decoder alone, which changes no latents.
    virtual std::unique_ptr<Stage> make_decoder_stage() = 0;

    // Pixels (1, 3, F, H, W) through the run's autoencoder, as far as it is trained, and back.
    virtual at::Tensor reconstruct(const at::Tensor& pixels, const std::stop_token& stop) = 0;

    // Writes the run's parts as a model folder that Kinora and diffusers open.
    virtual void export_model(const std::filesystem::path& target) = 0;
};

}  // namespace kinora::training
