#include "core/model/diffusion/noise.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/ops/randn.h>

namespace kinora {

at::Generator make_generator(std::uint64_t seed) {
    return at::detail::createCPUGenerator(seed);
}

at::Tensor draw_noise(at::IntArrayRef shape, at::Generator& generator) {
    return at::randn(shape, generator, at::kFloat);
}

}  // namespace kinora
