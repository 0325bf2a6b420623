// Tensors to and from the plain values of a StepState.
#pragma once

#include <ATen/core/Tensor.h>

#include <string>

#include "core/generation/conditioning_frames.h"
#include "core/generation/step_state.h"

namespace kinora {

// float32, int64 or uint8, on any device.
StateTensor to_state(std::string name, const at::Tensor& tensor);

// On the CPU, with memory of its own. Throws InvalidRequest where the state has no such tensor of that type.
at::Tensor from_state(const StepState& state, std::string_view name, at::ScalarType type);

// Of pictures, places and strengths: two requests with the same hash are conditioned alike.
std::string conditioning_hash(const std::vector<ConditioningFrames>& conditioning);

}  // namespace kinora
