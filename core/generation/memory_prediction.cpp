#include "core/generation/memory_prediction.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "core/generation/sizes.h"

namespace kinora {

namespace {

std::int64_t bytes_per_value(const std::string& dtype) {
    return dtype == "fp32" ? 4 : 2;
}

// Sizes are multiples of a model's own and lengths 1 + a multiple, so these are whole numbers for what a model can make.
std::int64_t latent_frames(const ModelInfo& model, const GenerationSettings& settings) {
    return model.frame_multiple > 0 ? (settings.num_frames - 1) / model.frame_multiple + 1 : settings.num_frames;
}

std::int64_t latents_per_frame(const ModelInfo& model, const GenerationSettings& settings) {
    const std::int64_t multiple = std::max(model.size_multiple, 1);
    return (settings.width / multiple) * (settings.height / multiple);
}

std::string memory_text(std::int64_t bytes) {
    constexpr std::int64_t mib = 1 << 20;
    char text[32];
    if (bytes < 1024 * mib) {
        std::snprintf(text, sizeof text, "%lld MiB", static_cast<long long>((bytes + mib / 2) / mib));
    } else {
        std::snprintf(text, sizeof text, "%.1f GiB", static_cast<double>(bytes) / (1024.0 * mib));
    }
    return text;
}

struct Room {
    std::string dtype;
    std::int64_t bytes = 0;
    bool can_stream = true;

