// One call of training as part of the processes that were started together.
#pragma once

#include <functional>
#include <string>

#include "core/model/device/device.h"
#include "core/model/training/process_group.h"

namespace kinora::training {

// Joins the others, calls `train`, and leaves with them, also when all are stopped. libtorch's errors become ours.
bool train_together(const std::function<bool(ProcessGroup& processes)>& train);

// As choose_compute(), but of several processes on a machine each takes a GPU of its own.
ComputeOptions compute_for(const std::string& device, const std::string& dtype, const ProcessGroup& processes);

}  // namespace kinora::training
