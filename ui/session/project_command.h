// The one undo command: from a snapshot to the next and back.
#pragma once

#include <QUndoCommand>

#include <memory>

#include "core/project/project.h"

namespace kinora {

class Document;

class ProjectCommand : public QUndoCommand {
 public:
    // Commands with the same key, which is not empty, become one.
    ProjectCommand(Document& document, const QString& text, std::shared_ptr<const Project> before,
                   std::shared_ptr<const Project> after, const QString& mergeKey);

    void undo() override;
    void redo() override;
    int id() const override;
    bool mergeWith(const QUndoCommand* later) override;

 private:
    Document& document_;
    std::shared_ptr<const Project> before_;
    std::shared_ptr<const Project> after_;
    QString mergeKey_;
};

}  // namespace kinora
