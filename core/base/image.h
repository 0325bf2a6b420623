// A picture in memory: 8-bit sRGB, rows without padding, on the CPU. The samples are shared and never change after
// creation, so copying an Image is cheap and safe from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/base/frame_time.h"

namespace kinora {

class Image {
 public:
    Image() = default;

    // `rgb` holds height rows of width RGB triples. Throws std::invalid_argument if its size is another.
    Image(int width, int height, std::vector<std::uint8_t> rgb);

    bool is_empty() const { return width_ == 0; }
    int width() const { return width_; }
    int height() const { return height_; }
    std::span<const std::uint8_t> rgb() const;
    const std::uint8_t* row(int y) const;

 private:
    int width_ = 0;
    int height_ = 0;
    std::shared_ptr<const std::vector<std::uint8_t>> rgb_;
};

// True if both have the same size and the same samples.
bool operator==(const Image& a, const Image& b);

struct VideoFrames {
    std::vector<Image> images;
    FrameRate frame_rate;
};

}  // namespace kinora
