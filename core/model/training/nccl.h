// Sums over the memory of several GPUs by NVIDIA's NCCL, without the way through the processor. The library comes with torch's CUDA
// build and is found when the program runs: no header and no toolkit is needed to build this (NCCL's nccl.h names the functions).
#pragma once

#include <ATen/core/Tensor.h>

#include <array>
#include <memory>

namespace kinora::training {

class Nccl {
 public:
    // What the processes find each other by: made by one of them and told to the others by other means.
    using Id = std::array<char, 128>;

    // Null where there is no such library, or one without what is needed here.
    static std::unique_ptr<Nccl> open(const char* library = "libnccl.so.2");
    ~Nccl();
    Nccl(const Nccl&) = delete;
    Nccl& operator=(const Nccl&) = delete;

    // Throws Error.
    Id make_id() const;

    // By all processes together, each with a current device of its own. False where they cannot be joined, as those that share a GPU.
    bool join(const Id& id, int rank, int size);

    // By all processes together, after join(). `values`: float32, contiguous, on that device; what was asked of the device before
    // is done first, and what is asked afterwards sees the sum. Every process gets the same bits. Throws Error.
    void sum(at::Tensor& values);

 private:
    struct Functions;

    explicit Nccl(std::unique_ptr<Functions> functions);
    void check(int result) const;

    std::unique_ptr<Functions> functions_;
    void* group_ = nullptr;
};

}  // namespace kinora::training
