// How much memory a generation will need, before it starts, and what would fit where that is too much.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/sentence.h"
#include "core/generation/generation_settings.h"
#include "core/generation/model_info.h"

namespace kinora {

struct MemoryPrediction {
    std::int64_t text_bytes = 0;     // while the prompt is encoded; the text encoder leaves before the rest is loaded
    std::int64_t weights_bytes = 0;  // transformer and autoencoder
    std::int64_t denoise_bytes = 0;  // beside the weights
    std::int64_t decode_bytes = 0;   // beside the weights, if it may take as much as it likes; less makes it work in pieces
    std::int64_t least_decode_bytes = 0;
    std::int64_t base_bytes = 0;     // the program itself
    // Of the text encoder's and the weights' bytes, those that can wait outside the device's memory until they are computed with.
    std::int64_t streamable_text_bytes = 0;
    std::int64_t streamable_weights_bytes = 0;

    MemoryPrediction streamed() const;  // what is needed while they do

    // The most that is needed at any time. Decoding takes at most half of what is free and never less than it needs at least.
    std::int64_t peak_bytes(std::int64_t free_bytes) const;
};

// `dtype` is the type that is computed in: "fp32", "bf16" or "fp16".
MemoryPrediction predict_memory(const ModelInfo& model, const GenerationSettings& settings, const std::string& dtype);

// What a worker that has made a step with a model holds of a GPU's memory for it, where `used_bytes` of that were taken after the step by
// all programs, and 0 without a GPU. Where that is less than the weights, the worker reads them again at every step.
std::int64_t held_bytes(const ModelInfo& model, const std::string& dtype, std::int64_t used_bytes);

struct MemoryAssessment {
    std::int64_t needed_bytes = 0;
    std::int64_t free_bytes = 0;
    std::int64_t held_bytes = 0;
    bool fits = true;
    // It fits because weights wait in the model's files, and each step reads them again. Pipelines do so by the same rule.
    bool streams_weights = false;
    // Settings that would fit, changed in one respect; nothing where no such size or length does.
    std::optional<GenerationSettings> smaller;
    std::optional<GenerationSettings> shorter;
    std::optional<Sentence> message;  // where it does not fit or weights are streamed
};

// With `free_bytes` 0, nothing is known and everything fits. `held_bytes` are those of the free memory's users that the generation
// would use again: a worker's that holds the same model already.
// LoRAs change weights as they are loaded: with them, none can be streamed.
MemoryAssessment assess_memory(const ModelInfo& model, const GenerationSettings& settings, const std::string& dtype,
                               std::int64_t free_bytes, std::int64_t held_bytes = 0, bool has_loras = false);

}  // namespace kinora
