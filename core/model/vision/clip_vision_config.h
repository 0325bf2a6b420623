// The options of an image encoder of CLIP (transformers, models/clip/configuration_clip.py: CLIPVisionConfig).
#pragma once

#include <cstdint>

#include "core/model/weights/config_reader.h"

namespace kinora {

struct ClipVisionConfig {
    enum class Activation : std::uint8_t { gelu, quick_gelu };

    std::int64_t hidden_size = 0;        // width of a token
    std::int64_t intermediate_size = 0;  // width inside the feed-forward layers
    std::int64_t num_layers = 0;         // the last one included, which is not run
    std::int64_t num_heads = 0;
    std::int64_t image_size = 0;  // pixels
    std::int64_t patch_size = 0;  // pixels
    double norm_eps = 0.0;
    Activation activation = Activation::quick_gelu;

    std::int64_t num_tokens() const { return image_size / patch_size * (image_size / patch_size) + 1; }

    // Reads config.json with the defaults of the reference class. Throws CheckpointError for values outside their limits and
    // UnsupportedModel for what Kinora does not run.
    static ClipVisionConfig read(const ConfigReader& config);
};

}  // namespace kinora
