// libtorch seeds its generator otherwise in every process; a test that draws numbers must draw the same ones each time.
#include <ATen/Context.h>

[[maybe_unused]] static const bool is_seeded = [] {
    at::manual_seed(20);
    return true;
}();
