// How alike two patches are. Private to core/media.
#pragma once

#include <array>

#include "core/media/interpolation/patch_sampler.h"

namespace kinora {

// One number for each pixel of a patch, row by row.
using PatchPixels = std::array<float, ColorPatch::area>;

// How far two patches are apart at each pixel, in grey values: of red, green and blue on average, or of the brightness and, less, the
// colour. Returns the mean.
float measure_differences(const ColorPatch& a, const ColorPatch& b, PlaneLayout layout, PatchPixels& differences);

// Turns differences into weights: 1 for none, a half for `half`.
void weigh_differences(PatchPixels& differences, float half);

}  // namespace kinora
