// The wall between those who ask for video and those who make it. core/model implements it with libtorch; others can paint
// gradients. A Generator is made, used and destroyed on one thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/generation/generation_event.h"
#include "core/generation/generation_request.h"
#include "core/generation/model_info.h"

namespace kinora {

// A file of low-rank adaptations of a model's weights (Hu et al. 2021), as diffusers saves them.
struct LoraFile {
    std::filesystem::path file;
    double strength = 1.0;  // 0 changes nothing, negative values turn the change round

    friend bool operator==(const LoraFile&, const LoraFile&) = default;
};

struct GeneratorOptions {
    std::string device;  // "cpu", "cuda", "cuda:1"; empty chooses
    std::string dtype;   // "fp32", "bf16", "fp16"; empty chooses
    std::filesystem::path cache_folder;  // for prompt embeddings and preview fits; empty stores nothing
    std::vector<LoraFile> loras;         // added up

    friend bool operator==(const GeneratorOptions&, const GeneratorOptions&) = default;
};

struct GenerationResult {
    std::int64_t num_frames = 0;
    std::optional<TensorValues> latents;  // (1, C, F, H, W), normalised, where the request wants them
};

class Generator {
 public:
    virtual ~Generator() = default;

    virtual const ModelInfo& model() const = 0;

    // Runs a request from prompt to frames. Frames leave through the observer as the decoder makes them. Throws Error, or
    // Cancelled within a second of a stop request; the generator can be used again after either.
    virtual GenerationResult generate(const GenerationRequest& request, const GenerationObserver& observer,
                                      const std::stop_token& stop) = 0;
};

}  // namespace kinora
