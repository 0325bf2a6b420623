// What a take carries so that it can be made again.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "core/generation/generation_request.h"
#include "core/generation/model_info.h"
#include "core/generation/recipe.h"
#include "core/project/project.h"

namespace kinora {

// The files that a part is conditioned on, that of a restyling last, with the strengths that `request` gives them. `part` names media only,
// as origin_of() gives it (generation_edits.h). Files are named as the project names them.
std::vector<RecipeCondition> recipe_conditions(const Project& project, const GenerationPart& part, const GenerationRequest& request);

// Which of the part's frames its takes hold; nothing where they hold all.
std::optional<FrameRange> recipe_kept(const GenerationPart& part);

// Of the take that `request` makes for a part of `generation` (request_builder.h). Files are named as the project names them. Projects
// name their model, so the recipe does not say where it lies. The version of the program, the device and the type of numbers are left
// to whoever runs the model.
Recipe take_recipe(const Project& project, const Generation& generation, std::size_t part, const GenerationRequest& request,
                   const ModelInfo& model);

}  // namespace kinora
