// Training of LTX-Video models: the family's side of core/model/training.
#pragma once

#include <memory>

#include "core/model/training/family_trainer.h"

namespace kinora::ltx_video {

std::unique_ptr<training::FamilyTrainer> make_trainer(const training::TrainerContext& context);

}  // namespace kinora::ltx_video
