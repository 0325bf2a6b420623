// Square patches of a picture's colours from between its pixels. Private to core/media.
#pragma once

#include <array>
#include <cstdint>

#include <opencv2/core.hpp>

#include "core/base/image.h"

namespace kinora {

inline constexpr int color_patch_size = 16;  // pixels on each side
inline constexpr int num_colors = 3;

// Red, green and blue planes of one patch, row by row. Values may lie a little outside 0 … 255.
struct ColorPatch {
    static constexpr int one = 16;  // a grey value
    static constexpr int area = color_patch_size * color_patch_size;
    alignas(16) std::array<std::int16_t, num_colors * area> values;
};

// A picture laid out for cubic interpolation (Keys 1981, a = -1/2) of whole patches, continued past its edges.
class PatchSampler {
 public:
    explicit PatchSampler(const Image& image);

    // The patch whose first pixel is at (x, y), rounded to sixty-fourths of a pixel. Outside the picture lies the edge's colour.
    void sample(float x, float y, ColorPatch& patch) const;

    // The picture's own pixels of one colour.
    const std::uint8_t* row(std::size_t color, int y) const { return planes_[color].ptr(y + border) + border; }

 private:
    // From here on to the outside all pixels of a patch have the edge's colour.
    static constexpr int border = color_patch_size + 3;

    std::array<cv::Mat1b, num_colors> planes_;
};

}  // namespace kinora
