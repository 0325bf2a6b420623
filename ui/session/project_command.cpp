#include "ui/session/project_command.h"

#include <QCoreApplication>

#include <utility>

namespace kinora {

ProjectCommand::ProjectCommand(const QString& text, Snapshot before, Snapshot after, const QString& mergeKey, Show show)
    : QUndoCommand(text), step_(std::make_shared<Step>(std::move(before), std::move(after))), mergeKey_(mergeKey), show_(std::move(show)) {}

void ProjectCommand::undo() {
    show_(step_->before, QCoreApplication::translate("kinora::ProjectCommand", "Undo %1").arg(text()));
}

void ProjectCommand::redo() {
    show_(step_->after, text());
}

int ProjectCommand::id() const {
    return mergeKey_.isEmpty() ? -1 : 1;
}

bool ProjectCommand::mergeWith(const QUndoCommand* later) {
    const auto* other = static_cast<const ProjectCommand*>(later);
    if (other->mergeKey_ != mergeKey_) {
        return false;
    }
    step_->after = other->step_->after;
    return true;
}

}  // namespace kinora
