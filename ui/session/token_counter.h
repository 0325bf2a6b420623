// Counts the tokens of a prompt with the model's own tokenizer, which is the worker's; while it is busy, only the newest prompt
// waits.
#pragma once

#include <QObject>

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "core/base/task_thread.h"
#include "core/generation/model_catalog.h"

namespace kinora {

class TokenCounter : public QObject {
    Q_OBJECT

 public:
    // `catalog` outlives this object.
    explicit TokenCounter(ModelCatalog& catalog, QObject* parent = nullptr);
    ~TokenCounter() override;

    void count(const ModelInfo& model, const std::string& prompt);

 Q_SIGNALS:
    void counted(const QString& prompt, qint64 numTokens, qint64 limit);

 private:
    ModelCatalog& catalog_;
    std::mutex mutex_;
    std::optional<std::pair<ModelInfo, std::string>> wanted_;  // guarded by mutex_
    std::unique_ptr<TaskThread> thread_;
};

}  // namespace kinora
