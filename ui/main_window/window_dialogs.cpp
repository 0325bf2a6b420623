#include "ui/main_window/window_dialogs.h"

#include <QWidget>

#include "ui/actions/action_registry.h"
#include "ui/actions/command_palette.h"
#include "ui/actions/shortcut_editor.h"
#include "ui/dialogs/about_dialog.h"
#include "ui/dialogs/preferences_dialog.h"

namespace kinora {

void connectWindowDialogs(QWidget& window, ActionRegistry& actions, AppSettings& settings) {
    actions.on(QStringLiteral("edit.shortcuts"), &window, [&window, &actions] {
        auto* editor = new ShortcutEditor(actions, &window);
        editor->setAttribute(Qt::WA_DeleteOnClose);
        editor->open();
    });
    actions.on(QStringLiteral("edit.preferences"), &window, [&window, &settings] {
        auto* dialog = new PreferencesDialog(settings, &window);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    });
    actions.on(QStringLiteral("view.palette"), &window, [&window, &actions] {
        auto* palette = new CommandPalette(actions, &window);
        palette->move(window.mapToGlobal(QPoint((window.width() - palette->width()) / 2, window.height() / 8)));
        palette->show();
    });
    actions.on(QStringLiteral("help.about"), &window, [&window] { showAbout(&window); });
}

}  // namespace kinora
