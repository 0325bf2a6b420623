#include "app/cli/plan_parts.h"
#include "core/base/bounded_json.h"
#include "core/base/error.h"
#include "core/base/file_io.h"

namespace kinora::cli {

namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr std::size_t max_recipe_bytes = 16'000'000;

Recipe load_recipe(const fs::path& path, const std::stop_token& stop) {
    const bool is_plain = path.extension() == ".json";
    const std::string text = is_plain ? read_file(path, max_recipe_bytes) : read_stored_recipe(path, stop);
    if (text.empty()) {
        throw FileError(path, "holds no recipe of Kinora");
    }
    return read_recipe(parse_bounded_json(text, {.max_string_bytes = 4'000'000}, path), path);
}

}  // namespace

RenderJob plan_recipe(const RenderOptions& options, Progress& progress, const std::stop_token& stop) {
    const Recipe recipe = load_recipe(options.recipe, stop);
    const ModelInfo model = find_model(options.model.empty() ? recipe.model_name : options.model);
    if (model.fingerprint != recipe.model_fingerprint) {
        progress.notice(model.name + " is not the model that the recipe was made with; the result will differ");
    }
    RenderOptions o = options;
    o.compute.device = o.compute.device.empty() ? recipe.device : o.compute.device;
    o.compute.dtype = o.compute.dtype.empty() ? recipe.dtype : o.compute.dtype;
    const json& said = recipe.operation_options;
    std::optional<std::int64_t> num_new;
    if (said.contains("new_frames")) {
        num_new = said.value("new_frames", std::int64_t{1});
    }
    const auto file = [&](std::size_t index) {
        if (recipe.conditions.size() <= index) {
            throw FileError(options.recipe, "holds a recipe that names too few files");
        }
        return recipe.conditions[index].file;
    };
    // A recipe's size and rate are final; footage must not change them.
    o.size = o.size.empty() && o.aspect.empty() ? std::to_string(recipe.settings.width) + "x" + std::to_string(recipe.settings.height) : o.size;
    o.frame_rate = o.frame_rate.empty() ? to_string(recipe.settings.frame_rate) : o.frame_rate;
    if (recipe.operation == "extend") {
        const ExtendOptions extend = {file(0), said.value("overlap", std::int64_t{0}), said.value("before", false)};
        return plan_extend_with(recipe.settings, extend, num_new, o, model, progress, stop);
    }
    if (recipe.operation == "fill") {
        const FillOptions fill = {file(0), file(1), said.value("overlap", std::int64_t{0})};
        return plan_fill_with(recipe.settings, fill, num_new, o, model, progress, stop);
    }
    return plan_render_with(recipe.settings, recipe.conditions, o, model, false, progress, stop);
}

}  // namespace kinora::cli
