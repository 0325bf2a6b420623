#include <array>
#include <cmath>
#include <limits>
#include <string>

#include "core/generation/recipe.h"
#include "core/generation/serialize.h"

namespace kinora {

namespace {

using nlohmann::json;

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t max_items = 100'000;
constexpr std::size_t max_loras = 1000;

json to_json(const ParameterRange& range) {
    return {range.least, range.usual, range.most};
}

// `highest` is what every model's validation allows.
void read_range(const json& object, const char* key, double highest, ParameterRange& range) {
    if (!object.contains(key)) {
        return;
    }
    const json& numbers = read_array(object, key, 3);
    const auto number = [&](std::size_t i) { return numbers[i].is_number() ? numbers[i].get<double>() : std::nan(""); };
    if (numbers.size() == 3 && 1.0 <= number(0) && number(0) <= number(1) && number(1) <= number(2) && number(2) <= highest) {
        range = {number(0), number(1), number(2)};
        return;
    }
    throw MalformedData(Sentence::of("\"%1\" is not three numbers from 1 to %2 that rise: least, usual, most", key,
                                     static_cast<int>(highest)));
}

}  // namespace

json to_json(const GeneratorOptions& options) {
    json loras = json::array();
    for (const LoraFile& lora : options.loras) {
        loras.push_back({{"file", lora.file.string()}, {"strength", lora.strength}});
    }
    return {{"device", options.device}, {"dtype", options.dtype}, {"cache_folder", options.cache_folder.string()}, {"loras", loras}};
}

GeneratorOptions read_generator_options(const json& object) {
    GeneratorOptions options = {read_text(object, "device"), read_text(object, "dtype"), read_text(object, "cache_folder"), {}};
    for (const json& lora : read_array(object, "loras", max_loras)) {
        options.loras.push_back({read_text(lora, "file"), read_number(lora, "strength")});
    }
    return options;
}

json to_json(const ModelInfo& model) {
    json components = json::array();
    for (const ModelComponent& c : model.components) {
        components.push_back({{"name", c.name}, {"class", c.class_name}, {"parameters", c.parameters}, {"bytes", c.bytes}, {"dtype", c.dtype},
                              {"streamable_parameters", c.streamable_parameters}});
    }
    const MemoryCosts& memory = model.memory;
    json result = {{"name", model.name},
                   {"folder", model.folder.string()},
                   {"family", model.family},
                   {"display_name", model.display_name},
                   {"fingerprint", model.fingerprint},
                   {"size_multiple", model.size_multiple},
                   {"frame_multiple", model.frame_multiple},
                   {"latent_channels", model.latent_channels},
                   {"defaults", to_json(model.defaults)},
                   {"ranges", {{"num_inference_steps", to_json(model.steps)}, {"guidance_scale", to_json(model.guidance_scale)}}},
                   {"schedulers", model.schedulers},
                   {"can_condition_frames", model.can_condition_frames},
                   {"components", components},
                   {"memory", {memory.denoise_values_per_latent, memory.denoise_fp32_per_latent, memory.decode_values_per_latent,
                               memory.least_decode_latents, memory.base_bytes}},
                   {"problem", ""}};
    if (model.problem) {
        put_sentence(result, "problem", *model.problem);
    }
    if (model.licence_file) {
        result["licence_file"] = model.licence_file->string();
    }
    return result;
}

void read_ranges(const json& object, ModelInfo& model) {
    if (!object.is_object()) {
        throw MalformedData(Sentence::of("the ranges are no object"));
    }
    read_range(object, "num_inference_steps", 1000.0, model.steps);
    read_range(object, "guidance_scale", 100.0, model.guidance_scale);
}

ModelInfo read_model_info(const json& object) {
    constexpr std::int64_t max_multiple = 1'000'000;
    ModelInfo model;
    model.name = read_text(object, "name");
    model.folder = read_text(object, "folder");
    model.family = read_text(object, "family");
    model.display_name = read_text(object, "display_name");
    model.fingerprint = read_text(object, "fingerprint");
    model.size_multiple = static_cast<int>(read_integer(object, "size_multiple", 0, max_multiple));
    model.frame_multiple = static_cast<int>(read_integer(object, "frame_multiple", 0, max_multiple));
    model.latent_channels = static_cast<int>(read_integer(object, "latent_channels", 0, max_multiple));
    const json& defaults = require(object, "defaults");
    // Nothing is set for a model that cannot be run, and a frame rate of nothing is no rate that could be read.
    if (defaults.contains("frame_rate") && defaults["frame_rate"] != "0") {
        read_settings(defaults, "model", model.defaults);
    }
    if (object.contains("ranges")) {  // jobs of earlier versions do not say
        read_ranges(object["ranges"], model);
    }
    for (const json& item : read_array(object, "schedulers", max_items)) {
        model.schedulers.push_back(read_text({{"scheduler", item}}, "scheduler"));
    }
    model.can_condition_frames = read_boolean(object, "can_condition_frames");
    for (const json& item : read_array(object, "components", max_items)) {
        model.components.push_back({read_text(item, "name"), read_text(item, "class"), read_integer(item, "parameters", 0, most),
                                    read_integer(item, "bytes", 0, most), read_text(item, "dtype"),
                                    // Jobs of earlier versions do not say.
                                    item.contains("streamable_parameters") ? read_integer(item, "streamable_parameters", 0, most) : 0});
    }
    std::array<std::int64_t, 5> costs = {};
    const json& memory = read_array(object, "memory", costs.size());
    for (std::size_t i = 0; i < memory.size(); ++i) {
        costs[i] = read_integer({{"memory", memory[i]}}, "memory", 0, std::int64_t{1} << 40);
    }
    model.memory = {costs[0], costs[1], costs[2], costs[3], costs[4]};
    if (object.contains("licence_file")) {
        model.licence_file = read_text(object, "licence_file");
    }
    if (!read_text(object, "problem").empty()) {
        model.problem = take_sentence(object, "problem");
    }
    return model;
}

}  // namespace kinora
