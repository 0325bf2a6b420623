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

int number_in(const char* variable) {
    const char* const text = std::getenv(variable);
    return text == nullptr ? 0 : std::atoi(text);
}

// As Open MPI's mpirun, other launchers and Slurm's srun tell the processes that they start.
int num_started_together() {
    for (const char* variable : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE"}) {
        if (const int number = number_in(variable); number > 1) {
            return number;
        }
    }
    const int tasks = number_in("SLURM_STEP_NUM_TASKS");  // of this srun, not of the whole allocation
    if (tasks > 1 && std::getenv("PMIX_RANK") == nullptr) {
        throw Error("srun started " + std::to_string(tasks) + " processes that cannot find each other; give it --mpi=pmix or --mpi=pmi2");
    }
    return tasks;
}

}  // namespace

std::unique_ptr<ProcessGroup> join_processes() {
    const int num_expected = num_started_together();
    if (num_expected <= 1) {
        return std::make_unique<Alone>();
    }
#ifdef KINORA_HAS_MPI
    auto processes = join_mpi();
    if (processes->size() < num_expected) {
        // Each would train alone, and all would write the same folder.
        const int num_found = processes->size();
        processes->leave();
        throw Error(std::to_string(num_expected) + " processes were started together, but MPI joins only " + std::to_string(num_found) +
                    " of them; start them with the mpirun of the MPI that Kinora was built with, or with srun --mpi=pmix");
    }
    return processes;
#else
    throw Error("several processes were started together, but this build trains with one; build with -DKINORA_BUILD_MPI=ON");
#endif
}

}  // namespace kinora::training
