#include "core/model/diffusion/noise.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/randint.h>
#include <ATen/ops/randn.h>

#include <limits>

namespace kinora {

at::Generator make_generator(std::uint64_t seed) {
    return at::detail::createCPUGenerator(seed);
}

at::Tensor draw_noise(at::IntArrayRef shape, at::Generator& generator) {
    return at::randn(shape, generator, at::kFloat);
}

double draw_uniform(at::Generator& generator) {
    return at::rand({1}, generator, at::kFloat).item<double>();
}

std::int64_t draw_below(std::int64_t count, at::Generator& generator) {
    return at::randint(count, {1}, generator, at::kLong).item<std::int64_t>();
}

at::Tensor draw_training_noise(at::IntArrayRef shape, at::Generator& generator, at::Device device) {
    if (device.is_cpu()) {
        return draw_noise(shape, generator);
    }
    const std::int64_t seed = draw_below(std::numeric_limits<std::int64_t>::max(), generator);
    at::Generator own = at::globalContext().getAcceleratorHooksInterface(device.type()).getNewGenerator(device.index());
    own.set_current_seed(static_cast<std::uint64_t>(seed));
    return at::randn(shape, own, at::TensorOptions(device).dtype(at::kFloat));
}

}  // namespace kinora
