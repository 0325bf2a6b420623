// The prompts that something was generated of, newest first; kept in a file.
#pragma once

#include <QObject>
#include <QStringList>

#include <filesystem>
#include <memory>

#include "core/base/task_thread.h"

namespace kinora {

class PromptHistory : public QObject {
    Q_OBJECT

 public:
    explicit PromptHistory(std::filesystem::path file, QObject* parent = nullptr);
    ~PromptHistory() override;

    const QStringList& prompts() const { return prompts_; }
    // A prompt that is there moves to the front. What cannot be written is remembered until the program ends.
    void add(const QString& prompt);

 Q_SIGNALS:
    void changed();

 private:
    std::filesystem::path file_;
    std::unique_ptr<TaskThread> thread_;
    QStringList prompts_;
};

}  // namespace kinora
