// The keys of a widget's own commands: it looks its key presses up here. Begins with the keys of the table; once they follow the
// registry, the commands are in the palette and the shortcut editor, and the user's keys count.
#pragma once

#include <QKeySequence>
#include <QObject>

#include <functional>
#include <span>
#include <vector>

#include "ui/actions/action_table.h"

class QKeyEvent;

namespace kinora {

class ActionRegistry;

class WidgetKeys : public QObject {
    Q_OBJECT

 public:
    // Commands are named by their place in the table, which outlives this object.
    explicit WidgetKeys(std::span<const ActionSpec> table, QObject* parent = nullptr);

    // Puts the commands into the registry; `run` carries out those that are chosen there. Both outlive this object.
    void follow(ActionRegistry& actions, const std::function<void(int command)>& run);

    int commandOf(const QKeyEvent& event) const;  // -1 for none
    bool isKeyOf(int command, const QKeyEvent& event) const;
    // The first key in the words of the system, for tool tips.
    QString text(int command) const;

 Q_SIGNALS:
    void changed();

 private:
    void take(const ActionRegistry& actions);

    std::span<const ActionSpec> table_;
    std::vector<QList<QKeySequence>> keys_;
};

}  // namespace kinora
