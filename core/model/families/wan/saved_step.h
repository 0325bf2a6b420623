// Where a denoising run of Wan stands after a step, and how it is kept.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <memory>
#include <string>

#include "core/generation/step_state.h"
#include "core/model/diffusion/unipc_multistep.h"

namespace kinora::wan {

struct SavedStep {
    at::Tensor latents;    // (1, C, F, H, W) float32, as they are after the step
    at::Tensor clean;      // the same, what the step predicted
    at::Tensor random;     // the state of the random numbers; undefined where they do not come from a generator
    UniPCHistory history;  // empty where the scheduler remembers nothing
    float sigma = 0.0f;    // the noise level that the step reached
    int step = 0;          // steps done
    int num_steps = 0;
    std::uint64_t seed = 0;
    std::string model;     // its fingerprint
    std::string schedule;  // what the history belongs to
};

std::shared_ptr<const StepState> to_state(const SavedStep& saved);

// Throws InvalidRequest where the state is another family's, another model's, or of latents of another shape. All tensors are on the CPU.
SavedStep from_state(const StepState& state, const std::string& model, at::IntArrayRef shape);

}  // namespace kinora::wan
