#include "ui/actions/widget_keys.h"

#include <QAction>
#include <QKeyEvent>

#include "ui/actions/action_registry.h"

namespace kinora {

WidgetKeys::WidgetKeys(std::span<const ActionSpec> table, QObject* parent) : QObject(parent), table_(table) {
    for (const ActionSpec& spec : table_) {
        keys_.push_back(QKeySequence::listFromString(QString::fromLatin1(spec.keys)));
    }
}

void WidgetKeys::follow(ActionRegistry& actions, const std::function<void(int command)>& run) {
    for (int command = 0; command < static_cast<int>(table_.size()); ++command) {
        const ActionSpec& spec = table_[static_cast<std::size_t>(command)];
        actions.add(spec);
        actions.on(QString::fromLatin1(spec.id), this, [run, command] { run(command); });
    }
    connect(&actions, &ActionRegistry::keysChanged, this, [this, &actions] { take(actions); });
    take(actions);
}

void WidgetKeys::take(const ActionRegistry& actions) {
    for (std::size_t i = 0; i < table_.size(); ++i) {
        keys_[i] = actions.action(QString::fromLatin1(table_[i].id))->shortcuts();
    }
    Q_EMIT changed();
}

bool WidgetKeys::isKeyOf(int command, const QKeyEvent& event) const {
    const QList<QKeySequence>& keys = keys_.at(static_cast<std::size_t>(command));
    // A keypad's keys are the keys of the same name; characters that need Shift are found by what was typed.
    const QKeySequence plain(QKeyCombination(event.modifiers() & ~Qt::KeypadModifier, static_cast<Qt::Key>(event.key())));
    if (keys.contains(plain)) {
        return true;
    }
    const bool isSign = event.key() > Qt::Key_Space && event.key() < Qt::Key_AsciiTilde && (event.key() < Qt::Key_A || event.key() > Qt::Key_Z);
    const Qt::KeyboardModifiers others = event.modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier);
    return isSign && keys.contains(QKeySequence(QKeyCombination(others, static_cast<Qt::Key>(event.key()))));
}

int WidgetKeys::commandOf(const QKeyEvent& event) const {
    for (int command = 0; command < static_cast<int>(table_.size()); ++command) {
        if (isKeyOf(command, event)) {
            return command;
        }
    }
    return -1;
}

QString WidgetKeys::text(int command) const {
    const QList<QKeySequence>& keys = keys_.at(static_cast<std::size_t>(command));
    return keys.isEmpty() ? QString() : keys.front().toString(QKeySequence::NativeText);
}

}  // namespace kinora
