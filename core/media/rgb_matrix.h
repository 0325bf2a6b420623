// An Image in OpenCV's terms. Private to core/media.
#pragma once

#include <opencv2/core.hpp>

#include "core/base/image.h"

namespace kinora {

// Shares the image's samples. OpenCV knows no matrix of const samples: this one is for reading alone, while the image lives.
inline cv::Mat3b rgb_matrix(const Image& image) {
    return {image.height(), image.width(), const_cast<cv::Vec3b*>(reinterpret_cast<const cv::Vec3b*>(image.rgb().data()))};
}

}  // namespace kinora
