// Frames of a clip laid out along a line: frame i has a share of it from xOf(i) to xOf(i + 1). No painting.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace kinora {

struct FrameScale {
    std::int64_t first = 0;
    std::int64_t numFrames = 1;
    double left = 0.0;   // pixels
    double width = 1.0;  // pixels

    double perFrame() const { return width / static_cast<double>(std::max<std::int64_t>(numFrames, 1)); }
    double xOf(std::int64_t frame) const { return left + static_cast<double>(frame - first) * perFrame(); }
    double middleOf(std::int64_t frame) const { return xOf(frame) + perFrame() / 2.0; }

    // The frame whose share holds x, or the nearest there is.
    std::int64_t frameAt(double x) const {
        const auto place = static_cast<std::int64_t>(std::floor((x - left) / perFrame()));
        return first + std::clamp<std::int64_t>(place, 0, std::max<std::int64_t>(numFrames - 1, 0));
    }

    // How many frames a distance in pixels is, rounded to the nearest.
    std::int64_t framesIn(double pixels) const { return std::llround(pixels / perFrame()); }

    // The smallest handy number of frames between labels that are `pixels` wide.
    std::int64_t labelStep(double pixels) const {
        constexpr std::int64_t most = std::int64_t{1} << 40;
        for (std::int64_t power = 1; power < most; power *= 10) {
            for (const std::int64_t factor : {1, 2, 5}) {
                if (static_cast<double>(factor * power) * perFrame() >= pixels) {
                    return factor * power;
                }
            }
        }
        return most;
    }
};

}  // namespace kinora
