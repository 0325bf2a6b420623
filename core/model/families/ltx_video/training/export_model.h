// A run's parts as a model folder in the layout of diffusers.
#pragma once

#include <filesystem>

#include "core/model/training/family_trainer.h"

namespace kinora::ltx_video {

// Writes model_index.json, configurations, weights in bfloat16, the tokenizer and kinora.json to `target`, whose files are
// replaced one by one. Throws FileError where a stage was not trained yet.
void export_model(const training::TrainerContext& context, const std::filesystem::path& target);

}  // namespace kinora::ltx_video
