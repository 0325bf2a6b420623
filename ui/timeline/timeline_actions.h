// The timeline's commands among the studio's actions, for menus, palette and shortcut editor. The timeline takes its keys itself, while it
// has the focus, and takes those that the user gave the actions.
#pragma once

#include <QObject>

namespace kinora {

class ActionRegistry;
class TimelinePanel;

class TimelineActions : public QObject {
    Q_OBJECT

 public:
    // Both outlive this object.
    TimelineActions(TimelinePanel& panel, ActionRegistry& actions, QObject* parent = nullptr);

 Q_SIGNALS:
    // Before the command is done that a menu or the palette asked for.
    void triggered();

 protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

 private:
    void takeKeys();
    void refreshEnabled();

    TimelinePanel& panel_;
    ActionRegistry& actions_;
};

}  // namespace kinora
