// Where a denoising run of LTX-Video stands after a step, and how a run goes on from there.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <cstdint>
#include <memory>
#include <string>

#include "core/generation/step_state.h"
#include "core/model/families/ltx_video/conditioning.h"

namespace kinora::ltx_video {

struct SavedStep {
    InitialTokens tokens;    // as they are after the step
    at::Tensor clean;        // (1, L, C) float32, what the step predicted, without extra tokens
    at::Tensor random;       // the state of the random numbers; undefined where they do not come from a generator
    float sigma = 0.0f;      // the noise level that the step reached
    int step = 0;            // steps done
    int num_steps = 0;
    std::uint64_t seed = 0;
    std::string model;         // its fingerprint
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
