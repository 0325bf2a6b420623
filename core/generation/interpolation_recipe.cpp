#include "core/generation/interpolation_recipe.h"

#include <algorithm>
#include <system_error>
#include <vector>

#include "core/base/content_hash.h"
#include "core/generation/recipe.h"

namespace kinora {

namespace {

using nlohmann::json;

constexpr const char* member = "interpolation";
constexpr const char* operation = "interpolate";

json to_json(const InterpolationRecipe& recipe) {
    json result = {{"source", {{"file", recipe.source_file}, {"content_hash", recipe.source_hash}}},
                   {"engine", recipe.engine},
                   {"frame_rate", to_string(recipe.frame_rate)},
                   {"is_slow_motion", recipe.is_slow_motion},
                   {"merges_duplicates", recipe.merges_duplicates},
                   {"scene_threshold", recipe.scene_threshold},
                   {"kinora_version", recipe.kinora_version}};
    if (recipe.factor) {
        result["factor"] = *recipe.factor;
    }
    if (!recipe.weights_hash.empty()) {
        result["weights_hash"] = recipe.weights_hash;
        result["scale"] = recipe.scale;
        result["device"] = recipe.device;
        result["dtype"] = recipe.dtype;
    }
    return result;
}

}  // namespace

json interpolated_recipe(const json& source, const InterpolationRecipe& interpolation) {
    json result = source;
    if (!source.is_object() || source.empty()) {
        result = {{"format", recipe_format_name},
                  {"version", recipe_format_version},
                  {"kinora_version", interpolation.kinora_version},
                  {"operation", operation}};
    }
    json said = to_json(interpolation);
    if (const json before = interpolation_in(result); !before.is_null()) {
        said["source"][member] = before;
    }
    result[member] = std::move(said);
    return result;
}

json interpolation_in(const json& recipe) {
    return recipe.is_object() && recipe.contains(member) && recipe[member].is_object() ? recipe[member] : json();
}

bool is_interpolation_alone(const json& recipe) {
    return recipe.is_object() && recipe.value("operation", json()) == operation;
}

std::string hash_weights(const std::filesystem::path& folder, const std::stop_token& stop) {
    std::vector<std::filesystem::path> files;
    std::error_code failed;
    for (auto entry = std::filesystem::directory_iterator(folder, failed); !failed && entry != std::filesystem::directory_iterator();
         entry.increment(failed)) {
        if (entry->path().extension() == ".safetensors") {
            files.push_back(entry->path());
        }
    }
    if (files.size() == 1) {
        return hash_file(files.front(), stop);
    }
    std::ranges::sort(files);
    ContentHasher hasher;
    for (const std::filesystem::path& file : files) {
        hasher.add(hash_file(file, stop));
    }
    return files.empty() ? std::string() : "xxh3:" + hasher.text();
}

}  // namespace kinora
