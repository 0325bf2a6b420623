#include "core/model/interpolation/rife_pictures.h"

#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/from_blob.h>

#include <vector>

namespace kinora {

at::Tensor rife_pixels(const Image& image) {
    void* data = const_cast<std::uint8_t*>(image.rgb().data());
    const at::Tensor rgb = at::from_blob(data, {image.height(), image.width(), 3}, at::kByte);
    return rgb.permute({2, 0, 1}).unsqueeze(0).to(at::kFloat).div_(255.0).contiguous();
}

at::Tensor rife_padded(const at::Tensor& pixels, std::int64_t multiple) {
    const auto missing = [&](std::int64_t length) { return (multiple - length % multiple) % multiple; };
    return at::constant_pad_nd(pixels, {0, missing(pixels.size(3)), 0, missing(pixels.size(2))});
}

Image rife_image(const at::Tensor& pixels) {
    const at::Tensor bytes =
        pixels.to(at::kFloat).clamp(0.0, 1.0).mul(255.0).round().to(at::kByte).permute({1, 2, 0}).contiguous().to(at::kCPU);
    const auto* data = bytes.const_data_ptr<std::uint8_t>();
    return Image(static_cast<int>(bytes.size(1)), static_cast<int>(bytes.size(0)), std::vector<std::uint8_t>(data, data + bytes.numel()));
}

}  // namespace kinora
