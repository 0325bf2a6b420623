#include "core/model/training/mpi_processes.h"

#include <c10/core/DeviceGuard.h>
#include <mpi.h>

#include <algorithm>
#include <cstdio>
#include <string>

#include "core/base/error.h"
#include "core/model/training/nccl.h"

namespace kinora::training {

namespace {

// MPI counts in int.
constexpr std::int64_t most_values_at_once = std::int64_t{1} << 28;

void check(int code, const char* doing) {
    if (code != MPI_SUCCESS) {
        char text[MPI_MAX_ERROR_STRING] = {};
        int length = 0;
        MPI_Error_string(code, text, &length);
        throw Error(std::string("the processes of this training run ") + doing + ": " + std::string(text, static_cast<std::size_t>(length)));
    }
}

class MpiProcesses : public ProcessGroup {
 public:
    MpiProcesses() {
        check(MPI_Init(nullptr, nullptr), "cannot be joined");
        MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
        check(MPI_Comm_rank(MPI_COMM_WORLD, &rank_), "cannot be counted");
        check(MPI_Comm_size(MPI_COMM_WORLD, &size_), "cannot be counted");
        MPI_Comm here = MPI_COMM_NULL;
        check(MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &here), "cannot be counted");
        check(MPI_Comm_rank(here, &local_rank_), "cannot be counted");
        MPI_Comm_free(&here);
    }

    int rank() const override { return rank_; }
    int size() const override { return size_; }
    int local_rank() const override { return local_rank_; }

    // Summed in one place and sent out, not summed everywhere: an MPI may add in another order on every process, and then the
    // models would drift apart.
    void sum(at::Tensor& values) override {
        if (values.is_cuda() && has_nccl(values.device())) {
            nccl_->sum(values);
            return;
        }
        at::Tensor host = values.to(at::kCPU);
        auto* const data = host.mutable_data_ptr<float>();
        for (std::int64_t begin = 0; begin < host.numel(); begin += most_values_at_once) {
            const auto count = static_cast<int>(std::min(most_values_at_once, host.numel() - begin));
            float* const part = data + begin;
            check(rank_ == 0 ? MPI_Reduce(MPI_IN_PLACE, part, count, MPI_FLOAT, MPI_SUM, 0, MPI_COMM_WORLD)
                             : MPI_Reduce(part, nullptr, count, MPI_FLOAT, MPI_SUM, 0, MPI_COMM_WORLD),
                  "cannot add up their gradients");
            check(MPI_Bcast(part, count, MPI_FLOAT, 0, MPI_COMM_WORLD), "cannot exchange their gradients");
        }
        if (!values.device().is_cpu()) {
            values.copy_(host);
        }
    }

    bool any(bool value) override {
        int result = value ? 1 : 0;
        check(MPI_Allreduce(MPI_IN_PLACE, &result, 1, MPI_INT, MPI_LOR, MPI_COMM_WORLD), "cannot agree");
        return result != 0;
    }

    void leave() override {
        nccl_.reset();
        MPI_Finalize();
    }

    // Not every launcher ends the others when one process ends with an error, and they would wait for it for good.
    void fail(const char* why) override {
        std::fprintf(stderr, "kinora-cli: process %d of %d: %s\n", rank_, size_, why);
        MPI_Abort(MPI_COMM_WORLD, 1);
    }

 private:
    // Asked of all at once, the first time: where one cannot, none does.
    bool has_nccl(at::Device device) {
        if (!is_nccl_tried_) {
            is_nccl_tried_ = true;
            const c10::DeviceGuard here(device);
            nccl_ = Nccl::open();
            if (any(nccl_ == nullptr)) {
                nccl_.reset();
                return false;
            }
            Nccl::Id id = rank_ == 0 ? nccl_->make_id() : Nccl::Id{};
            check(MPI_Bcast(id.data(), static_cast<int>(id.size()), MPI_BYTE, 0, MPI_COMM_WORLD), "cannot find each other");
            if (any(!nccl_->join(id, rank_, size_))) {
                nccl_.reset();
            }
        }
        return nccl_ != nullptr;
    }

    std::unique_ptr<Nccl> nccl_;
    bool is_nccl_tried_ = false;
    int rank_ = 0;
    int size_ = 1;
    int local_rank_ = 0;
};

}  // namespace

std::unique_ptr<ProcessGroup> join_mpi() {
    return std::make_unique<MpiProcesses>();
}

}  // namespace kinora::training