    bool fits(const ModelInfo& model, const GenerationSettings& settings) const {
        const MemoryPrediction prediction = predict_memory(model, settings, dtype);
        return prediction.peak_bytes(bytes) <= bytes || (can_stream && prediction.streamed().peak_bytes(bytes) <= bytes);
    }
};

std::optional<GenerationSettings> find_smaller(const ModelInfo& model, const GenerationSettings& wanted, const Room& room) {
    const double aspect = static_cast<double>(wanted.width) / wanted.height;
    GenerationSettings settings = wanted;
    for (double share = 0.9; share > 0.02; share *= 0.9) {
        const PictureSize size =
            size_for_aspect(aspect, share * wanted.width * wanted.height, std::max(model.size_multiple, 1));
        settings.width = size.width;
        settings.height = size.height;
        if (room.fits(model, settings)) {
            return settings;
        }
    }
    return std::nullopt;
}

std::optional<GenerationSettings> find_shorter(const ModelInfo& model, const GenerationSettings& wanted, const Room& room) {
    const std::int64_t multiple = std::max(model.frame_multiple, 1);
    GenerationSettings settings = wanted;
    for (settings.num_frames -= multiple; settings.num_frames > 0; settings.num_frames -= multiple) {
        if (room.fits(model, settings)) {
            return settings;
        }
    }
    return std::nullopt;
}

Sentence what_would_fit(const MemoryAssessment& assessment) {
    const std::optional<GenerationSettings>& smaller = assessment.smaller;
    const std::optional<GenerationSettings>& shorter = assessment.shorter;
    if (smaller && shorter) {
        return Sentence::of("%1x%2 or %3 frames would fit", smaller->width, smaller->height, shorter->num_frames);
    }
    if (smaller) {
        return Sentence::of("%1x%2 would fit", smaller->width, smaller->height);
    }
    if (shorter) {
        return Sentence::of("%1 frames would fit", shorter->num_frames);
    }
    return Sentence::of("no smaller size of this model would fit, close other programs or choose a smaller model");
}

}  // namespace

MemoryPrediction MemoryPrediction::streamed() const {
    MemoryPrediction streamed = *this;
    streamed.text_bytes -= streamable_text_bytes;
    streamed.weights_bytes -= streamable_weights_bytes;
    streamed.streamable_text_bytes = 0;
    streamed.streamable_weights_bytes = 0;
    return streamed;
}

std::int64_t MemoryPrediction::peak_bytes(std::int64_t free_bytes) const {
    const std::int64_t codec_budget = std::max(least_decode_bytes, (free_bytes - weights_bytes - base_bytes) / 2);
    const std::int64_t codec = free_bytes > 0 ? std::min(decode_bytes, codec_budget) : decode_bytes;
    return base_bytes + std::max(text_bytes, weights_bytes + std::max(denoise_bytes, codec));
}

MemoryPrediction predict_memory(const ModelInfo& model, const GenerationSettings& settings, const std::string& dtype) {
    const MemoryCosts& costs = model.memory;
    const std::int64_t size = bytes_per_value(dtype);
    MemoryPrediction prediction;
    prediction.base_bytes = costs.base_bytes;
    std::int64_t transformer_bytes = 0;
    std::int64_t streamable_transformer_bytes = 0;
    for (const ModelComponent& component : model.components) {
        const std::int64_t bytes = component.parameters * size;
        const std::int64_t streamable = component.streamable_parameters * size;
        if (component.name.starts_with("transformer")) {  // of several, one computes at a time
            transformer_bytes = std::max(transformer_bytes, bytes);
            streamable_transformer_bytes = std::max(streamable_transformer_bytes, streamable);
            continue;
        }
        const bool is_text = component.name.starts_with("text_encoder");
        (is_text ? prediction.text_bytes : prediction.weights_bytes) += bytes;
        (is_text ? prediction.streamable_text_bytes : prediction.streamable_weights_bytes) += streamable;
    }
    prediction.weights_bytes += transformer_bytes;
    prediction.streamable_weights_bytes += streamable_transformer_bytes;
    const std::int64_t latents = latent_frames(model, settings) * latents_per_frame(model, settings);
    const std::int64_t sequences = settings.guidance_scale > 1.0 ? 2 : 1;
    prediction.denoise_bytes = latents * sequences * (costs.denoise_values_per_latent * size + costs.denoise_fp32_per_latent * 4);
    prediction.decode_bytes = latents * costs.decode_values_per_latent * size;
    prediction.least_decode_bytes =
        std::min(prediction.decode_bytes, costs.least_decode_latents * costs.decode_values_per_latent * size);
    return prediction;
}

std::int64_t held_bytes(const ModelInfo& model, const std::string& dtype, std::int64_t used_bytes) {
    const MemoryPrediction loaded = predict_memory(model, model.defaults, dtype);
    const std::int64_t weights = used_bytes < loaded.weights_bytes ? loaded.streamed().weights_bytes : loaded.weights_bytes;
    return std::min(weights, used_bytes);
}

MemoryAssessment assess_memory(const ModelInfo& model, const GenerationSettings& settings, const std::string& dtype,
                               std::int64_t free_bytes, std::int64_t held_bytes, bool has_loras) {
    MemoryAssessment assessment;
    assessment.free_bytes = free_bytes;
    assessment.held_bytes = held_bytes;
    const std::int64_t usable = free_bytes + held_bytes;
    const MemoryPrediction prediction = predict_memory(model, settings, dtype);
    assessment.needed_bytes = prediction.peak_bytes(free_bytes > 0 ? usable : 0);
    if (free_bytes <= 0 || assessment.needed_bytes <= usable) {
        return assessment;
    }
    if (const std::int64_t least = prediction.streamed().peak_bytes(usable); !has_loras && least <= usable) {
        assessment.message = Sentence::of("this needs about %1 of memory and %2 are free; weights are read from the model's files again at "
                                          "every step, which takes longer",
                                          memory_text(assessment.needed_bytes), memory_text(free_bytes));
        assessment.needed_bytes = least;
        assessment.streams_weights = true;
        return assessment;
    }
    assessment.fits = false;
    const Room room = {dtype, usable, !has_loras};
    assessment.smaller = find_smaller(model, settings, room);
    assessment.shorter = find_shorter(model, settings, room);
    assessment.message = Sentence::of("this needs about %1 of memory and %2 are free; %3", memory_text(assessment.needed_bytes),
                                      memory_text(free_bytes), what_would_fit(assessment));
    return assessment;
}

}  // namespace kinora
