// The models that are here, as far as they were found, and what this machine computes on. Asks a worker, on a thread of its own.
#pragma once

#include <QObject>
#include <QString>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error_record.h"
#include "core/base/task_thread.h"
#include "core/generation/model_catalog.h"

namespace kinora {

class AvailableModels : public QObject {
    Q_OBJECT

 public:
    // `catalog` is called on the thread of this object's own and outlives it.
    explicit AvailableModels(ModelCatalog& catalog, QObject* parent = nullptr);
    ~AvailableModels() override;

    // Looks again, in the background; changed() or failed() follow.
    void refresh(const GeneratorOptions& options = {});
    bool isLooking() const { return numUnderWay_ > 0; }

    const std::vector<ModelInfo>& models() const { return models_; }
    // The model of that name; with an empty name the first that can be run. nullptr where there is none.
    const ModelInfo* find(const std::string& name) const;
    const std::optional<ComputeStatus>& compute() const { return compute_; }
    const std::optional<ErrorRecord>& problem() const { return problem_; }

 Q_SIGNALS:
    void changed();
    void failed(const kinora::ErrorRecord& problem);

 private:
    ModelCatalog& catalog_;
    std::vector<ModelInfo> models_;
    std::optional<ComputeStatus> compute_;
    std::optional<ErrorRecord> problem_;
    int numUnderWay_ = 0;
    std::unique_ptr<TaskThread> thread_;
};

}  // namespace kinora
