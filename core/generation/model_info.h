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

// What a number among the settings may be. A form's slider goes from `least` to `usual`, its field to `most`. Where `least` is `most`,
// there is nothing to choose.
struct ParameterRange {
    double least = 0.0;
    double usual = 0.0;
    double most = 0.0;

    bool is_fixed() const { return least >= most; }

    friend bool operator==(const ParameterRange&, const ParameterRange&) = default;
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
    ParameterRange steps = {1.0, 60.0, 1000.0};           // fixed where the model was distilled to so many
    ParameterRange guidance_scale = {1.0, 12.0, 100.0};
    std::vector<std::string> schedulers;  // the first is the model's own
    bool can_condition_frames = false;

    std::vector<ModelComponent> components;
    MemoryCosts memory;
    std::optional<std::filesystem::path> licence_file;
    std::optional<Sentence> problem;  // why it cannot be run; nothing if it can

    // Whether a guidance scale above 1, and with it a negative prompt, is of any use.
    bool has_guidance() const { return guidance_scale.most > 1.0; }

    friend bool operator==(const ModelInfo&, const ModelInfo&) = default;
};

}  // namespace kinora
