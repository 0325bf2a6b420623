#include "core/model/pipeline/frames.h"

#include <ATen/ops/empty.h>

#include <cstring>

namespace kinora {

at::Tensor pixels_from_images(std::span<const Image> images) {
    const std::int64_t height = images.front().height();
    const std::int64_t width = images.front().width();
    at::Tensor bytes = at::empty({static_cast<std::int64_t>(images.size()), height, width, 3}, at::kByte);
    auto* target = bytes.mutable_data_ptr<std::uint8_t>();
    for (const Image& image : images) {
        const auto rgb = image.rgb();
        std::memcpy(target, rgb.data(), rgb.size());
        target += rgb.size();
    }
    const at::Tensor values = bytes.to(at::kFloat) / 255.0 * 2.0 - 1.0;
    return values.permute({3, 0, 1, 2}).unsqueeze(0).contiguous();
}

at::Tensor frames_from_pixels(const at::Tensor& pixels) {
    return (pixels[0].to(at::kFloat) / 2.0 + 0.5).clamp(0.0, 1.0).permute({1, 2, 3, 0}).to(at::kCPU).contiguous();
}

std::vector<Image> images_from_frames(const at::Tensor& frames) {
    const at::Tensor bytes = (frames * 255.0).round().to(at::kByte).contiguous();
    const auto height = static_cast<int>(bytes.size(1));
    const auto width = static_cast<int>(bytes.size(2));
    const auto image_bytes = static_cast<std::size_t>(height) * static_cast<std::size_t>(width) * 3;
    const auto* source = bytes.const_data_ptr<std::uint8_t>();
    std::vector<Image> images;
    for (std::int64_t i = 0; i < bytes.size(0); ++i, source += image_bytes) {
        images.emplace_back(width, height, std::vector<std::uint8_t>(source, source + image_bytes));
    }
    return images;
}

}  // namespace kinora
