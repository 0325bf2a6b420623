#include "core/model/layers/patchify.h"

namespace kinora {

at::Tensor patchify(const at::Tensor& latents, PatchSize patch) {
    const auto size = latents.sizes();
    return latents
        .reshape({size[0], size[1], size[2] / patch.frames, patch.frames, size[3] / patch.side, patch.side,
                  size[4] / patch.side, patch.side})
        .permute({0, 2, 4, 6, 1, 3, 5, 7})
        .flatten(4, 7)
        .flatten(1, 3);
}

at::Tensor unpatchify(const at::Tensor& tokens, std::int64_t frames, std::int64_t height, std::int64_t width,
                      PatchSize patch) {
    return tokens
        .reshape({tokens.size(0), frames / patch.frames, height / patch.side, width / patch.side, -1, patch.frames,
                  patch.side, patch.side})
        .permute({0, 4, 1, 5, 2, 6, 3, 7})
        .flatten(6, 7)
        .flatten(4, 5)
        .flatten(2, 3);
}

}  // namespace kinora
