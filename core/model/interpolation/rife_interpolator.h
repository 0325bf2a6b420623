// Pictures between two pictures by the network of RIFE. Names no tensor, so that those who include it need no libtorch.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "core/generation/frame_interpolator.h"

namespace kinora {

struct RifeOptions {
    std::string device;  // "cpu", "cuda", "cuda:1"; empty chooses
    std::string dtype;   // "fp32", "fp16", "bf16"; empty takes fp16 on CUDA and fp32 elsewhere
    double scale = 1.0;  // of the size at which motion is looked for: 0.25, 0.5, 1, 2 or 4
    // Larger pictures are made in overlapping tiles, which takes less memory; motion that is longer than the overlap can then
    // differ near the seams.
    std::int64_t max_tile_pixels = 4096 * 2304;
};

// `folder` holds the weights of RIFE 4.25 or 4.26 in one .safetensors file. Throws Error.
std::unique_ptr<FrameInterpolator> make_rife_interpolator(const std::filesystem::path& folder, const RifeOptions& options);

}  // namespace kinora
