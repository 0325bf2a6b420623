// Commands that are buttons somewhere: the registry's action presses the button, can be given when the button can be pressed, and is
// checked when it is.
#pragma once

#include <functional>

class QAbstractButton;

namespace kinora {

class ActionRegistry;

struct ButtonCommand {
    const char* id;           // of the registry's table
    QAbstractButton* button;
    const char* whyNot = "";  // said where it cannot be pressed; for translation in "kinora::ButtonActions"
};

// `show` brings up what the button belongs to before it is pressed. The registry outlives the button.
void joinButton(ActionRegistry& actions, const ButtonCommand& command, const std::function<void()>& show);

}  // namespace kinora
