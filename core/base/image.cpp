#include "core/base/image.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace kinora {

Image::Image(int width, int height, std::vector<std::uint8_t> rgb) : width_(width), height_(height) {
    if (width <= 0 || height <= 0 ||
        rgb.size() != static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3) {
        throw std::invalid_argument("Image: the samples do not fit the size");
    }
    rgb_ = std::make_shared<const std::vector<std::uint8_t>>(std::move(rgb));
}

std::span<const std::uint8_t> Image::rgb() const {
    return rgb_ ? std::span<const std::uint8_t>(*rgb_) : std::span<const std::uint8_t>();
}

const std::uint8_t* Image::row(int y) const {
    return rgb_->data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) * 3;
}

bool operator==(const Image& a, const Image& b) {
    return a.width() == b.width() && a.height() == b.height() && std::ranges::equal(a.rgb(), b.rgb());
}

}  // namespace kinora
