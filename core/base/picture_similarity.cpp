#include "core/base/picture_similarity.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <stdexcept>
#include <vector>

namespace kinora {

namespace {

constexpr double peak = 255.0;
constexpr int window_size = 11;
constexpr double window_deviation = 1.5;
constexpr double c1 = (0.01 * peak) * (0.01 * peak);
constexpr double c2 = (0.03 * peak) * (0.03 * peak);

using Window = std::array<float, window_size>;

struct Plane {
    std::size_t width = 0;
    std::size_t height = 0;
    std::vector<float> values;
};

void require_same_size(const Image& a, const Image& b) {
    if (a.is_empty() || a.width() != b.width() || a.height() != b.height()) {
        throw std::invalid_argument("only pictures of the same size can be compared");
    }
}

Window gaussian_window() {
    Window window = {};
    float sum = 0.0F;
    for (std::size_t i = 0; i < window.size(); ++i) {
        const double x = static_cast<double>(i) - window_size / 2;
        window[i] = static_cast<float>(std::exp(-x * x / (2.0 * window_deviation * window_deviation)));
        sum += window[i];
    }
    for (float& weight : window) {
        weight /= sum;
    }
    return window;
}

Plane luma(const Image& image) {
    Plane plane = {static_cast<std::size_t>(image.width()), static_cast<std::size_t>(image.height()), {}};
    const auto rgb = image.rgb();
    plane.values.reserve(rgb.size() / 3);
    for (std::size_t i = 0; i + 2 < rgb.size(); i += 3) {
        plane.values.push_back(0.2126F * static_cast<float>(rgb[i]) + 0.7152F * static_cast<float>(rgb[i + 1]) +
                               0.0722F * static_cast<float>(rgb[i + 2]));
    }
    return plane;
}

Plane product(const Plane& a, const Plane& b) {
    Plane result = a;
    for (std::size_t i = 0; i < result.values.size(); ++i) {
        result.values[i] *= b.values[i];
    }
    return result;
}

// The weighted mean in each window that fits.
Plane windowed(const Plane& plane, const Window& window) {
    const std::size_t width = plane.width - window_size + 1;
    const std::size_t height = plane.height - window_size + 1;
    std::vector<float> rows(width * plane.height, 0.0F);
    for (std::size_t y = 0; y < plane.height; ++y) {
        for (std::size_t k = 0; k < window_size; ++k) {
            for (std::size_t x = 0; x < width; ++x) {
                rows[y * width + x] += window[k] * plane.values[y * plane.width + x + k];
            }
        }
    }
    Plane result = {width, height, std::vector<float>(width * height, 0.0F)};
    for (std::size_t y = 0; y < height; ++y) {
        for (std::size_t k = 0; k < window_size; ++k) {
            for (std::size_t x = 0; x < width; ++x) {
                result.values[y * width + x] += window[k] * rows[(y + k) * width + x];
            }
        }
    }
    return result;
}

double similarity(double mean_a, double mean_b, double mean_aa, double mean_bb, double mean_ab) {
    const double variance_a = std::max(mean_aa - mean_a * mean_a, 0.0);
    const double variance_b = std::max(mean_bb - mean_b * mean_b, 0.0);
    const double covariance = mean_ab - mean_a * mean_b;
    return (2.0 * mean_a * mean_b + c1) * (2.0 * covariance + c2) /
           ((mean_a * mean_a + mean_b * mean_b + c1) * (variance_a + variance_b + c2));
}

double mean_of(const Plane& plane) {
    double sum = 0.0;
    for (const float value : plane.values) {
        sum += static_cast<double>(value);
    }
    return sum / static_cast<double>(plane.values.size());
}

}  // namespace

double psnr(const Image& a, const Image& b) {
    require_same_size(a, b);
    const auto first = a.rgb();
    const auto second = b.rgb();
    double squares = 0.0;
    for (std::size_t i = 0; i < first.size(); ++i) {
        const double difference = static_cast<double>(first[i]) - static_cast<double>(second[i]);
        squares += difference * difference;
    }
    if (squares == 0.0) {
        return std::numeric_limits<double>::infinity();
    }
    return 10.0 * std::log10(peak * peak * static_cast<double>(first.size()) / squares);
}

double ssim(const Image& a, const Image& b) {
    require_same_size(a, b);
    const Plane first = luma(a);
    const Plane second = luma(b);
    const std::array planes = {first, second, product(first, first), product(second, second), product(first, second)};
    if (std::min(a.width(), a.height()) < window_size) {
        return similarity(mean_of(planes[0]), mean_of(planes[1]), mean_of(planes[2]), mean_of(planes[3]), mean_of(planes[4]));
    }
    const Window window = gaussian_window();
    std::array<Plane, 5> means;
    std::ranges::transform(planes, means.begin(), [&](const Plane& plane) { return windowed(plane, window); });
    double sum = 0.0;
    for (std::size_t i = 0; i < means[0].values.size(); ++i) {
        sum += similarity(static_cast<double>(means[0].values[i]), static_cast<double>(means[1].values[i]),
                          static_cast<double>(means[2].values[i]), static_cast<double>(means[3].values[i]),
                          static_cast<double>(means[4].values[i]));
    }
    return sum / static_cast<double>(means[0].values.size());
}

}  // namespace kinora
