#include "core/model/pipeline/room.h"

#include <cstdint>
#include <string>

#include "core/generation/memory_prediction.h"

namespace kinora {

bool has_room_twice(const ModelInfo& model, const ComputeOptions& compute) {
    std::int64_t bytes = 0;
    for (const ModelComponent& component : model.components) {
        bytes += component.bytes;
    }
    return free_memory_bytes(compute.device) > 2 * static_cast<std::size_t>(bytes);
}

BlockWeights choose_block_weights(const ModelInfo& model, const GenerationSettings& settings, const ComputeOptions& compute, bool has_loras,
                                  std::optional<BlockWeights> loaded) {
    const std::string dtype = to_string(compute.dtype);
    const auto free = static_cast<std::int64_t>(free_memory_bytes(compute.device));
    std::int64_t held = 0;
    if (loaded) {
        const MemoryPrediction prediction = predict_memory(model, settings, dtype);
        held = (*loaded == BlockWeights::streamed ? prediction.streamed() : prediction).weights_bytes;
    }
    const MemoryAssessment memory = assess_memory(model, settings, dtype, free, held, has_loras);
    return memory.streams_weights ? BlockWeights::streamed : BlockWeights::resident;
}

}  // namespace kinora
