// What the generate panel's state in the document means for a model: values that nobody has chosen are the model's own.
#pragma once

#include "core/generation/model_info.h"
#include "core/project/generation.h"

namespace kinora {

// The panel after another model was chosen: that model's own size, length and steps; what the user wrote stays.
GenerateState withModel(GenerateState state, const std::string& model);

// Rounded to what the model can make.
GenerationSettings panelSettings(const GenerateState& state, const ModelInfo& model);

// The number of frames nearest to a duration that the model can make.
std::int64_t framesFor(double seconds, const FrameRate& rate, const ModelInfo& model);

}  // namespace kinora
