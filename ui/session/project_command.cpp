#include "ui/session/project_command.h"

#include <utility>

#include "ui/session/document.h"

namespace kinora {

ProjectCommand::ProjectCommand(Document& document, const QString& text, std::shared_ptr<const Project> before,
                               std::shared_ptr<const Project> after, const QString& mergeKey)
    : QUndoCommand(text), document_(document), before_(std::move(before)), after_(std::move(after)), mergeKey_(mergeKey) {}

void ProjectCommand::undo() {
    document_.show(before_, Document::tr("Undo %1").arg(text()));
}

void ProjectCommand::redo() {
    document_.show(after_, text());
}

int ProjectCommand::id() const {
    return mergeKey_.isEmpty() ? -1 : 1;
}

bool ProjectCommand::mergeWith(const QUndoCommand* later) {
    const auto* other = static_cast<const ProjectCommand*>(later);
    if (other->mergeKey_ != mergeKey_) {
        return false;
    }
    after_ = other->after_;
    return true;
}

}  // namespace kinora
