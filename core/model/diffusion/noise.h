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

double draw_uniform(at::Generator& generator);                              // 0 … 1
std::int64_t draw_below(std::int64_t count, at::Generator& generator);  // 0 … count - 1

// For training only: on a GPU drawn by the GPU, from a seed that `generator` gives, as a processor takes longer to draw it than a GPU
// to make the whole step. Another device so gives other numbers. On the CPU the same as draw_noise().
at::Tensor draw_training_noise(at::IntArrayRef shape, at::Generator& generator, at::Device device);

}  // namespace kinora
