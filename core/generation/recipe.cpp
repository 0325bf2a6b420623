#include "core/generation/recipe.h"

#include <cmath>
#include <type_traits>

#include "core/base/error.h"
#include "core/generation/interpolation_recipe.h"

namespace kinora {

namespace {

using nlohmann::json;

constexpr double largest_number = 1e9;  // of anything that is counted here

template <typename T>
void read_value(const json& object, const char* key, const std::filesystem::path& origin, T& target) {
    if (!object.contains(key)) {
        return;
    }
    const json& value = object[key];
    if constexpr (std::is_integral_v<T>) {
        // A fraction, "true" or a number that does not fit is a mistake, not a number to be cut.
        const bool fits = std::is_unsigned_v<T> ? value.is_number_unsigned()
                                                : value.is_number_integer() && std::abs(value.get<double>()) <= largest_number;
        if (!fits) {
            throw CheckpointError(origin, key, Sentence::of("must be a whole number within bounds"));
        }
    }
    try {
        target = value.get<T>();
    } catch (const json::exception&) {
        throw CheckpointError(origin, key, Sentence::of("has a value of the wrong type"));
    }
}

void read_optional(const json& object, const char* key, const std::filesystem::path& origin, std::optional<double>& target) {
    if (object.contains(key) && !object[key].is_null()) {
        double value = 0.0;
        read_value(object, key, origin, value);
        target = value;
    }
}

}  // namespace

json to_json(const GenerationSettings& s) {
    json result = {{"prompt", s.prompt},
                   {"negative_prompt", s.negative_prompt},
                   {"width", s.width},
                   {"height", s.height},
                   {"num_frames", s.num_frames},
                   {"frame_rate", to_string(s.frame_rate)},
                   {"num_inference_steps", s.num_inference_steps},
                   {"guidance_scale", s.guidance_scale},
                   {"guidance_rescale", s.guidance_rescale},
                   {"seed", s.seed},
                   {"denoise_strength", s.denoise_strength},
                   {"image_cond_noise_scale", s.image_cond_noise_scale},
                   {"max_sequence_length", s.max_sequence_length}};
    if (!s.timesteps.empty()) {
        result["timesteps"] = s.timesteps;
    }
    if (!s.sigmas.empty()) {
        result["sigmas"] = s.sigmas;
    }
    if (!s.scheduler.empty()) {
        result["scheduler"] = s.scheduler;
    }
    if (s.decode_timestep) {
        result["decode_timestep"] = *s.decode_timestep;
    }
    if (s.decode_noise_scale) {
        result["decode_noise_scale"] = *s.decode_noise_scale;
    }
    return result;
}

json to_json(const Recipe& recipe) {
    json conditions = json::array();
    for (const RecipeCondition& condition : recipe.conditions) {
        conditions.push_back({{"file", condition.file},
                              {"content_hash", condition.content_hash},
                              {"frame", condition.frame},
                              {"strength", condition.strength}});
        if (!condition.latent_strengths.empty()) {
            conditions.back()["latent_strengths"] = condition.latent_strengths;
        }
        if (condition.num_frames > 0) {
            conditions.back()["source_frame"] = condition.source_frame;
            conditions.back()["num_frames"] = condition.num_frames;
        }
    }
    json result = {{"format", recipe_format_name},
                   {"version", recipe_format_version},
                   {"kinora_version", recipe.kinora_version},
                   {"operation", recipe.operation},
                   {"model", {{"name", recipe.model_name}, {"fingerprint", recipe.model_fingerprint}}},
                   {"device", recipe.device},
                   {"dtype", recipe.dtype},
                   {"settings", to_json(recipe.settings)},
                   {"conditions", conditions}};
    if (!recipe.model_folder.empty()) {
        result["model"]["folder"] = recipe.model_folder;
    }
    for (const RecipeLora& lora : recipe.loras) {
        result["loras"].push_back({{"file", lora.file}, {"content_hash", lora.content_hash}, {"strength", lora.strength}});
    }
    if (!recipe.operation_options.empty()) {
        result["operation_options"] = recipe.operation_options;
    }
    if (recipe.branch) {
        const RecipeBranch& from = *recipe.branch;
        result["branch"] = {{"job", from.job}, {"seed", from.seed}, {"step", from.step}, {"num_steps", from.num_steps}};
    }
    if (recipe.early_end) {
        result["early_end"] = {{"step", recipe.early_end->step}, {"num_steps", recipe.early_end->num_steps}};
    }
    if (recipe.kept) {
        result["kept"] = {{"first_frame", recipe.kept->start}, {"num_frames", recipe.kept->length}};
    }
    if (!recipe.interpolation.is_null()) {
        result["interpolation"] = recipe.interpolation;
    }
    return result;
}

void read_settings(const json& object, const std::filesystem::path& origin, GenerationSettings& s) {
    if (!object.is_object()) {
        throw CheckpointError(origin, "settings", Sentence::of("is no object"));
    }
    read_value(object, "prompt", origin, s.prompt);
    read_value(object, "negative_prompt", origin, s.negative_prompt);
    read_value(object, "width", origin, s.width);
    read_value(object, "height", origin, s.height);
    read_value(object, "num_frames", origin, s.num_frames);
    std::string frame_rate;
    read_value(object, "frame_rate", origin, frame_rate);
    if (!frame_rate.empty()) {
        try {
            s.frame_rate = parse_frame_rate(frame_rate);
        } catch (const InvalidRequest& error) {
            throw CheckpointError(origin, "frame_rate", error.sentence());
        }
    }
    read_value(object, "num_inference_steps", origin, s.num_inference_steps);
    read_value(object, "guidance_scale", origin, s.guidance_scale);
    read_value(object, "guidance_rescale", origin, s.guidance_rescale);
    read_value(object, "seed", origin, s.seed);
    read_value(object, "denoise_strength", origin, s.denoise_strength);
    read_value(object, "image_cond_noise_scale", origin, s.image_cond_noise_scale);
    read_value(object, "max_sequence_length", origin, s.max_sequence_length);
    read_value(object, "timesteps", origin, s.timesteps);
    read_value(object, "sigmas", origin, s.sigmas);
    read_value(object, "scheduler", origin, s.scheduler);
    read_optional(object, "decode_timestep", origin, s.decode_timestep);
    read_optional(object, "decode_noise_scale", origin, s.decode_noise_scale);
}

static std::vector<RecipeLora> read_loras(const json& list, const std::filesystem::path& origin) {
    std::vector<RecipeLora> loras;
    for (const json& item : list) {
        RecipeLora lora;
        if (!item.is_object()) {
            throw CheckpointError(origin, "loras", Sentence::of("holds something that is no LoRA"));
        }
        read_value(item, "file", origin, lora.file);
        read_value(item, "content_hash", origin, lora.content_hash);
        read_value(item, "strength", origin, lora.strength);
        loras.push_back(std::move(lora));
    }
    return loras;
}

static void read_history(const json& object, const std::filesystem::path& origin, Recipe& recipe) {
    if (object.contains("branch") && object["branch"].is_object()) {
        const json& from = object["branch"];
        RecipeBranch& branch = recipe.branch.emplace();
        read_value(from, "job", origin, branch.job);
        read_value(from, "seed", origin, branch.seed);
        read_value(from, "step", origin, branch.step);
        read_value(from, "num_steps", origin, branch.num_steps);
    }
    if (object.contains("kept") && object["kept"].is_object()) {
        FrameRange& kept = recipe.kept.emplace();
        read_value(object["kept"], "first_frame", origin, kept.start);
        read_value(object["kept"], "num_frames", origin, kept.length);
    }
    if (object.contains("early_end") && object["early_end"].is_object()) {
        RecipeEarlyEnd& end = recipe.early_end.emplace();
        read_value(object["early_end"], "step", origin, end.step);
        read_value(object["early_end"], "num_steps", origin, end.num_steps);
    }
}

Recipe read_recipe(const json& object, const std::filesystem::path& origin) {
    if (!object.is_object() || !object.contains("format") || object["format"] != recipe_format_name) {
        throw CheckpointError(origin, "", Sentence::of("holds no recipe of Kinora"));
    }
    int version = 0;
    read_value(object, "version", origin, version);
    if (version != recipe_format_version) {
        throw CheckpointError(origin, "version",
                              Sentence::of("is %1, and this Kinora reads version %2; use the newer program", version, recipe_format_version));
    }
    Recipe recipe;
    read_value(object, "kinora_version", origin, recipe.kinora_version);
    read_value(object, "operation", origin, recipe.operation);
    if (is_interpolation_alone(object)) {
        throw CheckpointError(origin, "operation",
                              Sentence::of("is the interpolation of footage, which no model makes again; interpolate its source once more"));
    }
    if (recipe.operation != "render" && recipe.operation != "extend" && recipe.operation != "fill") {
        throw CheckpointError(origin, "operation", Sentence::of("is none that this Kinora knows"));
    }
    read_value(object, "device", origin, recipe.device);
    read_value(object, "dtype", origin, recipe.dtype);
    if (object.contains("model") && object["model"].is_object()) {
        read_value(object["model"], "name", origin, recipe.model_name);
        read_value(object["model"], "fingerprint", origin, recipe.model_fingerprint);
        read_value(object["model"], "folder", origin, recipe.model_folder);
    }
    if (object.contains("loras") && object["loras"].is_array()) {
        recipe.loras = read_loras(object["loras"], origin);
    }
    if (object.contains("settings")) {
        read_settings(object["settings"], origin, recipe.settings);
    }
    if (recipe.settings.frame_rate.numerator < 1 || recipe.settings.width < 1 || recipe.settings.height < 1) {
        throw CheckpointError(origin, "settings", Sentence::of("must hold a size and a frame rate"));
    }
    if (object.contains("conditions") && object["conditions"].is_array()) {
        for (const json& item : object["conditions"]) {
            if (!item.is_object()) {
                throw CheckpointError(origin, "conditions", Sentence::of("holds something that is no condition"));
            }
            RecipeCondition condition;
            read_value(item, "file", origin, condition.file);
            read_value(item, "content_hash", origin, condition.content_hash);
            read_value(item, "frame", origin, condition.frame);
            read_value(item, "strength", origin, condition.strength);
            read_value(item, "latent_strengths", origin, condition.latent_strengths);
            read_value(item, "source_frame", origin, condition.source_frame);
            read_value(item, "num_frames", origin, condition.num_frames);
            if (condition.source_frame < 0 || condition.num_frames < 0) {
                throw CheckpointError(origin, "conditions", Sentence::of("counts frames below 0"));
            }
            recipe.conditions.push_back(std::move(condition));
        }
    }
    if (object.contains("operation_options") && object["operation_options"].is_object()) {
        recipe.operation_options = object["operation_options"];
    }
    read_history(object, origin, recipe);
    recipe.interpolation = interpolation_in(object);
    return recipe;
}

std::optional<Sentence> why_not_the_same(const Recipe& recipe) {
    std::optional<Sentence> why;
    const auto add = [&](const Sentence& reason) { why = why ? Sentence::of("%1; %2", *why, reason) : reason; };
    if (recipe.branch) {
        add(Sentence::of("it went on from step %1 of %2 of another generation (job %3, seed %4), so it cannot be made again from its "
                         "recipe alone",
                         recipe.branch->step, recipe.branch->num_steps, recipe.branch->job, recipe.branch->seed));
    }
    if (recipe.early_end) {
        add(Sentence::of("it was ended early and kept at step %1 of %2; made again, it goes through all steps", recipe.early_end->step,
                         recipe.early_end->num_steps));
    }
    if (!recipe.interpolation.is_null()) {
        add(Sentence::of("it was interpolated afterwards; made again, it has the frames that the model makes, and no others"));
    }
    return why;
}

}  // namespace kinora
