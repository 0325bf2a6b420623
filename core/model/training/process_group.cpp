#include "core/model/training/process_group.h"

#include <cstdlib>
#include <string>

#include "core/base/error.h"
#ifdef KINORA_HAS_MPI
#include "core/model/training/mpi_processes.h"
#endif

namespace kinora::training {

namespace {

class Alone : public ProcessGroup {
 public:
    int rank() const override { return 0; }
    int size() const override { return 1; }
    int local_rank() const override { return 0; }
    void sum(at::Tensor&) override {}
    bool any(bool value) override { return value; }
    void leave() override {}
    void fail(const char*) override {}
};

// What Open MPI's mpirun, other launchers and Slurm's srun tell the processes that they start.
bool is_one_of_several() {
    for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE"}) {
        if (const char* text = std::getenv(name); text != nullptr && std::atoi(text) > 1) {
            return true;
        }
    }
    const char* const tasks = std::getenv("SLURM_STEP_NUM_TASKS");  // of this srun, not of the whole allocation
    const bool are_several = tasks != nullptr && std::atoi(tasks) > 1;
    if (are_several && std::getenv("PMIX_RANK") == nullptr) {
        throw Error("srun started " + std::string(tasks) + " processes that cannot find each other; give it --mpi=pmix or --mpi=pmi2");
    }
    return are_several;
}

}  // namespace

std::unique_ptr<ProcessGroup> join_processes() {
    if (!is_one_of_several()) {
        return std::make_unique<Alone>();
    }
#ifdef KINORA_HAS_MPI
    return join_mpi();
#else
    throw Error("several processes were started together, but this build trains with one; build with -DKINORA_BUILD_MPI=ON");
#endif
}

}  // namespace kinora::training
