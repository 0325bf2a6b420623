// What a finished or unfinished stage leaves to the stages after it.
#pragma once

#include <torch/nn/module.h>

#include <filesystem>
#include <string>

#include <nlohmann/json.hpp>

namespace kinora::training {

struct TrainerContext;

// <run>/<stage>/checkpoint.safetensors
std::filesystem::path checkpoint_file(const std::filesystem::path& run_folder, const std::string& stage);

// Fills a module with the averaged weights of a stage's checkpoint, whose parameters begin with `prefix`; buffers that the
// checkpoint lacks become 0. Throws FileError where the stage was not trained yet, CheckpointError where the weights do not fit.
// Returns the number of steps that were made.
std::int64_t load_trained(torch::nn::Module& module, const std::filesystem::path& run_folder, const std::string& stage,
                          const std::string& prefix = {});

// What the stage's checkpoint says of itself. Both throw as load_trained() does.
std::int64_t trained_steps(const std::filesystem::path& run_folder, const std::string& stage);
nlohmann::json trained_identity(const std::filesystem::path& run_folder, const std::string& stage);

}  // namespace kinora::training
