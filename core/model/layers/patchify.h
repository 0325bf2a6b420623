// Latents as a sequence of spacetime patches.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace kinora {

struct PatchSize {
    std::int64_t frames = 1;
    std::int64_t side = 1;
};

// latents: (B, C, F, H, W) → (B, F/p_t * H/p * W/p, C * p_t * p * p), width fastest; inside a token channels come first.
at::Tensor patchify(const at::Tensor& latents, PatchSize patch);

// The inverse; `frames`, `height` and `width` are those of the latents.
at::Tensor unpatchify(const at::Tensor& tokens, std::int64_t frames, std::int64_t height, std::int64_t width, PatchSize patch);

}  // namespace kinora
