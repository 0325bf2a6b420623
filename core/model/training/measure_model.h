// How well a trained model does what it is asked: its clips read by the probe (probe/clip_probe.h), and its given frames and
// seams compared with the renderer's own clips. Scenes and wordings are none of those that were trained on.
#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/model/model_library.h"
#include "core/model/model_trainer.h"
#include "core/model/training/training_recipe.h"

namespace kinora::training {

// Pixels (1, 3, F, H, W) in -1 … 1 through an autoencoder and back.
using Reconstruct = std::function<at::Tensor(const at::Tensor& pixels)>;

// Mean peak signal-to-noise ratio over rendered clips, and over still pictures (3, h, w), each cut to the recipe's first size; 0
// where there are none. `samples` gets original and reconstructed middle frames in turn.
struct ReconstructionMeasures {
    double rendered_psnr = 0.0;  // dB
    double worst_rendered_psnr = 0.0;
    double readable_objects = 0.0;  // share of the rendered clips whose object the probe still reads: what generation can reach at best
    double picture_psnr = 0.0;
    std::vector<Image> samples;
};
ReconstructionMeasures measure_reconstruction(const Reconstruct& reconstruct, const TrainingRecipe& recipe, std::int64_t num_clips,
                                              const std::vector<at::Tensor>& pictures, const std::stop_token& stop);

// Generates `num_clips` clips from prompts with the model's own settings, half as many from Chinese prompts, every other one with the sides
// exchanged, and `num_clips` with given frames. `observer` is told of
// each clip.
TrainingMeasures measure_generation(const std::filesystem::path& model_folder, const TrainingRecipe& recipe, std::int64_t num_clips,
                                    const GeneratorOptions& generator, const TrainingObserver& observer, const std::stop_token& stop);

}  // namespace kinora::training
