// Sizes that a model can make.
#pragma once

namespace kinora {

struct PictureSize {
    int width = 0;
    int height = 0;
};

// The size whose sides are multiples of `multiple`, with about `area` pixels and the nearest aspect ratio to `aspect` (width :
// height) among its neighbours.
PictureSize size_for_aspect(double aspect, double area, int multiple);

}  // namespace kinora
