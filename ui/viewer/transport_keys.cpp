#include "ui/viewer/transport_keys.h"

#include "ui/actions/widget_keys.h"
#include "ui/viewer/playback_controller.h"

namespace kinora {

bool TransportKeys::press(PlaybackController& controller, const WidgetKeys& keys, const QKeyEvent& event) {
    using enum ViewerCommand;
    const auto command = static_cast<ViewerCommand>(keys.commandOf(event));
    if (command == play && event.isAutoRepeat()) {
        return true;
    }
    holdsPause_ = holdsPause_ || command == stop;
    if (holdsPause_ && (command == shuttleBackward || command == shuttleForward)) {
        controller.step(command == shuttleForward ? 1 : -1);
        return true;
    }
    return run(controller, command);
}

void TransportKeys::release(const WidgetKeys& keys, const QKeyEvent& event) {
    if (!event.isAutoRepeat() && keys.isKeyOf(static_cast<int>(ViewerCommand::stop), event)) {
        holdsPause_ = false;
    }
}

bool TransportKeys::run(PlaybackController& controller, ViewerCommand command) {
    using enum ViewerCommand;
    switch (command) {
        case play: controller.togglePlay(); return true;
        case shuttleBackward: controller.shuttleBackward(); return true;
        case stop: controller.pause(); return true;
        case shuttleForward: controller.shuttleForward(); return true;
        case frameBack: controller.step(-1); return true;
        case frameOn: controller.step(1); return true;
        case secondBack: controller.stepSeconds(-1); return true;
        case secondOn: controller.stepSeconds(1); return true;
        case toStart: controller.toStart(); return true;
        case toEnd: controller.toEnd(); return true;
        case setIn: controller.setInPoint(); return true;
        case setOut: controller.setOutPoint(); return true;
        case toIn: controller.toInPoint(); return true;
        case toOut: controller.toOutPoint(); return true;
        case clearIn: controller.clearInPoint(); return true;
        case clearOut: controller.clearOutPoint(); return true;
        case clearRange: controller.setRange(std::nullopt, std::nullopt); return true;
        case loop: controller.setLoops(!controller.loops()); return true;
        default: return false;
    }
}

}  // namespace kinora
