#include "core/media/resize.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <vector>

#include "core/media/rgb_matrix.h"

namespace kinora {

namespace {

cv::Mat resized(const cv::Mat& source, int width, int height) {
    cv::Mat result;
    const bool is_shrinking = width <= source.cols && height <= source.rows;
    cv::resize(source, result, cv::Size(width, height), 0, 0, is_shrinking ? cv::INTER_AREA : cv::INTER_CUBIC);
    return result;
}

}  // namespace

Image resize(const Image& image, int width, int height) {
    assert(width > 0 && height > 0 && !image.is_empty());
    if (width == image.width() && height == image.height()) {
        return image;
    }
    const cv::Mat shrunk = resized(rgb_matrix(image), std::min(width, image.width()), std::min(height, image.height()));
    const cv::Mat result = resized(shrunk, width, height);
    assert(result.isContinuous());
    return Image(width, height, std::vector<std::uint8_t>(result.datastart, result.dataend));
}

Image resize_to_fit(const Image& image, int max_width, int max_height, bool may_enlarge) {
    double scale = std::min(static_cast<double>(max_width) / image.width(), static_cast<double>(max_height) / image.height());
    scale = may_enlarge ? scale : std::min(scale, 1.0);
    const auto side = [scale](int length, int most) {
        return std::clamp(static_cast<int>(std::lround(length * scale)), 1, std::max(most, 1));
    };
    return resize(image, side(image.width(), max_width), side(image.height(), max_height));
}

}  // namespace kinora
