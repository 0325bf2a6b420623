// Pictures that tell which frame they are, also after a lossy codec.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "core/base/image.h"

namespace kinora::test {

inline constexpr int number_bits = 8;

// A gradient that moves from frame to frame. Its top rows hold `number` in binary: one block of black or white a bit.
inline Image numbered_picture(int width, int height, int number) {
    std::vector<std::uint8_t> rgb;
    rgb.reserve(std::size_t{3} * static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    const int block = width / number_bits;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            if (y < height / 4 && block > 0 && x / block < number_bits) {
                const auto level = static_cast<std::uint8_t>((number >> (x / block) & 1) != 0 ? 235 : 20);
                rgb.insert(rgb.end(), {level, level, level});
            } else {
                rgb.push_back(static_cast<std::uint8_t>(40 + (x * 3 + number * 7) % 160));
                rgb.push_back(static_cast<std::uint8_t>(40 + (y * 2 + number * 3) % 160));
                rgb.push_back(static_cast<std::uint8_t>(60 + (x + y + number * 5) % 130));
            }
        }
    }
    return Image(width, height, std::move(rgb));
}

// The number in a picture of the above, possibly compressed.
inline int number_in(const Image& image) {
    int number = 0;
    const int block = image.width() / number_bits;
    for (int bit = 0; bit < number_bits; ++bit) {
        const int x = block * bit + block / 2;
        const int green = image.row(image.height() / 8)[3 * x + 1];
        number |= (green > 128 ? 1 : 0) << bit;
    }
    return number;
}

// Every sample random: nothing that a codec could guess.
inline Image noise_picture(int width, int height, std::uint32_t seed) {
    std::vector<std::uint8_t> rgb(std::size_t{3} * static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    std::uint32_t state = seed * 2654435761u + 1;
    for (std::uint8_t& sample : rgb) {
        state = state * 1664525u + 1013904223u;
        sample = static_cast<std::uint8_t>(state >> 24);
    }
    return Image(width, height, std::move(rgb));
}

inline Image flat_picture(int width, int height, std::uint8_t red, std::uint8_t green, std::uint8_t blue) {
    std::vector<std::uint8_t> rgb;
    for (int i = 0; i < width * height; ++i) {
        rgb.insert(rgb.end(), {red, green, blue});
    }
    return Image(width, height, std::move(rgb));
}

// The largest difference between two samples; 256 if the sizes differ.
inline int largest_difference(const Image& a, const Image& b) {
    if (a.width() != b.width() || a.height() != b.height()) {
        return 256;
    }
    int largest = 0;
    for (std::size_t i = 0; i < a.rgb().size(); ++i) {
        largest = std::max(largest, std::abs(static_cast<int>(a.rgb()[i]) - static_cast<int>(b.rgb()[i])));
    }
    return largest;
}

}  // namespace kinora::test
