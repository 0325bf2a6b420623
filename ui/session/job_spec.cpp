#include "ui/session/job_spec.h"

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
    spec.recipe.settings = settings;
    if (models.compute()) {
        spec.recipe.device = models.compute()->device;
        spec.recipe.dtype = models.compute()->dtype;
    }
    return spec;
}

}  // namespace kinora
