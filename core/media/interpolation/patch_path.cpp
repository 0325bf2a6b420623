#include "core/media/interpolation/patch_path.h"

#include <cmath>
#include <utility>

#include <opencv2/imgproc.hpp>

namespace kinora {

namespace {

constexpr int neighbourhood = 3;      // patches on each side of the square over which accelerations are averaged
constexpr float still_weight = 0.2f;  // of no acceleration at all in that average, where a patch in which all is trusted weighs 1
constexpr float most_of_motion = 1.3f;  // a patch's acceleration, as a share of its motion: what stands still between two pictures does so all the time
constexpr float one_sided = 0.75f;    // how much of the acceleration at one end is taken for that of the whole way

float trust_in(const PatchFlow& flow, std::size_t patch) {
    return flow.is_hidden[patch] != 0 ? 0.0f : flow.trust[patch];
}

float length(cv::Point2f vector) {
    return std::sqrt(vector.dot(vector));
}

cv::Point2f at_most(cv::Point2f vector, float most) {
    const float is = length(vector);
    return is > most ? vector * (most / is) : vector;
}

}  // namespace

PatchAccelerations find_accelerations(const PatchFlow& inner, const PatchFlow& outer, double distance) {
    const PatchGrid& grid = inner.grid;
    const auto apart = static_cast<float>(distance);
    cv::Mat3f sums(grid.rows, grid.columns);
    for (std::size_t i = 0; i < inner.vectors.size(); ++i) {
        const float weight = trust_in(inner, i) * trust_in(outer, i);
        const cv::Point2f acceleration = (inner.vectors[i] + outer.vectors[i] / apart) / (1.0f + apart);
        sums(static_cast<int>(i) / grid.columns, static_cast<int>(i) % grid.columns) = {weight * acceleration.x, weight * acceleration.y, weight};
    }
    cv::boxFilter(sums, sums, -1, {neighbourhood, neighbourhood}, {-1, -1}, false, cv::BORDER_REPLICATE);
    PatchAccelerations accelerations(inner.vectors.size());
    for (std::size_t i = 0; i < accelerations.size(); ++i) {
        const cv::Vec3f& sum = sums(static_cast<int>(i) / grid.columns, static_cast<int>(i) % grid.columns);
        accelerations[i] = at_most(cv::Point2f(sum[0], sum[1]) / (sum[2] + still_weight), most_of_motion * length(inner.vectors[i]));
    }
    return accelerations;
}

PatchPaths::PatchPaths(const PatchFlow& flow, const PairAccelerations& accelerations, bool is_reversed)
    : before_(static_cast<float>(accelerations.before)), after_(static_cast<float>(accelerations.after)) {
    const PatchAccelerations& own = is_reversed ? accelerations.at_second : accelerations.at_first;
    const PatchAccelerations& other = is_reversed ? accelerations.at_first : accelerations.at_second;
    if (own.empty() && other.empty()) {
        return;
    }
    PatchAccelerations here(flow.vectors.size());
    PatchAccelerations there(flow.vectors.size());
    for (int row = 0; row < flow.grid.rows; ++row) {
        for (int column = 0; column < flow.grid.columns; ++column) {
            const std::size_t i = flow.grid.index(column, row);
            const std::size_t end = nearest_patch(flow.grid, patch_middle(flow.grid, column, row) + flow.vectors[i]);
            here[i] = own.empty() ? other[end] * one_sided : own[i];
            there[i] = other.empty() ? own[i] * one_sided : other[end];
            if (own.empty()) {
                there[i] = here[i];
            } else if (other.empty()) {
                here[i] = there[i];
            }
        }
    }
    at_first_ = is_reversed ? std::move(there) : std::move(here);
    at_second_ = is_reversed ? std::move(here) : std::move(there);
}

cv::Point2f PatchPaths::deviation(std::size_t patch, float time) const {
    if (at_first_.empty()) {
        return {0.0f, 0.0f};
    }
    // Newton's form over the moments 0, 1, -before and 1 + after, without the straight way.
    const float share = (time + before_) / (1.0f + before_ + after_);
    return (at_first_[patch] * (1.0f - share) + at_second_[patch] * share) * (time * (time - 1.0f));
}

}  // namespace kinora
