#include "ui/session/project_command.h"

#include <QCoreApplication>

#include <utility>

namespace kinora {

ProjectCommand::ProjectCommand(const QString& text, Snapshot before, Snapshot after, const QString& mergeKey, Show show)
    : QUndoCommand(text), before_(std::move(before)), after_(std::move(after)), mergeKey_(mergeKey), show_(std::move(show)) {}

void ProjectCommand::undo() {
    show_(before_, QCoreApplication::translate("kinora::ProjectCommand", "Undo %1").arg(text()));
}

void ProjectCommand::redo() {
    show_(after_, text());
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
