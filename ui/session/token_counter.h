// Counts the tokens of prompts with the model's own tokenizer, which is the worker's; while it is busy, only the newest text of each
// field waits.
#pragma once

#include <QObject>

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
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

    enum class Field : std::uint8_t { prompt, negative };
    void count(const ModelInfo& model, const std::string& prompt, Field field = Field::prompt);

 Q_SIGNALS:
    void counted(const QString& prompt, qint64 numTokens, qint64 limit);
    void notCounted(const QString& prompt);

 private:
    ModelCatalog& catalog_;
    std::mutex mutex_;
    std::map<Field, std::pair<ModelInfo, std::string>> wanted_;  // guarded by mutex_
    std::unique_ptr<TaskThread> thread_;
};

}  // namespace kinora
