// Processes joined by MPI. Only in builds with KINORA_BUILD_MPI.
#pragma once

#include <memory>

#include "core/model/training/process_group.h"

namespace kinora::training {

std::unique_ptr<ProcessGroup> join_mpi();

}  // namespace kinora::training
