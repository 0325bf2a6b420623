#include "core/model/training/mixed_precision.h"

#include <ATen/autocast_mode.h>

#include "core/base/error.h"

namespace kinora::training {

MixedPrecision::MixedPrecision(const ComputeOptions& compute)
    : device_(compute.device.type()), is_on_(compute.dtype != at::kFloat) {
    if (compute.dtype == at::kHalf) {
        throw InvalidRequest("dtype", "gradients are too small for fp16; train in bf16 or fp32");
    }
    if (is_on_) {
        at::autocast::set_autocast_dtype(device_, compute.dtype);
        at::autocast::set_autocast_enabled(device_, true);
    }
}

MixedPrecision::~MixedPrecision() {
    if (is_on_) {
        at::autocast::set_autocast_enabled(device_, false);
        at::autocast::clear_cache();  // of rounded weights, which the next step changes
    }
}

}  // namespace kinora::training
