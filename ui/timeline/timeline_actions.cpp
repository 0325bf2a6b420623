#include "ui/timeline/timeline_actions.h"

#include <QAction>
#include <QEvent>

#include <algorithm>

#include "ui/actions/action_registry.h"
#include "ui/timeline/timeline_panel.h"
#include "ui/timeline/timeline_view.h"

namespace kinora {

namespace {

// The window has them for all of the document.
bool isOfWindow(TimelineCommand command) {
    return command == TimelineCommand::undo || command == TimelineCommand::redo;
}

void refresh(ActionRegistry& actions, const TimelineCommands& commands, const CommandEntry& entry) {
    QAction* action = actions.action(QString::fromLatin1(entry.id));
    const QString why = commands.whyNot(entry.command);
    action->setEnabled(why.isEmpty());
    action->setStatusTip(why);
}

}  // namespace

TimelineActions::TimelineActions(TimelinePanel& panel, ActionRegistry& actions, QObject* parent)
    : QObject(parent), panel_(panel), actions_(actions) {
    for (const CommandEntry& entry : TimelineCommands::table()) {
        if (isOfWindow(entry.command)) {
            panel_.commands().setKeys(entry.command, {});
            continue;
        }
        actions_.add({.id = entry.id,
                      .text = entry.text,
                      .icon = "",
                      .keys = entry.keys,
                      .premiereKeys = entry.premiereKeys == nullptr ? entry.keys : entry.premiereKeys,
                      .scope = ActionScope::timeline,
                      .context = "kinora::TimelineCommands"});
        actions_.on(QString::fromLatin1(entry.id), this, [this, command = entry.command] {
            Q_EMIT triggered();
            panel_.view()->setFocus();
            panel_.commands().run(command);
            panel_.state().document().endMerging();
        });
    }
    connect(&actions_, &ActionRegistry::keysChanged, this, &TimelineActions::takeKeys);
    connect(&panel_.state(), &TimelineState::documentChanged, this, &TimelineActions::refreshEnabled);
    connect(&panel_.state(), &TimelineState::selectionChanged, this, &TimelineActions::refreshEnabled);
    connect(&panel_.state(), &TimelineState::settingsChanged, this, &TimelineActions::refreshEnabled);
    connect(&panel_.state(), &TimelineState::playheadChanged, this, &TimelineActions::refreshEnabled);
    connect(&panel_.state(), &TimelineState::missingChanged, this, &TimelineActions::refreshEnabled);
    connect(&panel_.state(), &TimelineState::clipboardChanged, this, &TimelineActions::refreshEnabled);
    // Several times a second while a clip is interpolated: only what it changes.
    const auto stopping = std::ranges::find(TimelineCommands::table(), TimelineCommand::stopInterpolating, &CommandEntry::command);
    connect(&panel_.state(), &TimelineState::notesChanged, this, [this, stopping] { refresh(actions_, panel_.commands(), *stopping); });
    panel_.installEventFilter(this);
    takeKeys();
    refreshEnabled();
}

bool TimelineActions::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        refreshEnabled();  // why something cannot be done is said in words
    }
    return QObject::eventFilter(watched, event);
}

void TimelineActions::takeKeys() {
    for (const CommandEntry& entry : TimelineCommands::table()) {
        if (!isOfWindow(entry.command)) {
            panel_.commands().setKeys(entry.command, actions_.action(QString::fromLatin1(entry.id))->shortcuts());
        }
    }
    panel_.refreshTips();
}

void TimelineActions::refreshEnabled() {
    for (const CommandEntry& entry : TimelineCommands::table()) {
        if (!isOfWindow(entry.command)) {
            refresh(actions_, panel_.commands(), entry);
        }
    }
}

}  // namespace kinora
