// What every family keeps of a run after a step, whatever else it needs to go on.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "core/generation/step_state.h"

namespace kinora {

struct KeptStep {
    at::Tensor clean;        // float32, what the step predicted of the clip
    at::Tensor random;       // the state of the random numbers; undefined where they do not come from a generator
    float sigma = 0.0f;      // the noise level that the step reached
    int step = 0;            // steps done
    int num_steps = 0;
    std::uint64_t seed = 0;
    std::string model;       // its fingerprint
};

// A family's format of states; `version` changes when other code could not read them.
struct StateFormat {
    const char* name = "";
    int version = 0;
};

// A state with what `kept` says, to which a family adds its own metadata and tensors.
std::shared_ptr<StepState> begin_state(StateFormat format, const KeptStep& kept, std::map<std::string, std::string> metadata);

// Throws InvalidRequest where the state is another family's or another model's. All tensors are on the CPU; their shapes are not looked at.
KeptStep read_kept(const StepState& state, StateFormat format, const std::string& model);

// Empty where there is none.
std::string metadata_of(const StepState& state, const std::string& key);

// Throws InvalidRequest for a state that another clip left.
[[noreturn]] void refuse_other_clip();

}  // namespace kinora
