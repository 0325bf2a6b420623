// The one undo command: from a snapshot to the next and back.
#pragma once

#include <QUndoCommand>

#include <functional>
#include <memory>

#include "core/project/project.h"

namespace kinora {

using Snapshot = std::shared_ptr<const Project>;

// What lies before and behind a command. Shared with the document, which changes both where something belongs to an earlier step.
struct Step {
    Snapshot before;
    Snapshot after;
};

class ProjectCommand : public QUndoCommand {
 public:
    // Makes a snapshot the open project; the text names the command, or its undoing.
    using Show = std::function<void(const Snapshot& snapshot, const QString& text)>;

    // Commands with the same key, which is not empty, become one.
    ProjectCommand(const QString& text, Snapshot before, Snapshot after, const QString& mergeKey, Show show);

    void undo() override;
    void redo() override;
    int id() const override;
    bool mergeWith(const QUndoCommand* later) override;

    const QString& mergeKey() const { return mergeKey_; }
    const std::shared_ptr<Step>& step() const { return step_; }

 private:
    std::shared_ptr<Step> step_;
    QString mergeKey_;
    Show show_;
};

}  // namespace kinora
