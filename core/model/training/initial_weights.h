// Random weights to begin training with.
#pragma once

#include <ATen/core/Generator.h>
#include <torch/nn/module.h>

#include <stop_token>

#include "core/model/device/device.h"
#include "core/model/weights/checkpoint_index.h"

namespace kinora::training {

// Gives every declared parameter of a module its memory, in float32 on the CPU, and values: norm weights 1, biases and other
// vectors 0, the rest normal with the standard deviation gain / sqrt(fan-in). Buffers become 0.
void initialise_weights(torch::nn::Module& module, double gain, at::Generator& generator);

// Fills a module from a checkpoint with values of its own, in float32 on the CPU, which may be changed. Throws CheckpointError
// where the checkpoint does not fit.
void load_for_training(torch::nn::Module& module, const CheckpointIndex& checkpoint);

// Fills a module whose parameters will not change, on the device of `compute`. Linear layers have its dtype, because mixed
// precision (mixed_precision.h) would round them to it at every use; the rest is in float32. Throws CheckpointError.
void load_frozen(torch::nn::Module& module, const CheckpointIndex& checkpoint, const ComputeOptions& compute, const std::stop_token& stop);

}  // namespace kinora::training
