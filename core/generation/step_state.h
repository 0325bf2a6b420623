// Where a denoising run stands after a step, as the code that runs the model wrote it: latents, the state of the random numbers,
// what else it needs to go on. Opaque to everybody else, who can keep it, hand it back, and read its step.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/safetensors.h"

namespace kinora {

struct StateTensor {
    std::string name;
    ScalarType type = ScalarType::unset;
    std::vector<std::int64_t> shape;
    std::vector<std::byte> bytes;

    friend bool operator==(const StateTensor&, const StateTensor&) = default;
};

struct StepState {
    std::string format;  // which code wrote it, and can read it: a family's id
    int version = 0;     // of that format
    int step = 0;        // steps done
    int num_steps = 0;   // of the run that it was written in
    std::map<std::string, std::string> metadata;
    std::vector<StateTensor> tensors;

    const StateTensor* find(std::string_view name) const {
        for (const StateTensor& tensor : tensors) {
            if (tensor.name == name) {
                return &tensor;
            }
        }
        return nullptr;
    }

    friend bool operator==(const StepState&, const StepState&) = default;
};

}  // namespace kinora
