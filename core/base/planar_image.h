// A picture as video files hold it: three planes of samples, the first of brightness, the others of colour, which may have half as
// many columns, rows or both (rounded up). What the samples mean is for whoever made them to know. Copying is cheap.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace kinora {

struct PlanarImage {
    struct Plane {
        const std::uint8_t* samples = nullptr;  // of one byte each, or of two, in the machine's order, if they have more than eight bits
        std::ptrdiff_t stride = 0;  // bytes from row to row
        int width = 0;
        int height = 0;
    };

    std::array<Plane, 3> planes;
    int bits = 8;  // of a sample: 8 to 12
    std::shared_ptr<const void> owner;  // of the samples, which never change
};

}  // namespace kinora
