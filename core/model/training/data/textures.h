// Moving pictures with the statistics of photographs, for an autoencoder that is to keep more than flat shapes: dead leaves
// (Lee, Mumford & Huang 2001) with texture and light, clouds of 1/f noise, gratings and stripes, and pictures that are given.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

#include "core/base/image.h"

namespace kinora::training {

enum class TextureKind : std::uint8_t { dead_leaves, clouds, pattern, landscape };

// A still picture: (3, side, side) float32 in -1 … 1.
at::Tensor draw_texture(TextureKind kind, std::int64_t side, at::Generator& generator);

// A window that pans, zooms and turns slowly over a still picture (3, h, w): (3, frames, height, width).
at::Tensor pan_over(const at::Tensor& picture, std::int64_t num_frames, std::int64_t height, std::int64_t width,
                    at::Generator& generator);

// (3, h, w) float32 in -1 … 1
at::Tensor picture_from_image(const Image& image);

}  // namespace kinora::training
