// Clips of the renderer as tensors.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

#include "core/model/training/training_recipe.h"
#include "core/model/training/world/scene.h"

namespace kinora::training {

// (3, F, height, width) float32 in -1 … 1
at::Tensor rendered_clip(const Scene& scene, ClipSize size, std::int64_t num_frames, double frame_rate);

}  // namespace kinora::training
