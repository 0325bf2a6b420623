// What can be done with the points of a strength curve by keys.
#pragma once

#include <cstdint>
#include <span>

#include "ui/actions/action_table.h"

namespace kinora {

// In the order of the table.
enum class CurveCommand : std::int8_t {
    none = -1,
    add,
    remove,
    frameBack,
    frameOn,
    tenBack,
    tenOn,
    stronger,
    weaker,
    muchStronger,
    muchWeaker,
    hold,
    linear,
    smooth,
};

std::span<const ActionSpec> curveCommands();

}  // namespace kinora
