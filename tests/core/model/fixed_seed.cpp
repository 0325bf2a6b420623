// libtorch seeds its generator otherwise in every process; a test that draws numbers must draw the same ones each time. The CPU's
// generator alone: at::manual_seed asks for CUDA's, too, and who has once been told that there is none is never told of fake_cuda.
#include <ATen/CPUGeneratorImpl.h>

[[maybe_unused]] static const bool is_seeded = [] {
    at::Generator generator = at::detail::getDefaultCPUGenerator();
    generator.set_current_seed(20);
    return true;
}();
