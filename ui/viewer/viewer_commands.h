// What can be done in a monitor by keys: one table for its pages, the menus, the palette and the shortcut editor.
#pragma once

#include <cstdint>
#include <span>

#include "ui/actions/action_table.h"

namespace kinora {

// In the order of the table.
enum class ViewerCommand : std::int8_t {
    none = -1,
    play,
    shuttleBackward,
    stop,
    shuttleForward,
    frameBack,
    frameOn,
    secondBack,
    secondOn,
    toStart,
    toEnd,
    setIn,
    setOut,
    toIn,
    toOut,
    clearIn,
    clearOut,
    clearRange,
    loop,
    mute,
    zoomIn,
    zoomOut,
    fit,
    actualSize,
    fullScreen,
    previousStep,
    nextStep,
    wipeLeft,
    wipeRight,
};

std::span<const ActionSpec> viewerCommands();

}  // namespace kinora
