// Pictures as planes, and back.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <utility>
#include <vector>

#include "core/base/image.h"
#include "core/base/planar_image.h"

namespace kinora::test {

// Red, green and blue as planes, of whose second and third every other column or row is left out. `lowest` goes into the bits of a sample that
// the picture does not have.
inline PlanarImage planar(const Image& image, int across, int down, int bits = 8, int lowest = 0) {
    const int bytes = bits == 8 ? 1 : 2;
    const auto samples = std::make_shared<std::vector<std::uint8_t>>();
    samples->reserve(image.rgb().size() * static_cast<std::size_t>(bytes));  // it never moves
    PlanarImage planes;
    planes.bits = bits;
    planes.owner = samples;
    for (int plane = 0; plane < 3; ++plane) {
        const int x_step = plane == 0 ? 1 : 1 + across;
        const int y_step = plane == 0 ? 1 : 1 + down;
        const int width = (image.width() + x_step - 1) / x_step;
        planes.planes[static_cast<std::size_t>(plane)] = {samples->data() + samples->size(), width * bytes, width, (image.height() + y_step - 1) / y_step};
        for (int y = 0; y < image.height(); y += y_step) {
            for (int x = 0; x < image.width(); x += x_step) {
                const auto sample = static_cast<std::uint16_t>((image.row(y)[3 * x + plane] << (bits - 8)) + lowest);
                std::array<std::uint8_t, 2> parts = {static_cast<std::uint8_t>(sample)};
                if (bytes == 2) {
                    std::memcpy(parts.data(), &sample, sizeof(sample));
                }
                samples->insert(samples->end(), parts.begin(), parts.begin() + bytes);
            }
        }
    }
    return planes;
}

inline int sample_at(const PlanarImage& image, std::size_t plane, int x, int y) {
    const std::uint8_t* const row = image.planes[plane].samples + image.planes[plane].stride * y;
    if (image.bits == 8) {
        return row[x];
    }
    std::uint16_t sample = 0;
    std::memcpy(&sample, row + 2 * x, sizeof(sample));
    return sample;
}

// Each plane as a grey picture, without the bits that a picture does not have.
inline std::vector<Image> planes_of(const PlanarImage& image) {
    std::vector<Image> pictures;
    for (std::size_t i = 0; i < image.planes.size(); ++i) {
        const PlanarImage::Plane& plane = image.planes[i];
        std::vector<std::uint8_t> rgb;
        for (int y = 0; y < plane.height; ++y) {
            for (int x = 0; x < plane.width; ++x) {
                rgb.insert(rgb.end(), 3, static_cast<std::uint8_t>(sample_at(image, i, x, y) >> (image.bits - 8)));
            }
        }
        pictures.emplace_back(plane.width, plane.height, std::move(rgb));
    }
    return pictures;
}

}  // namespace kinora::test
