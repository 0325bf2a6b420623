// What an interpolated file tells about how it was made: in the recipe of the take that it was made of, or in one of its own where there
// was none, as the member "interpolation".
#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>

#include <nlohmann/json.hpp>

#include "core/base/frame_time.h"

namespace kinora {

struct InterpolationRecipe {
    std::string source_file;  // as whoever asked named it
    std::string source_hash;  // of its content
    std::string engine;       // "flow", "rife"
    std::string weights_hash; // of a network's file
    double scale = 1.0;       // of the size at which the network looks for motion
    std::string device, dtype;  // of the network; empty where that was left to it
    FrameRate frame_rate;       // frames per second of the source's own time
    std::optional<int> factor;  // where it was asked for as one
    bool is_slow_motion = false;
    bool merges_duplicates = false;
    double scene_threshold = 0.0;  // scene_change() from which on nothing is interpolated
    std::string kinora_version;
};

// `source` is the recipe in the file that is interpolated; null where there is none. One that says how that was interpolated itself goes
// into the source of the new one.
nlohmann::json interpolated_recipe(const nlohmann::json& source, const InterpolationRecipe& interpolation);

// The member; null where `recipe` is no object that has it.
nlohmann::json interpolation_in(const nlohmann::json& recipe);

// True for a recipe that tells of nothing but interpolation, so that no generation can be read from it.
bool is_interpolation_alone(const nlohmann::json& recipe);

// Of the .safetensors files in a folder, by name; empty where there are none. Throws FileError, Cancelled.
std::string hash_weights(const std::filesystem::path& folder, const std::stop_token& stop = {});

}  // namespace kinora
