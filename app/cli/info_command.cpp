#include "app/cli/info_command.h"

#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "app/cli/frame_input.h"
#include "app/cli/progress.h"
#include "core/base/bounded_json.h"
#include "core/base/error.h"
#include "core/generation/interpolation_recipe.h"
#include "core/generation/listed_takes.h"
#include "core/generation/recipe.h"

namespace kinora::cli {

using nlohmann::json;

namespace {

void print_line(const std::string& name, const json& value) {
    const std::string shown = value.is_string() ? value.get<std::string>() : dump(value);
    if (!shown.empty()) {
        std::printf("%-16s %s\n", name.c_str(), shown.c_str());
    }
}

void print_interpolation(const json& interpolation) {
    for (const auto& [name, value] : interpolation.items()) {
        if (name == "source" && value.is_object()) {
            print_line("interpolated", value.value("file", json("")));
            print_line("content_hash", value.value("content_hash", json("")));
        } else {
            print_line(name, value);
        }
    }
}

void print_generation(const Recipe& recipe) {
    print_line("operation", recipe.operation);
    print_line("model", recipe.model_name + " (" + recipe.model_fingerprint + ")");
    print_line("made by", "Kinora " + recipe.kinora_version);
    for (const auto& [name, value] : recipe.operation_options.items()) {
        std::printf("%-16s %s\n", name.c_str(), dump(value).c_str());
    }
    if (const auto& from = recipe.branch) {
        std::printf("%-16s step %d of %d of job %lld, seed %llu\n", "branched from", from->step, from->num_steps,
                    static_cast<long long>(from->job), static_cast<unsigned long long>(from->seed));
    }
    if (const auto& end = recipe.early_end) {
        std::printf("%-16s at step %d of %d\n", "ended early", end->step, end->num_steps);
    }
    const json settings = kinora::to_json(recipe.settings);
    for (const auto& [name, value] : settings.items()) {
        print_line(name, value);
    }
    for (const RecipeLora& lora : recipe.loras) {
        std::printf("%-16s %s, strength %g\n", "lora", lora.file.c_str(), lora.strength);
    }
    for (const RecipeCondition& condition : recipe.conditions) {
        std::printf("%-16s %s at frame %ld, strength %g\n", "condition", condition.file.c_str(), static_cast<long>(condition.frame), condition.strength);
    }
}

struct StoredRecipe {
    json stored;
    Recipe recipe;  // what read_recipe() makes of it, unless nothing but an interpolation is stored
};

StoredRecipe read_stored(json stored, const std::filesystem::path& path) {
    Recipe recipe = is_interpolation_alone(stored) ? Recipe() : read_recipe(stored, path);
    return {std::move(stored), std::move(recipe)};
}

void print_recipe(const StoredRecipe& recipe) {
    if (!is_interpolation_alone(recipe.stored)) {
        print_generation(recipe.recipe);
    }
    print_interpolation(interpolation_in(recipe.stored));
}

void print_media(const std::filesystem::path& path, const std::stop_token& stop) {
    for (const auto& [name, value] : describe_media(path, stop)) {
        print_line(name, value);
    }
}

void print_take(const ListedTake& take, const StoredRecipe& recipe) {
    std::string frames;
    for (const auto& [start, length] : take.shown) {
        frames += (frames.empty() ? "" : ", ") + std::to_string(start) + " to " + std::to_string(start + length - 1);
    }
    std::printf("\n");
    print_line("take", take.name);
    print_line("frames", frames);
    print_recipe(recipe);
}

void show_takes(const std::filesystem::path& path, const json& stored, const OutputOptions& output, const std::stop_token& stop) {
    const std::vector<ListedTake> takes = listed_takes(stored);
    std::vector<StoredRecipe> recipes;
    for (const ListedTake& take : takes) {
        recipes.push_back(read_stored(take.recipe, path));
    }
    if (output.is_json) {
        std::printf("%s\n", dump(stored).c_str());
        return;
    }
    print_media(path, stop);
    for (std::size_t i = 0; i < takes.size(); ++i) {
        print_take(takes[i], recipes[i]);
    }
}

}  // namespace

void show_file(const std::filesystem::path& path, const OutputOptions& output, const std::stop_token& stop) {
    constexpr JsonLimits limits = {.max_string_bytes = 4'000'000};
    const std::string text = read_stored_recipe(path, stop);
    if (text.empty()) {
        const std::string takes = read_stored_takes(path, stop);
        if (takes.empty()) {
            throw FileError(path, "holds no recipe of Kinora");
        }
        show_takes(path, parse_bounded_json(takes, limits, path), output, stop);
        return;
    }
    const StoredRecipe recipe = read_stored(parse_bounded_json(text, limits, path), path);
    if (output.is_json) {
        std::printf("%s\n", dump(is_interpolation_alone(recipe.stored) ? recipe.stored : kinora::to_json(recipe.recipe)).c_str());
        return;
    }
    print_media(path, stop);
    print_recipe(recipe);
}

}  // namespace kinora::cli
