// A picture's luma at falling sizes, for motion search. Private to core/media.
#pragma once

#include <cstdint>
#include <vector>

#include <opencv2/core.hpp>

namespace kinora {

// One size of the pyramid. The picture is continued past its edges, so that patches may lie partly outside.
class GrayLevel {
 public:
    static constexpr int margin = 24;  // pixels on each side

    explicit GrayLevel(const cv::Mat1b& gray);

    int width() const { return width_; }
    int height() const { return height_; }
    // Pixel (x, y), where both may lie up to `margin` outside.
    const std::uint8_t* at(int x, int y) const { return padded_.ptr(y + margin) + x + margin; }
    std::ptrdiff_t stride() const { return static_cast<std::ptrdiff_t>(padded_.step); }
    const cv::Mat1b& padded() const { return padded_; }

 private:
    cv::Mat1b padded_;
    int width_ = 0;
    int height_ = 0;
};

// Each level has half the size of the one before; the last is the smallest of which both sides have `min_side` pixels, or
// the first if there is none.
std::vector<GrayLevel> gray_pyramid(const cv::Mat1b& gray, int min_side);

}  // namespace kinora
