// What a training run makes and how, as a JSON file says it (docs/embedded_model.md lists its keys).
#pragma once

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/model/training/stage.h"
#include "core/model/training/world/scene.h"
#include "core/model/weights/config_reader.h"

namespace kinora::training {

struct ClipSize {
    int width = 0;
    int height = 0;
};

struct TrainingRecipe {
    std::filesystem::path file;
    nlohmann::json json;

    std::string family;  // the id of the family whose model is trained
    std::uint64_t seed = 0;
    WorldOptions world;
    std::vector<ClipSize> sizes;
    std::vector<std::int64_t> lengths;  // of the clips, in frames
    std::int64_t num_frames = 0;        // the first of them: what is measured, and the autoencoder learns from
    double frame_rate = 0.0;

    // Throws FileError, or CheckpointError naming the key.
    static TrainingRecipe read(const std::filesystem::path& file);

    // A section such as "vae". Throws CheckpointError where there is none, or where it has another key than `keys` (if any are given).
    ConfigReader section(const std::string& name, std::initializer_list<std::string_view> keys = {}) const;
    const nlohmann::json& section_json(const std::string& name) const;

    // The optimiser's and the schedule's keys of a section, with `defaults` for those it lacks. Throws CheckpointError for a key that is
    // neither theirs nor among `others`: a misspelt one would otherwise be found out after hours of training.
    StageSettings stage_settings(const std::string& name, StageSettings defaults, std::initializer_list<std::string_view> others) const;
};

}  // namespace kinora::training
