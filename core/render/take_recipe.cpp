#include "core/render/take_recipe.h"

#include <utility>
#include <variant>

#include "core/project/edits/generation_edits.h"

namespace kinora {

namespace {

template <typename Item>
void name_file(const Item* item, RecipeCondition& condition) {
    if (item != nullptr) {
        condition.file = item->file;
        condition.content_hash = item->content_hash;
    }
}

}  // namespace

std::vector<RecipeCondition> recipe_conditions(const Project& project, const GenerationPart& part, const GenerationRequest& request) {
    std::vector<Condition> given = part.conditions;
    if (part.restyled) {
        given.push_back(*part.restyled);
    }
    std::vector<RecipeCondition> conditions;
    for (std::size_t i = 0; i < given.size(); ++i) {
        const ConditioningFrames& frames = request.conditioning.at(i);
        RecipeCondition condition = {.frame = given[i].start_frame, .strength = frames.strength, .latent_strengths = frames.latent_strengths};
        condition.source_frame = given[i].source.source_in;
        condition.num_frames = static_cast<std::int64_t>(frames.images.size());
        if (const auto* asset = std::get_if<AssetId>(&given[i].source.media)) {
            name_file(find_asset(project, *asset), condition);
        } else if (const auto* take = std::get_if<TakeId>(&given[i].source.media)) {
            name_file(find_take(project, *take), condition);
        }
        conditions.push_back(std::move(condition));
    }
    return conditions;
}

std::optional<FrameRange> recipe_kept(const GenerationPart& part) {
    const FrameRange kept = kept_frames(part);
    return kept == FrameRange{0, part.settings.num_frames} ? std::nullopt : std::optional(kept);
}

Recipe take_recipe(const Project& project, const Generation& generation, std::size_t part, const GenerationRequest& request,
                   const ModelInfo& model) {
    Recipe recipe;
    recipe.model_name = model.name;
    recipe.model_fingerprint = model.fingerprint;
    recipe.settings = request.settings;
    const GenerationPart origin = origin_of(project, generation, part);
    recipe.conditions = recipe_conditions(project, origin, request);
    recipe.kept = recipe_kept(origin);
    return recipe;
}

}  // namespace kinora
