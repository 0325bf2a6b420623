// Given frames of a generation that is asked for otherwise.
#pragma once

#include <vector>

#include "core/engine/job.h"
#include "core/generation/generation_request.h"
#include "core/generation/model_info.h"
#include "core/generation/recipe.h"

namespace kinora {

// One edit for each condition, in their order; the recipe's conditions follow. Throws InvalidRequest("conditioning") where there are not as
// many, or where a recipe does not tell of the same conditions.
void edit_conditions(GenerationRequest& request, Recipe& recipe, const std::vector<ConditionEdit>& edits);

// Moves the conditions that lie behind the end of the clip into it, where the model's latent frames begin: the last of them to the end,
// as a clip was to end on it, and others before it. What lies in the way of those goes on before them, but not what is given at the first
// frame. Clips are cut to what there is room for, and a condition is left out where there is none. The recipe's conditions follow.
void fit_conditions(GenerationRequest& request, Recipe& recipe, const ModelInfo& model);

}  // namespace kinora
