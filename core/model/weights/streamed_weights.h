// Weights of models that are larger than the device's memory: those of the blocks stay in the files, mapped into main memory, and
// each block's come to the device while it computes. Slower, since every pass reads all of them again.
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>

#include <functional>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "core/model/device/device.h"

namespace kinora {

// The block that a parameter belongs to, as the beginning of its name: "transformer_blocks.3.", "encoder.block.3.", "blocks.3."; empty for all others.
std::string_view block_of(std::string_view parameter);

enum class BlockWeights { resident, streamed };

// While it lives, the module's parameters are on the device and in the type that is computed in; then they are again what they were.
// One thread at a time.
class WeightsOnDevice {
 public:
    // `keeps_fp32` as in LoadOptions, told names within the module.
    WeightsOnDevice(torch::nn::Module& module, const ComputeOptions& compute, const std::function<bool(std::string_view)>& keeps_fp32);
    ~WeightsOnDevice();
    WeightsOnDevice(const WeightsOnDevice&) = delete;
    WeightsOnDevice& operator=(const WeightsOnDevice&) = delete;

 private:
    std::vector<std::pair<at::Tensor, at::Tensor>> homes_;  // parameter, and its value at home
};

// What the blocks of a model ask before they compute.
struct BlockStream {
    ComputeOptions compute;
    std::function<bool(std::string_view)> keeps_fp32;

    // Nothing where the weights are resident: an empty `stream`.
    static std::optional<WeightsOnDevice> visit(const std::optional<BlockStream>& stream, torch::nn::Module& block);
};

}  // namespace kinora
