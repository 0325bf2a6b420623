#include "ui/timeline/timeline_menu.h"

#include <QAction>
#include <QMenu>

#include <initializer_list>

#include "ui/timeline/timeline_commands.h"

namespace kinora {

QMenu* makeTimelineMenu(TimelineCommands& commands, QWidget* parent) {
    using enum TimelineCommand;
    auto* menu = new QMenu(parent);
    menu->setToolTipsVisible(true);
    const std::initializer_list<std::initializer_list<TimelineCommand>> sections = {
        {extendForwards, extendBackwards, fillGap, regenerate, loop, blend, restyle, segments, holdKeyframe},
        {interpolate, stopInterpolating},
        {takes, remake, makeMissing, giveUp},
        {split, cut, copy, paste, lift, rippleDelete, closeGap},
        {group, ungroup, muteSound, marker},
    };
    for (const auto& section : sections) {
        if (!menu->isEmpty()) {
            menu->addSeparator();
        }
        for (const TimelineCommand command : section) {
            QAction* action = menu->addAction(TimelineCommands::text(command));
            action->setShortcut(commands.keysOf(command).value(0));
            action->setShortcutContext(Qt::WidgetShortcut);  // shown; the timeline takes the keys itself
            const QString why = commands.whyNot(command);
            action->setEnabled(why.isEmpty());
            action->setToolTip(why);
            QObject::connect(action, &QAction::triggered, &commands, [&commands, command] { commands.run(command); });
        }
    }
    return menu;
}

}  // namespace kinora
