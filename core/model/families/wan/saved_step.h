// Where a denoising run of Wan stands after a step, and how it is kept.
#pragma once

#include <ATen/core/Tensor.h>

#include <memory>
#include <string>

#include "core/generation/step_state.h"
#include "core/model/diffusion/unipc_multistep.h"
#include "core/model/pipeline/kept_step.h"

namespace kinora::wan {

// `clean` has the shape of `latents`.
struct SavedStep : KeptStep {
    at::Tensor latents;    // (1, C, F, H, W) float32, as they are after the step
    UniPCHistory history;  // empty where the scheduler remembers nothing
    std::string schedule;  // what the history belongs to
};

std::shared_ptr<const StepState> to_state(const SavedStep& saved);

// Throws InvalidRequest where the state is another family's, another model's, or of latents of another shape. All tensors are on the CPU.
SavedStep from_state(const StepState& state, const std::string& model, at::IntArrayRef shape);

}  // namespace kinora::wan
