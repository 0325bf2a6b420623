// The processes that train one model together, on one machine or several. A step's micro-batches are shared out among them; the
// gradients are summed, so that all of them make the same step.
#pragma once

#include <ATen/core/Tensor.h>

#include <memory>

namespace kinora::training {

// All calls but rank() and size() are made by all processes, in the same order. Throws Error.
class ProcessGroup {
 public:
    virtual ~ProcessGroup() = default;

    virtual int rank() const = 0;  // 0 … size() - 1; 0 writes files and reports
    virtual int size() const = 0;
    virtual int local_rank() const = 0;  // among those on this machine

    // Adds up `values`, float32 and contiguous, over all processes; every process gets the same bits.
    virtual void sum(at::Tensor& values) = 0;

    // True everywhere if it is true anywhere. Also a place where all wait for each other.
    virtual bool any(bool value) = 0;

    // All end here in agreement. Without it, an end of one process ends all.
    virtual void leave() = 0;

    // This one ends with an error, and so do all others. May not return.
    virtual void fail(const char* why) = 0;
};

// The processes that mpirun or srun started with this one, where Kinora is built with MPI (KINORA_BUILD_MPI); otherwise this one
// alone. Throws Error where several were started and this build cannot join them.
std::unique_ptr<ProcessGroup> join_processes();

}  // namespace kinora::training
