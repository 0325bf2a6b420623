// How a model's parts share the memory that is free.
#pragma once

#include <optional>

#include "core/generation/model_info.h"
#include "core/model/device/device.h"
#include "core/model/weights/streamed_weights.h"

namespace kinora {

// The encoder of a published model takes more than the rest; parts that a run needs no more stay only where twice everything would fit, so
// that activations and other programs keep their room.
bool has_room_twice(const ModelInfo& model, const ComputeOptions& compute);

// By what is free now. `loaded` says how the weights lie in memory, where they do already.
BlockWeights choose_block_weights(const ModelInfo& model, const GenerationSettings& settings, const ComputeOptions& compute, bool has_loras,
                                  std::optional<BlockWeights> loaded);

}  // namespace kinora
