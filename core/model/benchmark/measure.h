// Timing that can be trusted on a machine whose speed drifts: the work and a plain matrix product in turn, and medians.
#pragma once

#include <functional>

#include "core/model/device/device.h"

namespace kinora {

struct Measured {
    double seconds = 0.0;             // median of one run of the work
    double matmul_flops_per_second = 0.0;  // median rate of matrix products between the runs
};

// Runs `work` once without counting and then `repetitions` times, each beside a matrix product in the same type.
Measured measure(const std::function<void()>& work, int repetitions, const ComputeOptions& compute);

// The largest resident memory of this process so far, in bytes.
double peak_resident_bytes();

}  // namespace kinora
