#include "ui/viewer/viewer_commands.h"

#include <QtGlobal>

namespace kinora {

namespace {

constexpr const char* words = "kinora::ViewerCommands";
constexpr ActionScope scope = ActionScope::viewer;

constexpr ActionSpec table[] = {
    {"viewer.play", QT_TRANSLATE_NOOP("kinora::ViewerCommands", "Play or stop"), "", "Space", "Space", false, scope, words},
    {"viewer.shuttleBackward", QT_TRANSLATE_NOOP("kinora::ViewerCommands", "Play backwards, faster each time"), "", "J", "J", false, scope, words},
    {"viewer.stop", QT_TRANSLATE_NOOP("kinora::ViewerCommands", "Stop"), "", "K", "K", false, scope, words},
    {"viewer.shuttleForward", QT_TRANSLATE_NOOP("kinora::ViewerCommands", "Play forwards, faster each time"), "", "L", "L", false, scope, words},
    {"viewer.frameBack", QT_TRANSLATE_NOOP("kinora::ViewerCommands", "One frame back"), "", "Left", "Left", false, scope, words},
    {"viewer.frameOn", QT_TRANSLATE_NOOP("kinora::ViewerCommands", "One frame on"), "", "Right", "Right", false, scope, words},
    {"viewer.secondBack", QT_TRANSLATE_NOOP("kinora::ViewerCommands", "One second back"), "", "Shift+Left", "Shift+Left", false, scope, words},
    {"viewer.secondOn", QT_TRANSLATE_NOOP("kinora::ViewerCommands", "One second on"), "", "Shift+Right", "Shift+Right", false, scope, words},
    {"viewer.toStart", QT_TRANSLATE_NOOP("kinora::ViewerCommands", "To the first frame"), "", "Home", "Home", false, scope, words},
    {"viewer.toEnd", QT_TRANSLATE_NOOP("kinora::ViewerCommands", "To the last frame"), "", "End", "End", false, scope, words},
    {"viewer.setIn", QT_TRANSLATE_NOOP("kinora::ViewerCommands", "Set the in point"), "", "I", "I", false, scope, words},
    {"viewer.setOut", QT_TRANSLATE_NOOP("kinora::ViewerCommands", "Set the out point"), "", "O", "O", false, scope, words},
    {"viewer.toIn", QT_TRANSLATE_NOOP("kinora::ViewerCommands", "To the in point"), "", "Shift+I", "Shift+I", false, scope, words},
    {"viewer.toOut", QT_TRANSLATE_NOOP("kinora::ViewerCommands", "To the out point"), "", "Shift+O", "Shift+O", false, scope, words},
    {"viewer.clearIn", QT_TRANSLATE_NOOP("kinora::ViewerCommands", "Clear the in point"), "", "Alt+I", "Ctrl+Shift+I", false, scope, words},
    {"viewer.clearOut", QT_TRANSLATE_NOOP("kinora::ViewerCommands", "Clear the out point"), "", "Alt+O", "Ctrl+Shift+O", false, scope, words},
    {"viewer.clearRange", QT_TRANSLATE_NOOP("kinora::ViewerCommands", "Clear in and out point"), "", "Alt+X", "Ctrl+Shift+X", false, scope, words},
    {"viewer.loop", QT_TRANSLATE_NOOP("kinora::ViewerCommands", "Loop"), "", "Shift+L", "Shift+L", false, scope, words},
    {"viewer.mute", QT_TRANSLATE_NOOP("kinora::ViewerCommands", "Mute or unmute the sound"), "", "M", "M", false, scope, words},
    {"viewer.zoomIn", QT_TRANSLATE_NOOP("kinora::ViewerCommands", "Zoom in"), "", "+; =", "+; =", false, scope, words},
    {"viewer.zoomOut", QT_TRANSLATE_NOOP("kinora::ViewerCommands", "Zoom out"), "", "-", "-", false, scope, words},
    {"viewer.fit", QT_TRANSLATE_NOOP("kinora::ViewerCommands", "Fit the picture"), "", "0", "0; Shift+Z", false, scope, words},
    {"viewer.actualSize", QT_TRANSLATE_NOOP("kinora::ViewerCommands", "The clip's own pixels"), "", "1", "1", false, scope, words},
    {"viewer.fullScreen", QT_TRANSLATE_NOOP("kinora::ViewerCommands", "Picture on the full screen"), "", "F", "F; Ctrl+`", false, scope, words},
    {"viewer.previousStep", QT_TRANSLATE_NOOP("kinora::ViewerCommands", "Preview: one step back"), "", "Down", "Down", false, scope, words},
    {"viewer.nextStep", QT_TRANSLATE_NOOP("kinora::ViewerCommands", "Preview: one step on"), "", "Up", "Up", false, scope, words},
    {"viewer.wipeLeft", QT_TRANSLATE_NOOP("kinora::ViewerCommands", "Move the wipe to the left"), "", "[", "[", false, scope, words},
    {"viewer.wipeRight", QT_TRANSLATE_NOOP("kinora::ViewerCommands", "Move the wipe to the right"), "", "]", "]", false, scope, words},
};

}  // namespace

std::span<const ActionSpec> viewerCommands() {
    return table;
}

}  // namespace kinora
