// What lies over a whole picture: weather and style.
#pragma once

#include <cstdint>

#include "core/model/training/world/choices.h"
#include "core/model/training/world/painter.h"

namespace kinora::training {

void draw_weather(Canvas& canvas, WeatherKind weather, std::uint64_t seed, float time);

// For the styles that change a finished picture: watercolour, pixel art, black and white.
void apply_style(Canvas& canvas, StyleKind style, std::uint64_t seed);

}  // namespace kinora::training
