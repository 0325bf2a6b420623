#include "ui/main_window/panel_commands.h"

#include <QAction>
#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>

#include <utility>
#include <vector>

#include "ui/actions/action_registry.h"
#include "ui/actions/button_actions.h"
#include "ui/generate/generate_panel.h"
#include "ui/keyframes/keyframe_panel.h"
#include "ui/models/models_panel.h"
#include "ui/session/app_settings.h"
#include "ui/viewer/compare_view.h"
#include "ui/viewer/live_preview.h"
#include "ui/viewer/monitor.h"

namespace kinora {

namespace {

void connectPages(Monitor& monitor, ActionRegistry& actions, const std::function<void()>& show) {
    using Mode = Monitor::Mode;
    const std::vector<std::pair<Mode, QAction*>> pages = {{Mode::clip, actions.action(QStringLiteral("monitor.clip"))},
                                                          {Mode::timeline, actions.action(QStringLiteral("monitor.timeline"))},
                                                          {Mode::live, actions.action(QStringLiteral("monitor.live"))},
                                                          {Mode::compare, actions.action(QStringLiteral("monitor.compare"))}};
    const auto check = [pages, &monitor] {
        for (const auto& [mode, action] : pages) {
            action->setChecked(mode == monitor.mode());
        }
    };
    for (const auto& [mode, action] : pages) {
        actions.on(ActionRegistry::idOf(action), &monitor, [&monitor, check, show, page = mode] {
            show();
            monitor.setMode(page);
            check();  // the action of the page that is seen already unchecks itself
        });
    }
    QObject::connect(&monitor, &Monitor::modeChanged, &monitor, check);
    check();
}

void connectPreviewSwitch(Monitor& monitor, ActionRegistry& actions, AppSettings& settings) {
    QAction* isOn = actions.action(QStringLiteral("preview.on"));
    const auto check = [isOn, &settings] { isOn->setChecked(settings.previewsEnabled()); };
    actions.on(QStringLiteral("preview.on"), &monitor, [&settings, isOn] { settings.setPreviewsEnabled(isOn->isChecked()); });
    QObject::connect(&settings, &AppSettings::previewsChanged, &monitor, check);
    check();
}

void connectPaste(KeyframePanel& keyframes, const Monitor& monitor, ActionRegistry& actions, const std::function<void()>& show) {
    QAction* paste = actions.action(QStringLiteral("keyframe.paste"));
    const auto refresh = [paste] {
        const bool canPaste = KeyframeStrip::canPaste();
        paste->setEnabled(canPaste);
        paste->setStatusTip(canPaste ? QString()
                                     : QCoreApplication::translate("kinora::ButtonActions", "The clipboard holds no picture and no file."));
    };
    actions.on(QStringLiteral("keyframe.paste"), &keyframes, [&keyframes, show] {
        show();
        keyframes.strip().paste();
    });
    QObject::connect(QGuiApplication::clipboard(), &QClipboard::dataChanged, &keyframes, refresh);
    QObject::connect(&monitor, &Monitor::retranslated, &keyframes, refresh);  // the reason is said in words
    refresh();
}

}  // namespace

void connectPanelCommands(const CommandPanels& panels, ActionRegistry& actions, AppSettings& settings,
                          const std::function<void(const char* dock)>& showDock) {
    const auto join = [&](const std::vector<ButtonCommand>& commands, const std::function<void()>& show) {
        for (const ButtonCommand& command : commands) {
            joinButton(actions, command, show);
        }
    };
    const auto dock = [showDock](const char* name) { return [showDock, name] { showDock(name); }; };
    const auto page = [showDock, &monitor = panels.monitor](Monitor::Mode mode) {
        return [showDock, &monitor, mode] {
            showDock("monitor");
            monitor.setMode(mode);
        };
    };
    join(panels.generate.buttonCommands(), dock("generate"));
    join(panels.keyframes.buttonCommands(), dock("keyframes"));
    join(panels.models.buttonCommands(), dock("models"));
    join(panels.monitor.livePreview().buttonCommands(), page(Monitor::Mode::live));
    join(panels.monitor.compareView().buttonCommands(), page(Monitor::Mode::compare));
    connectPages(panels.monitor, actions, dock("monitor"));
    connectPreviewSwitch(panels.monitor, actions, settings);
    connectPaste(panels.keyframes, panels.monitor, actions, dock("keyframes"));
}

}  // namespace kinora
