// Pictures whose motion is known at every moment.
#pragma once

#include <cmath>
#include <cstdint>
#include <functional>
#include <vector>

#include "core/base/image.h"

namespace kinora::test {

// A smooth texture without repetition, around 128, sampled anywhere.
inline double texture(double x, double y, double seed = 0.0) {
    // Waves of many lengths and directions: few of them alone repeat within the picture.
    return 128.0 + 24.0 * std::sin(0.31 * x + 0.07 * y + seed) + 20.0 * std::sin(0.23 * y - 0.11 * x + 1.7 * seed) +
           18.0 * std::sin(0.13 * x + 0.19 * y + 2.3 * seed) + 16.0 * std::sin(0.071 * x - 0.053 * y + 3.1 * seed) +
           14.0 * std::sin(0.029 * x + 0.047 * y + 0.6 * seed) + 12.0 * std::sin(0.19 * x - 0.17 * y + 1.2 * seed);
}

inline Image painted(int width, int height, const std::function<double(double x, double y)>& gray) {
    std::vector<std::uint8_t> rgb;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const double value = std::min(std::max(gray(x, y), 0.0), 255.0);
            rgb.push_back(static_cast<std::uint8_t>(value + 0.5));
            rgb.push_back(static_cast<std::uint8_t>(value * 0.8 + 10.5));
            rgb.push_back(static_cast<std::uint8_t>(255.5 - value));
        }
    }
    return Image(width, height, std::move(rgb));
}

// The whole picture has moved by (dx, dy).
inline Image moved_texture(int width, int height, double dx, double dy) {
    return painted(width, height, [&](double x, double y) { return texture(x - dx, y - dy); });
}

// A textured square of `side` pixels with its corner at (left, top) before a texture that stands still.
inline Image square_before_texture(int width, int height, double left, double top, double side) {
    return painted(width, height, [&](double x, double y) {
        const bool is_inside = x >= left && x < left + side && y >= top && y < top + side;
        return is_inside ? 255.0 - 0.7 * texture(1.9 * (x - left), 1.7 * (y - top), 2.0) : 0.6 * texture(x, y) + 90.0;
    });
}

// Mean squared difference as PSNR in dB, over the pixels at least `margin` from the edge.
inline double psnr(const Image& a, const Image& b, int margin = 0) {
    double squares = 0.0;
    std::size_t count = 0;
    for (int y = margin; y < a.height() - margin; ++y) {
        for (int i = 3 * margin; i < 3 * (a.width() - margin); ++i) {
            const double difference = static_cast<double>(a.row(y)[i]) - b.row(y)[i];
            squares += difference * difference;
            ++count;
        }
    }
    return 10.0 * std::log10(255.0 * 255.0 / std::max(squares / static_cast<double>(count), 1e-6));
}

inline Image average(const Image& a, const Image& b) {
    std::vector<std::uint8_t> rgb;
    for (std::size_t i = 0; i < a.rgb().size(); ++i) {
        rgb.push_back(static_cast<std::uint8_t>((a.rgb()[i] + b.rgb()[i] + 1) / 2));
    }
    return Image(a.width(), a.height(), std::move(rgb));
}

}  // namespace kinora::test
