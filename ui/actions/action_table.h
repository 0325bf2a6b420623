// Every command of the program, once: its name, its icon, and its keys in each key map.
#pragma once

#include <span>

namespace kinora {

// Which widgets a command's keys work in.
enum class ActionScope : unsigned char { window, queue, timeline, viewer, curve };

struct ActionSpec {
    const char* id;           // "file.open"
    const char* text;         // for translation
    const char* icon;         // a name in resources/icons, or ""
    const char* keys;         // of the key map "kinora"; portable text, several with "; " between them
    const char* premiereKeys;
    bool isCheckable = false;
    ActionScope scope = ActionScope::window;
    const char* context = "kinora::Actions";  // of the translation
};

std::span<const ActionSpec> actionTable();

}  // namespace kinora
