// Whether two successive pictures belong to one shot.
#pragma once

#include "core/base/image.h"

namespace kinora {

// scene_change() above which two pictures belong to different shots: real footage moved by up to 0.44 within shots and by 0.61 and more
// over cuts.
inline constexpr double scene_cut_threshold = 0.55;

// How badly the second picture can be put together from moved parts of the first: 0 for equal pictures, around 1 where its
// parts help no more than flat grey. Changes of light count little. Pictures whose light and colours lie alike are of one shot, however much
// is new in detail (water, leaves, crowds): they come to scene_cut_threshold at most.
double scene_change(const Image& first, const Image& second);

// True if nothing should be interpolated between the two.
bool is_scene_cut(const Image& first, const Image& second);
bool is_scene_cut(double scene_change);

// True for two pictures of one shot of which so much changes that motion alone will hardly explain it: what lies between them
// comes out as a blend, or torn.
bool is_hard_to_bridge(double scene_change);

// True if the two show the same, but for the noise of compression: animation on twos and threes, film that was brought to a
// higher rate by repeating frames.
bool is_duplicate_frame(const Image& first, const Image& second);

}  // namespace kinora
