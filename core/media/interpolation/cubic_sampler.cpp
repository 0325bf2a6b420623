#include "core/media/interpolation/cubic_sampler.h"

#include <cmath>

#include <opencv2/imgproc.hpp>

namespace kinora {

namespace {

// Keys' kernel with a = -1/2 at the distances 1 + f, f, 1 - f and 2 - f.
std::array<double, 4> keys_weights(double f) {
    const double g = 1.0 - f;
    return {-0.5 * f * g * g, 1.0 + f * f * (1.5 * f - 2.5), 1.0 + g * g * (1.5 * g - 2.5), -0.5 * g * f * f};
}

}  // namespace

const std::array<CubicSampler::Kernel, CubicSampler::num_phases> CubicSampler::kernels = [] {
    std::array<Kernel, num_phases> made = {};
    for (int phase = 0; phase < num_phases; ++phase) {
        const auto exact = keys_weights(static_cast<double>(phase) / num_phases);
        Kernel& kernel = made[static_cast<std::size_t>(phase)];
        int sum = 0;
        for (std::size_t i = 0; i < kernel.size(); ++i) {
            kernel[i] = static_cast<std::int16_t>(std::lround(exact[i] * num_phases));
            sum += kernel[i];
        }
        // A picture of one colour keeps it: the weights' sum is exact.
        kernel[phase < num_phases / 2 ? 1 : 2] += static_cast<std::int16_t>(num_phases - sum);
    }
    return made;
}();

CubicSampler::CubicSampler(const Image& image) : width_(image.width()), height_(image.height()) {
    // OpenCV takes no const data; it is only read here.
    const cv::Mat3b rgb(height_, width_, const_cast<cv::Vec3b*>(reinterpret_cast<const cv::Vec3b*>(image.rgb().data())));
    cv::Mat4b four_bytes;
    cv::cvtColor(rgb, four_bytes, cv::COLOR_RGB2RGBA);
    cv::copyMakeBorder(four_bytes, padded_, border, border, border, border, cv::BORDER_REPLICATE);
}

}  // namespace kinora
