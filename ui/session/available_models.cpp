#include "ui/session/available_models.h"

#include <exception>
#include <utility>

namespace kinora {

AvailableModels::AvailableModels(ModelCatalog& catalog, QObject* parent)
    : QObject(parent), catalog_(catalog), thread_(std::make_unique<TaskThread>("models")) {}

AvailableModels::~AvailableModels() {
    thread_.reset();
}

void AvailableModels::refresh(const GeneratorOptions& options) {
    ++numUnderWay_;
    thread_->post([this, options](const std::stop_token& stop) {
        if (stop.stop_requested()) {
            return;
        }
        std::vector<ModelInfo> models;
        std::optional<ComputeStatus> compute;
        std::optional<ErrorRecord> problem;
        try {
            models = catalog_.list();
            compute = catalog_.compute_status(options);
        } catch (const std::exception& error) {
            problem = record_of(error);
        }
        QMetaObject::invokeMethod(
            this,
            [this, models = std::move(models), compute, problem] {
                --numUnderWay_;
                problem_ = problem;
                if (!models.empty() || !problem) {
                    models_ = models;
                }
                if (compute) {
                    compute_ = compute;
                }
                Q_EMIT changed();
                if (problem) {
                    Q_EMIT failed(*problem);
                }
            },
            Qt::QueuedConnection);
    });
}

const ModelInfo* AvailableModels::find(const std::string& name) const {
    for (const ModelInfo& model : models_) {
        if (name.empty() ? !model.problem : model.name == name) {
            return &model;
        }
    }
    return nullptr;
}

}  // namespace kinora
