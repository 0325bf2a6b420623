// Where the scenes of the world take place.
#pragma once

#include <cstdint>
#include <vector>

#include "core/model/training/world/choices.h"
#include "core/model/training/world/painter.h"

namespace kinora::training {

struct Background {
    Colour bottom, top;           // of the sky,
    float y0 = -1.0f, y1 = 1.0f;  // between these heights
    std::vector<Layer> layers;    // from back to front; nothing in them moves
    float floor = -0.7f;          // where objects stand
    float shadow = 0.25f;         // how dark the shadow on the floor is; 0: none
};

// `half_size` of the frame in world units. The seed places what is scattered about.
Background make_background(BackgroundKind kind, Point half_size, std::uint64_t seed);

// What moves by itself behind the objects, and before them (waves, bubbles).
std::vector<Layer> moving_background(BackgroundKind kind, Point half_size, std::uint64_t seed, float time);
std::vector<Layer> moving_foreground(BackgroundKind kind, Point half_size, std::uint64_t seed, float time);

}  // namespace kinora::training
