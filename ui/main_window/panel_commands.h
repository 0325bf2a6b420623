// The commands that are given in panels, for the menus, the palette and the shortcut editor.
#pragma once

#include <functional>

namespace kinora {

class ActionRegistry;
class AppSettings;
class GeneratePanel;
class KeyframePanel;
class ModelsPanel;
class Monitor;

// All outlive the panels.
struct CommandPanels {
    GeneratePanel& generate;
    KeyframePanel& keyframes;
    ModelsPanel& models;
    Monitor& monitor;
};

// `showDock` brings up the dock of that name.
void connectPanelCommands(const CommandPanels& panels, ActionRegistry& actions, AppSettings& settings,
                          const std::function<void(const char* dock)>& showDock);

}  // namespace kinora
