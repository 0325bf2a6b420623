#include "core/render/take_recipe.h"

#include <utility>
#include <variant>

namespace kinora {

namespace {

template <typename Item>
void name_file(const Item* item, RecipeCondition& condition) {
    if (item != nullptr) {
        condition.file = item->file;
        condition.content_hash = item->content_hash;
    }
}

RecipeCondition recipe_condition(const Project& project, const Generation& generation, const Condition& condition) {
    RecipeCondition result = {.frame = condition.start_frame, .strength = condition.strength};
    MediaRef media = condition.source.media;
    if (condition.part) {
        media = generation.parts.at(*condition.part).takes.at(0);
    }
    if (const auto* asset = std::get_if<AssetId>(&media)) {
        name_file(find_asset(project, *asset), result);
    } else if (const auto* take = std::get_if<TakeId>(&media)) {
        name_file(find_take(project, *take), result);
    }
    return result;
}

}  // namespace

Recipe take_recipe(const Project& project, const Generation& generation, std::size_t part, const GenerationRequest& request,
                   const ModelInfo& model) {
    Recipe recipe;
    recipe.model_name = model.name;
    recipe.model_fingerprint = model.fingerprint;
    recipe.model_folder = model.folder.string();
    recipe.settings = request.settings;
    const auto& conditions = generation.parts.at(part).conditions;
    for (std::size_t i = 0; i < conditions.size(); ++i) {
        RecipeCondition condition = recipe_condition(project, generation, conditions[i]);
        condition.latent_strengths = request.conditioning.at(i).latent_strengths;
        recipe.conditions.push_back(std::move(condition));
    }
    return recipe;
}

}  // namespace kinora
