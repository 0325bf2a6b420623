// Comparing tensors with a printed difference.
#pragma once

#include <ATen/ATen.h>

#include <string>

namespace kinora::test {

// The largest absolute difference. Infinite where the shapes differ or a value is not a number.
inline double max_difference(const at::Tensor& a, const at::Tensor& b) {
    if (a.sizes() != b.sizes()) {
        return std::numeric_limits<double>::infinity();
    }
    if (a.numel() == 0) {
        return 0.0;
    }
    const double difference = (a.to(at::kDouble) - b.to(at::kDouble)).abs().max().item<double>();
    return std::isnan(difference) ? std::numeric_limits<double>::infinity() : difference;
}

// The largest absolute difference relative to the largest magnitude of the reference `b`.
inline double max_relative_difference(const at::Tensor& a, const at::Tensor& b) {
    const double peak = b.numel() == 0 ? 0.0 : b.to(at::kDouble).abs().max().item<double>();
    return max_difference(a, b) / std::max(peak, 1e-30);
}

}  // namespace kinora::test

#define KINORA_COMPARE_TENSORS(actual, expected, tolerance)                                                       \
    do {                                                                                                          \
        const double difference_ = kinora::test::max_difference((actual), (expected));                            \
        QVERIFY2(difference_ <= (tolerance), qPrintable(QString("max difference %1 > %2").arg(difference_).arg(tolerance))); \
    } while (false)
