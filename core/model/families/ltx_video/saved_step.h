// Where a denoising run of LTX-Video stands after a step, and how a run goes on from there.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <cstdint>
#include <memory>
#include <string>

#include "core/generation/step_state.h"
#include "core/model/families/ltx_video/conditioning.h"
#include "core/model/pipeline/kept_step.h"

namespace kinora::ltx_video {

// `clean` is (1, L, C), without extra tokens.
struct SavedStep : KeptStep {
    InitialTokens tokens;      // as they are after the step
    std::string conditioning;  // conditioning_hash of the request
};

std::shared_ptr<const StepState> to_state(const SavedStep& saved);

// Throws InvalidRequest where the state is another family's, another model's, or of a clip with another number of tokens. All
// tensors are on the CPU.
SavedStep from_state(const StepState& state, const std::string& model, std::int64_t num_tokens, std::int64_t channels);

// The saved tokens under other conditions than those that they were made with. `placed` are the new conditions in fresh noise; each of
// their tokens is no noisier than sigma. Tokens that the new conditions give come from there, the rest stays as it is, or gets back the
// noise that it lacks where it was given before.
InitialTokens change_conditions(const SavedStep& saved, const InitialTokens& placed, const at::Tensor& noise);

}  // namespace kinora::ltx_video
