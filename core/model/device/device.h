// Which device computes, in which number type.
#pragma once

#include <ATen/core/Tensor.h>

#include <string>

namespace kinora {

struct ComputeOptions {
    at::Device device = at::kCPU;
    at::ScalarType dtype = at::kFloat;
};

// "cpu", "cuda", "cuda:1" and "fp32", "bf16", "fp16"; an empty text chooses: the first CUDA device if there is one, and
// bfloat16 where the device computes it natively, float32 elsewhere. Throws DeviceError or InvalidRequest.
ComputeOptions choose_compute(const std::string& device, const std::string& dtype);

// True if this CPU multiplies bfloat16 natively (AVX-512 BF16, AMX).
bool cpu_has_native_bf16();

// Bytes that can still be allocated on the device without swapping; 0 where that is unknown.
std::size_t free_memory_bytes(at::Device device);

// What all programs together have taken of the device's own memory; 0 for the CPU.
std::int64_t used_memory_bytes(at::Device device);

// Gives memory that libtorch keeps for reuse back to the device.
void release_cached_memory(at::Device device);

// While it lives, GPUs compute convolutions in float32 with all its bits; libtorch otherwise lets them round what goes in to the ten bits of
// TF32, which is faster. For the whole process.
class AllFloat32Bits {
 public:
    AllFloat32Bits();
    ~AllFloat32Bits();
    AllFloat32Bits(const AllFloat32Bits&) = delete;
    AllFloat32Bits& operator=(const AllFloat32Bits&) = delete;

 private:
    bool was_rounding_;
};

std::string to_string(at::ScalarType dtype);  // "fp32", …

}  // namespace kinora
