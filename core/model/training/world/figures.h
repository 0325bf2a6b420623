// What the objects of the world look like.
#pragma once

#include <vector>

#include "core/model/training/world/choices.h"
#include "core/model/training/world/painter.h"

namespace kinora::training {

// An object in local coordinates, about one unit in each direction around the origin, looking to the right.
struct Figure {
    std::vector<Layer> layers;
    std::vector<Primitive> silhouette;  // what the outline goes around
    float bottom = 0.9f;                // how far the lowest point lies under the origin
};

// `time` in seconds moves what moves by itself (fins, wings, flames); `roll` in radians turns wheels.
Figure make_figure(ObjectKind kind, const Colour& colour, float time, float roll);

// Drawn before the figure's layers: a dark line around it, so that it stands out from every background.
Layer outline_of(const Figure& figure, const Colour& colour);

// The radius of an object of no particular size in a frame of that half size, in world units; scenes vary it a little.
float usual_radius(Point half_size);

Colour colour_of(ColourName name);  // of `none`: a grey

// True of objects that keep their height when nothing moves them up or down: they float in the air and do not stand.
bool floats(ObjectKind kind);
// True of objects that look to where they go.
bool has_front(ObjectKind kind);
// True of objects that roll when they move sideways on the ground.
bool rolls(ObjectKind kind);

}  // namespace kinora::training
