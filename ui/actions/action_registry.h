// All commands as QActions: menus, tool buttons, tooltips, the command palette and the shortcut editor take them from here, so that
// a command has one name and one key everywhere.
#pragma once

#include <QAction>
#include <QHash>
#include <QKeySequence>
#include <QObject>

#include <functional>
#include <set>
#include <vector>

#include "ui/actions/action_table.h"

class QWidget;

namespace kinora {

class AppSettings;

struct KeyMap {
    QString id;
    QString name;
};

class ActionRegistry : public QObject {
    Q_OBJECT

 public:
    // Makes the actions of the table with the user's keys.
    explicit ActionRegistry(AppSettings& settings, QObject* parent = nullptr);

    // A command of another room: from then on it is like those of the table.
    void add(const ActionSpec& spec);
    // An action that somebody else made, for the palette and the shortcut editor. Its owner translates it.
    void adopt(const QString& id, QAction* action);

    QAction* action(const QString& id) const;  // asserts that there is one
    const std::vector<QAction*>& actions() const { return actions_; }
    static QString idOf(const QAction* action);
    static QString plainText(const QAction* action);  // without mnemonic and dots

    // What a command does.
    void on(const QString& id, QObject* context, const std::function<void()>& work);
    // Commands that nobody does anything for; empty in a whole program.
    QStringList withoutWork() const;

    // Puts the actions of a scope onto a widget, where their keys work.
    void addTo(QWidget* widget, ActionScope scope);

    static std::vector<KeyMap> keyMaps();
    QString keyMap() const { return keyMap_; }
    // Takes the keys of another map, with what the user changed in that one.
    void setKeyMap(const QString& id);

    QList<QKeySequence> defaultKeys(const QString& id) const;
    void setKeys(const QString& id, const QList<QKeySequence>& keys);
    // Another action whose keys these are, in the same scope or the window's; nullptr if they are free.
    QAction* conflict(const QString& id, const QKeySequence& keys) const;

    void retranslate();

 Q_SIGNALS:
    void keysChanged();

 private:
    struct Entry {
        const ActionSpec* spec = nullptr;  // of those that were adopted, nullptr
        QAction* action = nullptr;
    };

    void assign(const Entry& entry, const QList<QKeySequence>& keys);
    QList<QKeySequence> keptKeys(const QString& id, const QHash<QString, QStringList>& own) const;
    void refreshTooltip(QAction* action) const;

    AppSettings& settings_;
    QString keyMap_;
    std::vector<QAction*> actions_;
    QHash<QString, Entry> entries_;
    std::set<QString> withWork_;
    std::vector<std::unique_ptr<ActionSpec>> added_;
};

}  // namespace kinora
