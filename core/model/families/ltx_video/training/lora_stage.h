// Adapting an LTX-Video model to a user's clips: the transformer's low-rank changes are trained by rectified flow on the
// latents that the model's own autoencoder makes of the clips, with its own text encoder and its own conventions.
#pragma once

#include <memory>
#include <stop_token>

#include "core/model/training/family_trainer.h"

namespace kinora::ltx_video {

// Encodes the clips and their captions, or finds them encoded in the run's folder. Throws Error, Cancelled.
std::unique_ptr<training::LoraStage> make_lora_stage(const training::LoraContext& context, const std::stop_token& stop);

}  // namespace kinora::ltx_video
