// The pictures that a recorded run of Wan was given.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "core/generation/generation_request.h"
#include "core/model/families/wan/conditioning.h"
#include "core/model/verification/reference_file.h"

namespace kinora::wan {

// Argument → tensor ("image" → "input.first"), of a run ("run.a"). Files say it in the run's arguments, or in words: "a: video=input.control;
// run.b: image=input.first, last_image=input.last".
std::map<std::string, std::string> given_inputs(const ReferenceFile& reference, const std::string& run);

// The pictures at the clip's ends, as conditions of a request.
void read_pictures(const ReferenceFile& reference, const std::map<std::string, std::string>& inputs, GenerationRequest& request);

// What a VACE pipeline makes of its arguments: diffusers, pipeline_wan_vace.py: preprocess_conditions. `latent_side`: pixels a side of a latent.
ControlInput read_control(const ReferenceFile& reference, const std::map<std::string, std::string>& inputs, int width, int height,
                          std::int64_t num_frames, int latent_side);

}  // namespace kinora::wan
