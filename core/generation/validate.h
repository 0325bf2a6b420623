// A request against what a model can do.
#pragma once

#include <string>
#include <vector>

#include "core/generation/generation_request.h"
#include "core/generation/model_info.h"

namespace kinora {

// Rounds the size and the number of frames to the nearest that the model can make, and returns a sentence for each change.
// With `is_strict`, a change is an InvalidRequest instead.
std::vector<std::string> round_to_model(GenerationSettings& settings, const ModelInfo& model, bool is_strict);

// Throws InvalidRequest, naming the field, for what no rounding mends: an empty prompt, invalid UTF-8, a strength outside
// 0 … 1, a conditioning frame outside the clip, …
void validate(const GenerationRequest& request, const ModelInfo& model);

// True if `text` is well-formed UTF-8 without surrogates and overlong forms.
bool is_valid_utf8(std::string_view text);

}  // namespace kinora
