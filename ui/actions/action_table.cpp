#include "ui/actions/action_table.h"

#include <QtGlobal>

namespace kinora {

namespace {

constexpr ActionSpec table[] = {
    {"file.new", QT_TRANSLATE_NOOP("kinora::Actions", "&New Project"), "new", "Ctrl+N", "Ctrl+Alt+N"},
    {"file.open", QT_TRANSLATE_NOOP("kinora::Actions", "&Open Project…"), "open", "Ctrl+O", "Ctrl+O"},
    {"file.sample", QT_TRANSLATE_NOOP("kinora::Actions", "Open Sa&mple Project"), "", "", ""},
    {"file.save", QT_TRANSLATE_NOOP("kinora::Actions", "&Save"), "save", "Ctrl+S", "Ctrl+S"},
    {"file.saveAs", QT_TRANSLATE_NOOP("kinora::Actions", "Save &As…"), "", "Ctrl+Shift+S", "Ctrl+Shift+S"},
    {"file.versions", QT_TRANSLATE_NOOP("kinora::Actions", "&Earlier Versions…"), "", "", ""},
    {"file.export", QT_TRANSLATE_NOOP("kinora::Actions", "&Export…"), "export", "Ctrl+E", "Ctrl+M"},
    {"file.importCut", QT_TRANSLATE_NOOP("kinora::Actions", "Import &Cut (OpenTimelineIO)…"), "", "", ""},
    {"file.exportCut", QT_TRANSLATE_NOOP("kinora::Actions", "Export C&ut (OpenTimelineIO)…"), "", "", ""},
    {"file.takeSettings", QT_TRANSLATE_NOOP("kinora::Actions", "&Take Settings From a File…"), "", "", ""},
    {"file.quit", QT_TRANSLATE_NOOP("kinora::Actions", "&Quit"), "quit", "Ctrl+Q", "Ctrl+Q"},
    {"edit.undo", QT_TRANSLATE_NOOP("kinora::Actions", "&Undo"), "undo", "Ctrl+Z", "Ctrl+Z"},
    {"edit.redo", QT_TRANSLATE_NOOP("kinora::Actions", "&Redo"), "redo", "Ctrl+Shift+Z; Ctrl+Y", "Ctrl+Shift+Z"},
    {"edit.shortcuts", QT_TRANSLATE_NOOP("kinora::Actions", "&Keyboard Shortcuts…"), "keyboard", "Ctrl+Alt+K", "Ctrl+Alt+K"},
    {"edit.preferences", QT_TRANSLATE_NOOP("kinora::Actions", "&Preferences…"), "settings", "Ctrl+,", ""},
    {"generate.queue", QT_TRANSLATE_NOOP("kinora::Actions", "&Generate"), "generate", "Ctrl+Return", "Ctrl+Return"},
    {"generate.front", QT_TRANSLATE_NOOP("kinora::Actions", "Generate &First"), "front", "Ctrl+Shift+Return", "Ctrl+Shift+Return"},
    {"generate.cancel", QT_TRANSLATE_NOOP("kinora::Actions", "&Cancel Running Job"), "stop", "Ctrl+Alt+Return", "Ctrl+Alt+Return"},
    {"generate.prompt", QT_TRANSLATE_NOOP("kinora::Actions", "Edit &Prompt"), "edit", "Ctrl+L", "Ctrl+L"},
    {"generate.seed", QT_TRANSLATE_NOOP("kinora::Actions", "Draw New &Seed"), "dice", "Ctrl+D", ""},
    {"generate.lockSeed", QT_TRANSLATE_NOOP("kinora::Actions", "&Lock Seed"), "lock", "", "", true},
    {"queue.halt", QT_TRANSLATE_NOOP("kinora::Actions", "&Hold the Queue"), "hold", "", "", true},
    {"queue.pause", QT_TRANSLATE_NOOP("kinora::Actions", "&Pause Job"), "pause", "P", "P", false, ActionScope::queue},
    {"queue.resume", QT_TRANSLATE_NOOP("kinora::Actions", "&Resume Job"), "play", "R", "R", false, ActionScope::queue},
    {"queue.cancel", QT_TRANSLATE_NOOP("kinora::Actions", "&Cancel Job"), "cancel", "X", "X", false, ActionScope::queue},
    {"queue.finish", QT_TRANSLATE_NOOP("kinora::Actions", "&Finish Now"), "finish", "F", "F", false, ActionScope::queue},
    {"queue.retry", QT_TRANSLATE_NOOP("kinora::Actions", "&Try Again"), "retry", "T", "T", false, ActionScope::queue},
    {"queue.fix", QT_TRANSLATE_NOOP("kinora::Actions", "Do What the Car&d Offers"), "", "Return", "Return", false, ActionScope::queue},
    {"queue.duplicate", QT_TRANSLATE_NOOP("kinora::Actions", "&Duplicate with New Seed"), "duplicate", "D", "D", false, ActionScope::queue},
    {"queue.variations", QT_TRANSLATE_NOOP("kinora::Actions", "&Variations…"), "variations", "V", "V", false, ActionScope::queue},
    {"queue.edit", QT_TRANSLATE_NOOP("kinora::Actions", "&Edit Job…"), "edit", "F2", "F2", false, ActionScope::queue},
    {"queue.up", QT_TRANSLATE_NOOP("kinora::Actions", "Move &Up"), "up", "Ctrl+Up", "Ctrl+Up", false, ActionScope::queue},
    {"queue.down", QT_TRANSLATE_NOOP("kinora::Actions", "Move &Down"), "down", "Ctrl+Down", "Ctrl+Down", false, ActionScope::queue},
    {"queue.front", QT_TRANSLATE_NOOP("kinora::Actions", "Move to &Front"), "front", "Ctrl+Home", "Ctrl+Home", false, ActionScope::queue},
    {"queue.remove", QT_TRANSLATE_NOOP("kinora::Actions", "Re&move from List"), "remove", "Del", "Del", false, ActionScope::queue},
    {"queue.clear", QT_TRANSLATE_NOOP("kinora::Actions", "Remove All &Finished"), "", "", ""},
    {"view.palette", QT_TRANSLATE_NOOP("kinora::Actions", "&Find Command…"), "search", "Ctrl+K; F3", "Ctrl+K"},
    {"view.fullscreen", QT_TRANSLATE_NOOP("kinora::Actions", "&Full Screen"), "fullscreen", "F11", "Ctrl+F", true},
    {"view.dark", QT_TRANSLATE_NOOP("kinora::Actions", "&Dark"), "theme", "", "", true},
    {"view.light", QT_TRANSLATE_NOOP("kinora::Actions", "&Light"), "theme", "", "", true},
    {"layout.write", QT_TRANSLATE_NOOP("kinora::Actions", "&Write"), "layout", "Ctrl+1", "Alt+Shift+1"},
    {"layout.edit", QT_TRANSLATE_NOOP("kinora::Actions", "&Edit"), "layout", "Ctrl+2", "Alt+Shift+2"},
    {"layout.render", QT_TRANSLATE_NOOP("kinora::Actions", "&Render"), "layout", "Ctrl+3", "Alt+Shift+3"},
    {"layout.inspect", QT_TRANSLATE_NOOP("kinora::Actions", "&Inspect"), "layout", "Ctrl+4", "Alt+Shift+4"},
    {"layout.save", QT_TRANSLATE_NOOP("kinora::Actions", "&Save Layout As…"), "", "", ""},
    {"layout.reset", QT_TRANSLATE_NOOP("kinora::Actions", "Re&set Layout"), "", "", ""},
    {"language.system", QT_TRANSLATE_NOOP("kinora::Actions", "Language of the &System"), "language", "", "", true},
    {"assets.import", QT_TRANSLATE_NOOP("kinora::Actions", "&Import Media…"), "import", "Ctrl+I", "Ctrl+I"},
    {"assets.toTimeline", QT_TRANSLATE_NOOP("kinora::Actions", "&Add to Timeline"), "add", "", ""},
    {"assets.relink", QT_TRANSLATE_NOOP("kinora::Actions", "&Relink Missing…"), "link", "", ""},
    {"assets.find", QT_TRANSLATE_NOOP("kinora::Actions", "&Find Missing in the Media Folder"), "search", "", ""},
    {"assets.merge", QT_TRANSLATE_NOOP("kinora::Actions", "&Merge Duplicates"), "merge", "", ""},
    {"assets.remove", QT_TRANSLATE_NOOP("kinora::Actions", "Remove from &Project"), "remove", "", ""},
    {"models.addFolder", QT_TRANSLATE_NOOP("kinora::Actions", "&Add Model Folder…"), "folder", "", ""},
    {"models.refresh", QT_TRANSLATE_NOOP("kinora::Actions", "&Look for Models Again"), "refresh", "F5", ""},
    {"help.welcome", QT_TRANSLATE_NOOP("kinora::Actions", "&Welcome Page"), "info", "", ""},
    {"help.log", QT_TRANSLATE_NOOP("kinora::Actions", "Show &Log"), "log", "Ctrl+Shift+L", ""},
    {"help.about", QT_TRANSLATE_NOOP("kinora::Actions", "&About Kinora"), "info", "", ""},
};

}  // namespace

std::span<const ActionSpec> actionTable() {
    return table;
}

}  // namespace kinora
