// Weights for measuring the speed of an architecture without a checkpoint.
#pragma once

#include <torch/nn/module.h>

#include <string_view>

#include "core/model/device/device.h"

namespace kinora {

// Fills declared parameters and buffers with small numbers; those that `stays_fp32` names, where it is not null, in float32. Speed does not depend
// on which, as long as they are ordinary ones, so one block of random numbers is repeated.
void fill_with_random(torch::nn::Module& module, const ComputeOptions& compute, bool (*stays_fp32)(std::string_view));

}  // namespace kinora
