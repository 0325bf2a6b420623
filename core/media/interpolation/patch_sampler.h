// Square patches of a picture's colours from between its pixels. Private to core/media.
#pragma once

#include <array>
#include <cstdint>

#include <opencv2/core.hpp>

#include "core/base/image.h"
#include "core/base/planar_image.h"

namespace kinora {

inline constexpr int color_patch_size = 16;  // pixels on each side
inline constexpr int num_colors = 3;

// What a picture's three planes are.
struct PlaneLayout {
    bool is_rgb = true;     // red, green and blue, or brightness and two of colour …
    int halved_across = 0;  // … which have half as many columns if this is 1, …
    int halved_down = 0;    // … and half as many rows if this is
    int bits = 8;           // of a sample, 8 to 12; 256 grey values whatever they are

    int matrix_type() const { return bits == 8 ? CV_8UC1 : CV_16UC1; }

    cv::Size patch(std::size_t plane) const {
        return plane == 0 ? cv::Size(color_patch_size, color_patch_size)
                          : cv::Size(color_patch_size >> halved_across, color_patch_size >> halved_down);
    }

    // The rows of a plane that belong to these of the first, which begin with an even one.
    cv::Range rows(std::size_t plane, cv::Range of_first) const {
        const int down = plane == 0 ? 0 : halved_down;
        return {of_first.start >> down, (of_first.end + down) >> down};
    }
};

// The three planes of one patch, each row by row from the multiple of `area` on. A halved plane has half as many columns or rows. Values
// may lie a little outside 0 … 255.
struct ColorPatch {
    static constexpr int one = 64;  // a grey value of eight bits
    static constexpr int area = color_patch_size * color_patch_size;
    alignas(16) std::array<std::int16_t, num_colors * area> values;
};

// A picture laid out for cubic interpolation (Keys 1981, a = -1/2) of whole patches, continued past its edges.
class PatchSampler {
 public:
    explicit PatchSampler(const Image& image);  // red, green and blue
    explicit PatchSampler(const PlanarImage& image);

    PlaneLayout layout() const { return layout_; }

    // The patch whose first pixel is at (x, y), rounded to sixty-fourths of a plane's pixel. Outside the picture lies the edge's colour.
    void sample(float x, float y, ColorPatch& patch) const;

    // The picture's own samples in one plane: std::uint8_t if they have eight bits, or std::uint16_t.
    template <typename Sample>
    const Sample* row(std::size_t plane, int y) const {
        return planes_[plane].ptr<Sample>(y + border) + border;
    }
    cv::Size size(std::size_t plane) const;

 private:
    void take_plane(std::size_t index, const cv::Mat& plane);
    template <typename Sample>
    void sample_plane(std::size_t index, cv::Point place64, std::int16_t* out) const;

    // From here on to the outside all pixels of a patch have the edge's colour.
    static constexpr int border = color_patch_size + 3;

    PlaneLayout layout_;
    std::array<cv::Mat, num_colors> planes_;
};

}  // namespace kinora
