#include <algorithm>
#include <iomanip>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "app/cli/plan_parts.h"
#include "core/base/bounded_json.h"
#include "core/base/error.h"

namespace kinora::cli {

namespace {

using nlohmann::json;
namespace fs = std::filesystem;

Recipe load_recipe(const fs::path& path, const std::stop_token& stop) {
    const std::string text = read_stored_recipe(path, stop);
    if (text.empty()) {
        throw FileError(path, read_stored_takes(path, stop).empty()
                                  ? "holds no recipe of Kinora"
                                  : "is a timeline with the recipes of its takes; see them with info --json and give one of them as a .json file");
    }
    return read_recipe(parse_bounded_json(text, {.max_string_bytes = 4'000'000}, path), path);
}

// Files are named as they were when the recipe was made: seen from where the program runs, or lying beside the recipe.
std::string find_file(const std::string& name, const fs::path& recipe_file) {
    const fs::path beside = fs::absolute(recipe_file).parent_path();
    // What a project made names the files of its media folder, in which it lies itself.
    const std::vector<fs::path> candidates = {fs::path(name), beside / name, beside / fs::path(name).filename(), beside.parent_path() / name};
    std::error_code ignored;
    auto found = std::ranges::find_if(candidates, [&](const fs::path& candidate) { return fs::exists(candidate, ignored); });
    if (found == candidates.end()) {
        found = std::ranges::find_if(candidates, is_numbered_pictures);
    }
    if (found != candidates.end()) {
        return found->string();
    }
    throw FileError(name, "is named by the recipe in " + recipe_file.string() + " and is not there; put it beside that file");
}

// Among the models that are here, or where it was when the recipe was made.
ModelInfo find_model_of(const Recipe& recipe, const std::string& recipe_file) {
    if (auto known = find_known_model(recipe.model_name, recipe.model_fingerprint)) {
        return *known;
    }
    std::error_code ignored;
    if (!recipe.model_folder.empty() && fs::is_directory(recipe.model_folder, ignored)) {
        return find_model(recipe.model_folder);
    }
    try {
        return find_model(recipe.model_name);
    } catch (const FileError&) {
        throw FileError(recipe_file, "was made with the model \"" + recipe.model_name +
                                         "\", which is not here; give its folder with --model, or the folder that it lies in with KINORA_MODELS");
    }
}

// A tensor's file is as it was?
void notice_change(const std::string& file, const json& said, const char* key, Progress& progress, const std::stop_token& stop) {
    if (!file.empty() && said.contains(key) && said[key].is_string()) {
        hash_condition(file, said[key].get<std::string>(), progress, stop);
    }
}

std::int64_t whole_number(const json& options, const char* key, std::int64_t lowest, const fs::path& origin) {
    constexpr std::int64_t highest = 1'000'000;
    const json& value = options.contains(key) ? options[key] : json(lowest);
    if (!value.is_number_integer() || value.get<double>() < static_cast<double>(lowest) || value.get<double>() > static_cast<double>(highest)) {
        throw CheckpointError(origin, key, "must be a whole number from " + std::to_string(lowest) + " to " + std::to_string(highest));
    }
    return value.get<std::int64_t>();
}

// As the command line names them.
std::vector<std::string> loras_of(const Recipe& recipe, const fs::path& recipe_file, Progress& progress, const std::stop_token& stop) {
    std::vector<std::string> loras;
    for (const RecipeLora& lora : recipe.loras) {
        const std::string file = find_file(lora.file, recipe_file);
        hash_condition(file, lora.content_hash, progress, stop);
        std::ostringstream text;
        text << file << ':' << std::setprecision(17) << lora.strength;
        loras.push_back(text.str());
    }
    return loras;
}

// The recipe's own files and numbers for what the command line does not say.
RenderOptions options_of(const Recipe& recipe, const RenderOptions& given, Progress& progress, const std::stop_token& stop) {
    RenderOptions o = given;
    if (o.loras.empty()) {
        o.loras = loras_of(recipe, given.recipe, progress, stop);
    }
    // A recipe's size and rate are final; footage must not change them. Other latents bring a size of their own.
    if (o.size.empty() && o.aspect.empty() && o.latents_in.empty()) {
        o.size = std::to_string(recipe.settings.width) + "x" + std::to_string(recipe.settings.height);
    }
    o.frame_rate = o.frame_rate.empty() ? to_string(recipe.settings.frame_rate) : o.frame_rate;
    o.compute.device = o.compute.device.empty() ? recipe.device : o.compute.device;
    o.compute.dtype = o.compute.dtype.empty() ? recipe.dtype : o.compute.dtype;
    if (given.compute.device.empty()) {
        try {
            choose_compute_of({.device = o.compute.device, .dtype = o.compute.dtype, .cache_folder = {}});
        } catch (const Error& error) {
            progress.notice(std::string(error.what()) + "; another device makes it, and the result will differ a little");
            o.compute = given.compute;
        }
    }
    const json& said = recipe.operation_options;
    const auto file = [&](const char* key) {
        return said.contains(key) && said[key].is_string() ? find_file(said[key].get<std::string>(), given.recipe) : std::string();
    };
    if (o.noise.empty()) {
        o.noise = file("noise");
        notice_change(o.noise, said, "noise_hash", progress, stop);
    }
    if (o.latents_in.empty() && said.contains("latents")) {
        o.latents_in = file("latents");
        notice_change(o.latents_in, said, "latents_hash", progress, stop);
        o.strength = o.strength.value_or(recipe.settings.denoise_strength);
    }
    return o;
}

// A continuation is conditioned on its clips and starts from noise that the seed gives.
void refuse_options_of_render(const Recipe& recipe, const RenderOptions& given) {
    for (const auto& [option, is_given] : {std::pair("noise", !given.noise.empty()), std::pair("latents-in", !given.latents_in.empty()),
                                           std::pair("strength", given.strength.has_value())}) {
        if (is_given) {
            throw InvalidRequest(option, std::string("--") + option + " does not go with the recipe of " + given.recipe + ": " + recipe.operation +
                                             " starts from its clips and from noise of the seed; leave it out");
        }
    }
}

// A take of a timeline holds what was made between its neighbours' frames.
void keep_part(const Recipe& recipe, const fs::path& origin, RenderJob& job) {
    const std::int64_t num_frames = job.request.settings.num_frames;
    if (!recipe.kept || num_frames != recipe.settings.num_frames) {
        return;
    }
    const FrameRange kept = *recipe.kept;
    if (kept.start < 0 || kept.length < 1 || kept.start > num_frames - kept.length) {
        throw CheckpointError(origin, "kept", Sentence::of("names frames that the clip does not have"));
    }
    job.first_new = kept.start;
    job.num_new = job.output.num_frames = kept.length;
    job.recipe.kept = kept;
}

RenderJob plan_with(const Recipe& recipe, const RenderOptions& o, const ModelInfo& model, Progress& progress, const std::stop_token& stop) {
    const std::size_t num_sources = recipe.operation == "extend" ? 1 : recipe.operation == "fill" ? 2 : 0;
    if (recipe.conditions.size() < num_sources) {
        throw FileError(o.recipe, "holds a recipe that names too few files");
    }
    const json& said = recipe.operation_options;
    if (num_sources == 0) {
        RenderJob job = plan_render_with(recipe.settings, recipe.conditions, o, model, false, progress, stop);
        keep_part(recipe, o.recipe, job);
        return job;
    }
    const auto num_new = o.has_length() ? std::nullopt : std::optional(whole_number(said, "new_frames", 1, o.recipe));
    const std::int64_t overlap = whole_number(said, "overlap", 0, o.recipe);
    if (num_sources == 1) {
        const bool is_before = said.contains("before") && said["before"] == true;
        const ExtendOptions extend = {recipe.conditions[0].file, overlap, is_before};
        return plan_extend_with(recipe.settings, extend, num_new, recipe.conditions, o, model, progress, stop);
    }
    const FillOptions fill = {recipe.conditions[0].file, recipe.conditions[1].file, overlap};
    return plan_fill_with(recipe.settings, fill, num_new, recipe.conditions, o, model, progress, stop);
}

// Where the schedule is another one, the same step means something else.
bool has_schedule_of(const GenerationSettings& settings, const GenerationSettings& other) {
    return settings.num_inference_steps == other.num_inference_steps && settings.sigmas == other.sigmas &&
           settings.timesteps == other.timesteps && settings.denoise_strength == other.denoise_strength;
}

}  // namespace

RenderJob plan_recipe(const RenderOptions& given, Progress& progress, const std::stop_token& stop) {
    Recipe recipe = load_recipe(given.recipe, stop);
    const ModelInfo model = given.model.empty() ? find_model_of(recipe, given.recipe) : find_model(given.model);
    if (model.fingerprint != recipe.model_fingerprint) {
        progress.notice(model.name + " is not the model that the recipe was made with; the result will differ");
    }
    if (recipe.operation == "extend" || recipe.operation == "fill") {
        refuse_options_of_render(recipe, given);
    }
    const RenderOptions o = options_of(recipe, given, progress, stop);
    for (RecipeCondition& condition : recipe.conditions) {
        condition.file = find_file(condition.file, given.recipe);
    }
    RenderJob job = plan_with(recipe, o, model, progress, stop);
    if (recipe.early_end && recipe.early_end->step > 0 && has_schedule_of(job.request.settings, recipe.settings)) {
        job.request.last_step = recipe.early_end->step;
        job.recipe.early_end = recipe.early_end;
        recipe.early_end.reset();
    }
    if (const auto why = why_not_the_same(recipe)) {
        progress.notice("the result will differ from " + given.recipe + ": " + why->in_english());
    }
    return job;
}

}  // namespace kinora::cli
