#include "ui/viewer/transport_keys.h"

#include "ui/viewer/playback_controller.h"

namespace kinora {

namespace {

Qt::KeyboardModifiers modifiersOf(const QKeyEvent& event) {
    return event.modifiers() & ~Qt::KeypadModifier;
}

}  // namespace

bool TransportKeys::press(PlaybackController& controller, const QKeyEvent& event) {
    if (pressMark(controller, event) || pressMove(controller, event)) {
        return true;
    }
    if (modifiersOf(event) != Qt::NoModifier) {
        return false;
    }
    switch (event.key()) {
        case Qt::Key_Space:
            if (!event.isAutoRepeat()) {
                controller.togglePlay();
            }
            return true;
        case Qt::Key_J:
            holdsPause_ ? controller.step(-1) : controller.shuttleBackward();
            return true;
        case Qt::Key_K:
            holdsPause_ = true;
            controller.pause();
            return true;
        case Qt::Key_L:
            holdsPause_ ? controller.step(1) : controller.shuttleForward();
            return true;
        default:
            return false;
    }
}

void TransportKeys::release(const QKeyEvent& event) {
    if (event.key() == Qt::Key_K && !event.isAutoRepeat()) {
        holdsPause_ = false;
    }
}

bool TransportKeys::pressMark(PlaybackController& controller, const QKeyEvent& event) {
    const Qt::KeyboardModifiers modifiers = modifiersOf(event);
    const bool isIn = event.key() == Qt::Key_I;
    if (event.key() == Qt::Key_X && modifiers == Qt::AltModifier) {
        controller.setRange(std::nullopt, std::nullopt);
        return true;
    }
    if (!isIn && event.key() != Qt::Key_O) {
        return false;
    }
    if (modifiers == Qt::NoModifier) {
        isIn ? controller.setInPoint() : controller.setOutPoint();
    } else if (modifiers == Qt::ShiftModifier) {
        isIn ? controller.toInPoint() : controller.toOutPoint();
    } else if (modifiers == Qt::AltModifier) {
        isIn ? controller.clearInPoint() : controller.clearOutPoint();
    } else {
        return false;
    }
    return true;
}

bool TransportKeys::pressMove(PlaybackController& controller, const QKeyEvent& event) {
    const Qt::KeyboardModifiers modifiers = modifiersOf(event);
    if (modifiers != Qt::NoModifier && modifiers != Qt::ShiftModifier) {
        return false;
    }
    const bool isLarge = modifiers == Qt::ShiftModifier;
    switch (event.key()) {
        case Qt::Key_Left:
            isLarge ? controller.stepSeconds(-1) : controller.step(-1);
            return true;
        case Qt::Key_Right:
            isLarge ? controller.stepSeconds(1) : controller.step(1);
            return true;
        case Qt::Key_Home:
            controller.toStart();
            return true;
        case Qt::Key_End:
            controller.toEnd();
            return true;
        default:
            return false;
    }
}

}  // namespace kinora
