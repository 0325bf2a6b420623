// Latents as small pictures, without decoding them: a linear map from the channels of a latent to the mean colour of the
// pixels that it stands for, fitted to the autoencoder itself.
#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <functional>
#include <optional>
#include <vector>

#include "core/base/image.h"

namespace kinora {

class LatentPreview {
 public:
    // Pixels (1, 3, F, H, W) in -1 … 1 → normalised latents (1, C, f, h, w) float32.
    using Encode = std::function<at::Tensor(const at::Tensor& pixels)>;

    // Least squares over encodings of coloured fields. `size` is the side of a field in pixels, `frames` its length.
    static LatentPreview fit(const Encode& encode, std::int64_t size, std::int64_t frames);

    // The fit that was stored in `file`, if there is a good one for this number of channels.
    static std::optional<LatentPreview> load(const std::filesystem::path& file, std::int64_t channels);

    // Failing to store is no error: the fit is made again next time.
    void store(const std::filesystem::path& file) const;

    // (1, C, f, h, w) normalised latents on any device → one picture for each latent frame, with so many pixels for each latent on
    // each side, interpolated between them.
    std::vector<Image> pictures(const at::Tensor& latents, int pixels_per_latent = 1) const;

 private:
    at::Tensor weights_;  // (C + 1, 3) float32 on the CPU; the last row is the constant
};

}  // namespace kinora
