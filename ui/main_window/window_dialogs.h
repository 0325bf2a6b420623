// The dialogs that belong to the whole program.
#pragma once

class QWidget;

namespace kinora {

class ActionRegistry;
class AppSettings;

// Opens them where their commands are given. All outlive the window.
void connectWindowDialogs(QWidget& window, ActionRegistry& actions, AppSettings& settings);

}  // namespace kinora
