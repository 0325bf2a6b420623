// What a model folder is and can do, from its metadata alone.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/sentence.h"
#include "core/generation/generation_settings.h"

namespace kinora {

struct ModelComponent {
    std::string name;        // "transformer", "vae", …: the folder's name
    std::string class_name;  // as model_index.json gives it
    std::int64_t parameters = 0;
    std::int64_t bytes = 0;
    std::string dtype;  // the type of most of its weights: "BF16"
    std::int64_t streamable_parameters = 0;  // those that can wait outside the device's memory while others are computed with

    friend bool operator==(const ModelComponent&, const ModelComponent&) = default;
};

// What a generation takes beside the weights, in values for each latent (a place in the latents, not a channel of it). Found by
// measuring; 0 where a family says nothing.
struct MemoryCosts {
    std::int64_t denoise_values_per_latent = 0;  // in the type that is computed in, for one sequence
    std::int64_t denoise_fp32_per_latent = 0;    // in float32, for one sequence
    std::int64_t decode_values_per_latent = 0;
    std::int64_t least_decode_latents = 0;  // decoding works on this many latents at a time at least
    std::int64_t base_bytes = 0;            // the program with its libraries

    friend bool operator==(const MemoryCosts&, const MemoryCosts&) = default;
};

struct ModelInfo {
    std::string name;          // how the model is called: its folder, or its name in the Hugging Face cache
    std::filesystem::path folder;
    std::string family;        // the id of the family that runs it
    std::string display_name;  // for people
    std::string fingerprint;   // changes with the configuration, the tokenizer and the weights, of which large files are sampled

    int size_multiple = 0;   // width and height are multiples of this
    int frame_multiple = 0;  // the number of frames is 1 + a multiple of this
    int latent_channels = 0;
    GenerationSettings defaults;
    std::vector<std::string> schedulers;  // the first is the model's own
    bool can_condition_frames = false;

    std::vector<ModelComponent> components;
    MemoryCosts memory;
    std::optional<std::filesystem::path> licence_file;
    std::optional<Sentence> problem;  // why it cannot be run; nothing if it can

    friend bool operator==(const ModelInfo&, const ModelInfo&) = default;
};

}  // namespace kinora
