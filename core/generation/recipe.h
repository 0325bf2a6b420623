// A recipe: everything that is needed to make a video again. It travels in the metadata of the files that Kinora writes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/frame_time.h"
#include "core/base/sentence.h"
#include "core/generation/generation_settings.h"

namespace kinora {

inline constexpr const char* recipe_format_name = "kinora-recipe";
inline constexpr int recipe_format_version = 1;

// A file whose frames a generation was conditioned on.
struct RecipeCondition {
    std::string file;
    std::string content_hash;  // of the file's bytes, so that a changed file is noticed
    std::int64_t frame = 0;
    double strength = 1.0;
    std::vector<double> latent_strengths;  // as in ConditioningFrames
    // Which of the file's frames were given, counted at the recipe's frame rate. 0 of them: from the first on, as many as fit.
    std::int64_t source_frame = 0;
    std::int64_t num_frames = 0;
};

// A file of low-rank adaptations that the model was loaded with.
struct RecipeLora {
    std::string file;
    std::string content_hash;
    double strength = 1.0;
};

// The kept step of another generation from which a take goes on, instead of from noise.
struct RecipeBranch {
    std::int64_t job = 0;    // in the queue of whoever made it
    std::uint64_t seed = 0;  // of that job
    int step = 0;            // so many steps were done
    int num_steps = 0;       // of so many

    friend bool operator==(const RecipeBranch&, const RecipeBranch&) = default;
};

// The step after which a take was ended: its frames are what that step predicted.
struct RecipeEarlyEnd {
    int step = 0;
    int num_steps = 0;

    friend bool operator==(const RecipeEarlyEnd&, const RecipeEarlyEnd&) = default;
};

struct Recipe {
    std::string kinora_version;
    std::string operation = "render";  // or "extend", "fill"
    std::string model_name;
    std::string model_fingerprint;
    std::string model_folder;  // where it was, for models that are not found by name
    std::string device;
    std::string dtype;
    std::vector<RecipeLora> loras;
    GenerationSettings settings;
    std::vector<RecipeCondition> conditions;  // of an extension or a filling: the clips that it continues or joins
    std::optional<RecipeBranch> branch;
    std::optional<RecipeEarlyEnd> early_end;
    std::optional<FrameRange> kept;  // which of the made frames the file holds, where not all: the others are its neighbours'
    // What an operation needs besides: "overlap", "before", …
    nlohmann::json operation_options = nlohmann::json::object();
    nlohmann::json interpolation;  // how what was made was interpolated (interpolation_recipe.h); null where it was not
};

nlohmann::json to_json(const GenerationSettings& settings);
nlohmann::json to_json(const Recipe& recipe);

// Sets those settings that `json` names and leaves the others. Throws CheckpointError(origin) for a value of a wrong type.
void read_settings(const nlohmann::json& json, const std::filesystem::path& origin, GenerationSettings& settings);

// Throws CheckpointError(origin) where it is no recipe, or of a version that this program does not know, or one that tells of
// interpolation alone.
Recipe read_recipe(const nlohmann::json& json, const std::filesystem::path& origin);

// Why what is made from this recipe is not what carries it; nothing where it is the same.
std::optional<Sentence> why_not_the_same(const Recipe& recipe);

}  // namespace kinora
