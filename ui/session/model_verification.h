// Compares a model's numbers with those of its reference implementation, in the background, one model at a time.
#pragma once

#include <QObject>

#include <filesystem>
#include <memory>
#include <vector>

#include "core/base/error_record.h"
#include "core/base/task_thread.h"
#include "core/generation/model_catalog.h"

namespace kinora {

class ModelVerification : public QObject {
    Q_OBJECT

 public:
    // `catalog` is called on a thread of this object's own and outlives it.
    explicit ModelVerification(ModelCatalog& catalog, QObject* parent = nullptr);
    ~ModelVerification() override;  // gives up what is under way

    // finished() or failed() follows.
    void start(const std::filesystem::path& folder, const std::filesystem::path& referenceFile);
    bool isUnderWay() const { return numUnderWay_ > 0; }

 Q_SIGNALS:
    void finished(const QString& folder, const std::vector<kinora::StageVerdict>& verdicts);
    void failed(const QString& folder, const kinora::ErrorRecord& error);

 private:
    ModelCatalog& catalog_;
    int numUnderWay_ = 0;
    std::unique_ptr<TaskThread> thread_;
};

}  // namespace kinora
