// Latents as small pictures, without decoding them: a linear map from the channels of a latent to the mean colour of the
// pixels that it stands for, fitted to the autoencoder itself.
#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
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

    // The fit of an autoencoder: the one that was stored below the cache folder, or a new one, which is stored there. An empty folder stores
    // nothing.
    struct Autoencoder {
        std::string fingerprint;
        std::int64_t channels = 0;
        std::int64_t spatial_ratio = 0;   // pixels a side of a latent
        std::int64_t temporal_ratio = 0;  // frames of a latent
    };
    static LatentPreview of(const Autoencoder& autoencoder, const Encode& encode, const std::filesystem::path& cache_folder);

    // (1, C, f, h, w) normalised latents on any device → one picture for each latent frame, with so many pixels for each latent on
    // each side, interpolated between them.
    std::vector<Image> pictures(const at::Tensor& latents, int pixels_per_latent = 1) const;

 private:
    at::Tensor weights_;  // (C + 1, 3) float32 on the CPU; the last row is the constant
};

}  // namespace kinora
