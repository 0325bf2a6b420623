#include "core/model/training/training_recipe.h"

#include <algorithm>
#include <utility>

#include "core/base/bounded_json.h"
#include "core/base/error.h"

namespace kinora::training {

namespace {

constexpr std::size_t max_recipe_bytes = 1'000'000;
constexpr std::int64_t max_steps = 1'000'000'000;
constexpr std::int64_t max_frames = 1025;

constexpr std::string_view stage_keys[] = {"steps", "micro_batches", "muon_learning_rate", "muon_momentum", "adam_learning_rate", "adam_beta1", "adam_beta2",
                                           "weight_decay", "warmup_steps", "decay_from", "lowest_rate", "average_decay", "highest_gradient"};

// `section` is empty for the recipe itself.
void require_known_keys(const nlohmann::json& json, const std::string& section, std::vector<std::string_view> known, const std::filesystem::path& file) {
    for (const auto& [key, value] : json.items()) {
        if (std::ranges::find(known, key) == known.end()) {
            std::ranges::sort(known);
            std::string list;
            for (const std::string_view name : known) {
                list += (list.empty() ? "" : ", ") + std::string(name);
            }
            throw CheckpointError(file, section.empty() ? key : section + "." + key, Sentence::of("is no key of a training recipe; there may be %1", list));
        }
    }
}

std::vector<ClipSize> read_sizes(const nlohmann::json& world, const std::filesystem::path& file) {
    std::vector<ClipSize> sizes;
    const auto is_side = [](const nlohmann::json& value) {
        return value.is_number_integer() && value.get<std::int64_t>() >= 16 && value.get<std::int64_t>() <= 4096;
    };
    for (const nlohmann::json& size : world.value("sizes", nlohmann::json::array())) {
        if (!size.is_array() || size.size() != 2 || !is_side(size[0]) || !is_side(size[1])) {
            throw CheckpointError(file, "world.sizes", "must list pairs of width and height, from 16 to 4096");
        }
        sizes.push_back({size[0].get<int>(), size[1].get<int>()});
    }
    if (sizes.empty()) {
        throw CheckpointError(file, "world.sizes", "is missing; name at least one pair of width and height");
    }
    return sizes;
}

}  // namespace

TrainingRecipe TrainingRecipe::read(const std::filesystem::path& file) {
    TrainingRecipe recipe;
    recipe.file = file;
    recipe.json = read_bounded_json(file, max_recipe_bytes);
    if (!recipe.json.is_object()) {
        throw CheckpointError(file, "", "is no training recipe: it must be a JSON object");
    }
    require_known_keys(recipe.json, "", {"family", "seed", "world", "vae", "text", "cache", "dit", "decoder", "scheduler", "model"}, file);
    const ConfigReader top(recipe.json, file);
    recipe.family = top.text("family", "");
    recipe.seed = static_cast<std::uint64_t>(top.integer("seed", 0, 0, INT64_MAX));
    const ConfigReader world = recipe.section("world", {"name", "sizes", "num_frames", "frame_rate"});
    recipe.world.name = world.text("name", recipe.world.name);
    if (recipe.world.name != "small" && recipe.world.name != "whole") {
        world.fail("name", "must be small or whole");
    }
    recipe.sizes = read_sizes(recipe.section_json("world"), file);
    recipe.lengths = recipe.section_json("world").value("num_frames", nlohmann::json()).is_array() ? world.integers("num_frames", {}, 1, max_frames)
                                                 : std::vector{world.integer("num_frames", 17, 1, max_frames)};
    if (recipe.lengths.empty()) {
        world.fail("num_frames", "names no length; give a number, or a list of them");
    }
    recipe.num_frames = recipe.lengths.front();
    recipe.frame_rate = world.number("frame_rate", 8.0, 1.0, 240.0);
    return recipe;
}

const nlohmann::json& TrainingRecipe::section_json(const std::string& name) const {
    if (!json.contains(name) || !json[name].is_object()) {
        throw CheckpointError(file, name, "is missing; a training recipe needs this section");
    }
    return json[name];
}

ConfigReader TrainingRecipe::section(const std::string& name, std::initializer_list<std::string_view> keys) const {
    if (keys.size() > 0) {
        require_known_keys(section_json(name), name, keys, file);
    }
    return {section_json(name), file};
}

StageSettings TrainingRecipe::stage_settings(const std::string& name, StageSettings settings, std::initializer_list<std::string_view> others) const {
    std::vector<std::string_view> keys = others;
    keys.insert(keys.end(), std::begin(stage_keys), std::end(stage_keys));
    require_known_keys(section_json(name), name, std::move(keys), file);
    const ConfigReader config = section(name);
    OptimizerOptions& o = settings.optimizer;
    o.muon_learning_rate = config.number("muon_learning_rate", o.muon_learning_rate, 0.0, 10.0);
    o.muon_momentum = config.number("muon_momentum", o.muon_momentum, 0.0, 0.9999);
    o.adam_learning_rate = config.number("adam_learning_rate", o.adam_learning_rate, 0.0, 10.0);
    o.adam_beta1 = config.number("adam_beta1", o.adam_beta1, 0.0, 0.9999);
    o.adam_beta2 = config.number("adam_beta2", o.adam_beta2, 0.0, 0.99999);
    o.weight_decay = config.number("weight_decay", o.weight_decay, 0.0, 10.0);
    LearningRateSchedule& s = settings.schedule;
    s.steps = config.integer("steps", s.steps, 1, max_steps);
    s.warmup_steps = config.integer("warmup_steps", s.warmup_steps, 0, max_steps);
    s.decay_from = config.number("decay_from", s.decay_from, 0.0, 1.0);
    s.lowest = config.number("lowest_rate", s.lowest, 0.0, 1.0);
    settings.micro_batches = config.integer("micro_batches", settings.micro_batches, 0, 65'536);
    settings.average_decay = config.number("average_decay", settings.average_decay, 0.0, 0.999999);
    settings.highest_gradient = config.number("highest_gradient", settings.highest_gradient, 0.0, 1e9);
    settings.seed = seed;
    return settings;
}

}  // namespace kinora::training
