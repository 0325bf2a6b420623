// Random numbers: always from an explicit generator on the CPU, so that a seed means the same on every device, and the same
// as in diffusers with a CPU torch.Generator.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>

namespace kinora {

// Standard normal noise of a shape, in float32 on the CPU.
using NoiseSource = std::function<at::Tensor(at::IntArrayRef shape)>;

at::Generator make_generator(std::uint64_t seed);

// Standard normal numbers, float32 on the CPU.
at::Tensor draw_noise(at::IntArrayRef shape, at::Generator& generator);

}  // namespace kinora
