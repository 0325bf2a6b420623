// What a family makes of a model folder: something that turns requests into frames.
#pragma once

#include <filesystem>
#include <stop_token>
#include <vector>

#include "core/generation/generation_event.h"
#include "core/generation/generation_request.h"
#include "core/generation/generator.h"
#include "core/model/device/device.h"

namespace kinora {

struct PipelineOptions {
    ComputeOptions compute;
    std::filesystem::path cache_folder;  // for prompt embeddings and preview fits; empty stores nothing
    std::vector<LoraFile> loras;         // added to the weights as they are loaded
};

class VideoPipeline {
 public:
    virtual ~VideoPipeline() = default;
    virtual GenerationResult generate(const GenerationRequest& request, const GenerationObserver& observer,
                                      const std::stop_token& stop) = 0;
};

}  // namespace kinora
