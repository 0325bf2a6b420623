#include "ui/session/job_spec.h"

#include <utility>
#include <variant>

#include "ui/session/app_settings.h"
#include "ui/session/available_models.h"

namespace kinora {

JobSpec jobSpecFor(const ModelInfo& model, const GenerationSettings& settings, const AppSettings& app, const AvailableModels& models) {
    JobSpec spec;
    spec.model = model;
    spec.options.device = app.device().toStdString();
    spec.options.cache_folder = (app.dataFolder() + QStringLiteral("/cache")).toStdString();
    spec.recipe.kinora_version = KINORA_VERSION;
    spec.recipe.model_name = model.name;
    spec.recipe.model_fingerprint = model.fingerprint;
    spec.recipe.model_folder = model.folder.string();
    spec.recipe.settings = settings;
    if (models.compute()) {
        spec.recipe.device = models.compute()->device;
        spec.recipe.dtype = models.compute()->dtype;
    }
    return spec;
}

PreviewOptions previewsFor(const AppSettings& app) {
    return {app.previewsEnabled(), app.previewSeconds()};
}

std::vector<RecipeCondition> recipeConditions(const Project& project, const GenerationPart& part, const GenerationRequest& request) {
    std::vector<Condition> given = part.conditions;
    if (part.restyled) {
        given.push_back(*part.restyled);
    }
    std::vector<RecipeCondition> conditions;
    for (std::size_t i = 0; i < given.size(); ++i) {
        RecipeCondition recipe = {.frame = given[i].start_frame, .strength = request.conditioning.at(i).strength};
        recipe.latent_strengths = request.conditioning.at(i).latent_strengths;
        if (const auto* asset = std::get_if<AssetId>(&given[i].source.media); asset && find_asset(project, *asset)) {
            recipe.file = find_asset(project, *asset)->file;
            recipe.content_hash = find_asset(project, *asset)->content_hash;
        } else if (const auto* take = std::get_if<TakeId>(&given[i].source.media); take && find_take(project, *take)) {
            recipe.file = find_take(project, *take)->file;
            recipe.content_hash = find_take(project, *take)->content_hash;
        }
        conditions.push_back(std::move(recipe));
    }
    return conditions;
}

}  // namespace kinora
