// What a model folder is and can do, from its metadata alone.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/generation/generation_settings.h"

namespace kinora {

struct ModelComponent {
    std::string name;        // "transformer", "vae", …: the folder's name
    std::string class_name;  // as model_index.json gives it
    std::int64_t parameters = 0;
    std::int64_t bytes = 0;
    std::string dtype;  // the type of most of its weights: "BF16"
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
    std::optional<std::filesystem::path> licence_file;
    std::string problem;  // why it cannot be run, as a sentence; empty if it can
};

}  // namespace kinora
