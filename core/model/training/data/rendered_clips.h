// Clips of the renderer and of a user as tensors.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <stop_token>
#include <vector>

#include "core/base/captioned_clips.h"
#include "core/model/training/training_recipe.h"
#include "core/model/training/world/scene.h"

namespace kinora::training {

// (3, F, height, width) float32 in -1 … 1
at::Tensor rendered_clip(const Scene& scene, ClipSize size, std::int64_t num_frames, double frame_rate);

// (N, 3, F, height, width): several of them, drawn side by side
at::Tensor rendered_clips(const std::vector<Scene>& scenes, ClipSize size, std::int64_t num_frames, double frame_rate);

// One like rendered_clip() of a user's clip; `seed` chooses which part of a longer one. Throws MediaError, Cancelled.
at::Tensor users_clip(const CaptionedClips& clips, std::size_t index, std::uint64_t seed, ClipSize size, std::int64_t num_frames,
                      double frame_rate, const std::stop_token& stop);

}  // namespace kinora::training
