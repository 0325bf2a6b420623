// A training run between two steps, in one safetensors file that is replaced as a whole: weights, their average, the
// optimiser's state, the number of steps, and what the run must have in common with one that continues it.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include <nlohmann/json.hpp>

#include "core/base/safetensors.h"

namespace kinora::training {

struct CheckpointInfo {
    std::string stage;
    std::int64_t step = 0;   // that were made
    double seconds = 0.0;    // that they took
    nlohmann::json identity;
};

// The tensors that make up a run, by name: the live ones.
using TrainingTensors = std::map<std::string, at::Tensor>;

// Writes beside `path`, flushes, renames; whatever happens, the file under `path` is whole. Throws FileError.
void write_checkpoint(const std::filesystem::path& path, const CheckpointInfo& info, const TrainingTensors& tensors);

// What a checkpoint says of itself. Throws CheckpointError.
CheckpointInfo read_checkpoint_info(const SafetensorsFile& file);

// Copies a checkpoint into `tensors`. Throws FileError, or CheckpointError where the checkpoint is of another stage or
// identity than `expected` or holds other tensors; `tensors` are then as they were.
CheckpointInfo read_checkpoint(const std::filesystem::path& path, const CheckpointInfo& expected, const TrainingTensors& tensors);

}  // namespace kinora::training
