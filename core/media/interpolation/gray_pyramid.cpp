#include "core/media/interpolation/gray_pyramid.h"

#include <algorithm>

#include <opencv2/imgproc.hpp>

namespace kinora {

GrayLevel::GrayLevel(const cv::Mat1b& gray) : width_(gray.cols), height_(gray.rows) {
    cv::copyMakeBorder(gray, padded_, margin, margin, margin, margin, cv::BORDER_REPLICATE);
}

std::vector<GrayLevel> gray_pyramid(const cv::Mat1b& gray, int min_side) {
    std::vector<GrayLevel> levels;
    levels.emplace_back(gray);
    cv::Mat1b current = gray;
    while (std::min(current.cols, current.rows) / 2 >= min_side) {
        cv::Mat1b half;
        cv::resize(current, half, {(current.cols + 1) / 2, (current.rows + 1) / 2}, 0.0, 0.0, cv::INTER_AREA);
        levels.emplace_back(half);
        current = half;
    }
    return levels;
}

}  // namespace kinora
