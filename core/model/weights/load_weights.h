// Fills a module's declared parameters from a checkpoint.
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>

#include <functional>
#include <map>
#include <set>
#include <stop_token>
#include <string>
#include <string_view>

#include "core/model/device/device.h"
#include "core/model/weights/checkpoint_index.h"

namespace kinora {

struct LoadOptions {
    ComputeOptions compute;
    // Parameters for which this holds stay in float32 whatever the dtype; null means none.
    std::function<bool(std::string_view name)> keeps_fp32;
    // Parameters for which this holds stay in the mapped file, whatever device and dtype (streamed_weights.h); null means none.
    std::function<bool(std::string_view name)> stays_in_file;
    // Checkpoint key → module key, for files that hold a tensor under another name.
    std::map<std::string, std::string> renamed;
    // Checkpoint keys that may be there and are not used.
    std::set<std::string> ignored;
};

// A tensor over the file's own bytes; they stay mapped as long as the tensor lives. Must not be written to.
at::Tensor map_tensor(const SafetensorsFile& file, const TensorEntry& entry);

// Every parameter and buffer of the module must be in the checkpoint with its exact shape, and nothing else may be. Weights
// that are stored in the wanted type stay where they are, in the mapped file, on a CPU. Throws CheckpointError, Cancelled.
void load_weights(torch::nn::Module& module, const CheckpointIndex& checkpoint, const LoadOptions& options,
                  const std::stop_token& stop);

}  // namespace kinora
