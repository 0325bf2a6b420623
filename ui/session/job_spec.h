// What every job carries besides its request: the model, the device, and the beginnings of its recipe.
#pragma once

#include "core/engine/job.h"

namespace kinora {

class AppSettings;
class AvailableModels;

JobSpec jobSpecFor(const ModelInfo& model, const GenerationSettings& settings, const AppSettings& app, const AvailableModels& models);

}  // namespace kinora
