#include "ui/timeline/timeline_menu.h"

#include <QAction>
#include <QMenu>

#include <initializer_list>
#include <utility>

#include "ui/timeline/timeline_commands.h"

namespace kinora {

namespace {

QAction* addCommand(QMenu& menu, const TimelineCommands& commands, TimelineCommand command, const QString& why) {
    QAction* action = menu.addAction(TimelineCommands::text(command));
    action->setShortcut(commands.keysOf(command).value(0));
    action->setShortcutContext(Qt::WidgetShortcut);  // shown; the timeline takes the keys itself
    action->setEnabled(why.isEmpty());
    action->setToolTip(why);
    return action;
}

}  // namespace

QMenu* makeTimelineMenu(TimelineCommands& commands, QWidget* parent) {
    using enum TimelineCommand;
    auto* menu = new QMenu(parent);
    menu->setToolTipsVisible(true);
    const std::initializer_list<std::initializer_list<TimelineCommand>> sections = {
        {extendForwards, extendBackwards, fillGap, regenerate, loop, blend, restyle, segments, holdKeyframe},
        {interpolate, stopInterpolating},
        {takes, relink, remake, makeMissing, giveUp},
        {split, cut, copy, paste, lift, rippleDelete, closeGap},
        {group, ungroup, muteSound, marker},
        {addTrack, removeTrack, moveTrackUp, moveTrackDown},
    };
    for (const auto& section : sections) {
        if (!menu->isEmpty()) {
            menu->addSeparator();
        }
        for (const TimelineCommand command : section) {
            QAction* action = addCommand(*menu, commands, command, commands.whyNot(command));
            QObject::connect(action, &QAction::triggered, &commands, [&commands, command] { commands.run(command); });
        }
    }
    return menu;
}

QMenu* makeTrackMenu(TimelineCommands& commands, TrackId track, QWidget* parent) {
    auto* menu = new QMenu(parent);
    menu->setToolTipsVisible(true);
    const std::initializer_list<std::pair<TimelineCommand, TrackCommand>> entries = {{TimelineCommand::addTrack, TrackCommand::add},
                                                                                     {TimelineCommand::moveTrackUp, TrackCommand::moveUp},
                                                                                     {TimelineCommand::moveTrackDown, TrackCommand::moveDown},
                                                                                     {TimelineCommand::removeTrack, TrackCommand::remove}};
    for (const auto& [command, onTrack] : entries) {
        QAction* action = addCommand(*menu, commands, command, commands.tracks().whyNot(onTrack, track));
        QObject::connect(action, &QAction::triggered, &commands, [&commands, onTrack = onTrack, track] { commands.tracks().run(onTrack, track); });
    }
    return menu;
}

}  // namespace kinora
