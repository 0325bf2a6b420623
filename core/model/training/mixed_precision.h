// Forward passes whose matrix products and convolutions run in bfloat16 while the weights stay in float32.
#pragma once

#include <ATen/core/Tensor.h>

#include "core/model/device/device.h"

namespace kinora::training {

// From construction to destruction, on this thread. Does nothing where `compute` asks for float32. The backward pass follows
// the types of the forward pass and needs no guard.
class MixedPrecision {
 public:
    explicit MixedPrecision(const ComputeOptions& compute);
    ~MixedPrecision();
    MixedPrecision(const MixedPrecision&) = delete;
    MixedPrecision& operator=(const MixedPrecision&) = delete;

 private:
    at::DeviceType device_;
    bool is_on_;
};

}  // namespace kinora::training
