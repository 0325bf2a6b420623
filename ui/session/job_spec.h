// What every job carries besides its request: the model, the device, and the beginnings of its recipe.
#pragma once

#include <vector>

#include "core/engine/job.h"
#include "core/project/project.h"

namespace kinora {

class AppSettings;
class AvailableModels;

JobSpec jobSpecFor(const ModelInfo& model, const GenerationSettings& settings, const AppSettings& app, const AvailableModels& models);

PreviewOptions previewsFor(const AppSettings& app);

// The files that a part is conditioned on, with the strengths that the request gives them.
std::vector<RecipeCondition> recipeConditions(const Project& project, const GenerationPart& part, const GenerationRequest& request);

}  // namespace kinora
