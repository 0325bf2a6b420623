#include "core/media/interpolation/blend_plan.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <opencv2/imgproc.hpp>

#include "core/base/cancelled.h"

namespace kinora {

namespace {

constexpr float disagreement_pixels = 1.0f;     // at which the trust in a motion is one half, for slow motion …
constexpr float disagreement_of_motion = 0.01f;  // … and what is allowed on top of its square, as a part of the motion's square
constexpr float trust_outside = 0.1f;            // in a motion that leaves the picture
constexpr float difference_spread = 6.0f;        // grey values by which one motion may explain less than the other
constexpr int difference_window = 5;             // pixels over which differences are averaged
constexpr float lone_weight = 0.05f;             // of a picture's sample along its own motion, however little that is trusted
constexpr int num_passes = 3;                    // towards the motion that passes a place

struct Bilinear {
    int left, top, right, bottom;
    float x_part, y_part;

    Bilinear(int width, int height, float x, float y) {
        x = std::clamp(x, 0.0f, static_cast<float>(width - 1));
        y = std::clamp(y, 0.0f, static_cast<float>(height - 1));
        left = static_cast<int>(x);
        top = static_cast<int>(y);
        right = std::min(left + 1, width - 1);
        bottom = std::min(top + 1, height - 1);
        x_part = x - static_cast<float>(left);
        y_part = y - static_cast<float>(top);
    }

    template <typename T>
    auto mix(const T* above, const T* below) const {
        return (above[left] * (1.0f - x_part) + above[right] * x_part) * (1.0f - y_part) +
               (below[left] * (1.0f - x_part) + below[right] * x_part) * y_part;
    }
};

template <typename T>
T sample(const cv::Mat_<T>& values, float x, float y) {
    const Bilinear place(values.cols, values.rows, x, y);
    return place.mix(values[place.top], values[place.bottom]);
}

float sample(const GrayLevel& level, float x, float y) {
    const Bilinear place(level.width(), level.height(), x, y);
    return place.mix(level.at(0, place.top), level.at(0, place.bottom));
}

cv::Mat1f trust_in(const cv::Mat2f& flow, const cv::Mat2f& back) {
    cv::Mat1f result(flow.size());
    for (int y = 0; y < flow.rows; ++y) {
        for (int x = 0; x < flow.cols; ++x) {
            const cv::Vec2f there = flow(y, x);
            const float to_x = static_cast<float>(x) + there[0];
            const float to_y = static_cast<float>(y) + there[1];
            const cv::Vec2f and_back = sample(back, to_x, to_y);
            const cv::Vec2f sum = there + and_back;
            const float allowed = disagreement_pixels * disagreement_pixels +
                                  disagreement_of_motion * (there.dot(there) + and_back.dot(and_back));
            const float ratio = sum.dot(sum) / allowed;
            const bool is_inside = to_x >= 0.0f && to_y >= 0.0f && to_x <= static_cast<float>(flow.cols - 1) &&
                                   to_y <= static_cast<float>(flow.rows - 1);
            result(y, x) = (is_inside ? 1.0f : trust_outside) / (1.0f + ratio * ratio);
        }
    }
    return result;
}

// One of the two motions at every place.
struct Motions {
    explicit Motions(cv::Size size) : vectors(size), trust(size), difference(size) {}
    cv::Mat2f vectors;
    cv::Mat1f trust;
    cv::Mat1f difference;
};

// The motion of the pixel that passes (x, y): `share` of it lies between the pixel's own picture and the new one, and `sign`
// is -1 for the second picture, whose flow runs against time.
void find_motions(const cv::Mat2f& flow, const cv::Mat1f& flow_trust, const GrayLevel& first, const GrayLevel& second,
                  float time, bool is_first, int y, Motions& found) {
    const float sign = is_first ? 1.0f : -1.0f;
    const float share = is_first ? -time : 1.0f - time;  // of the motion, from the place to the pixel
    for (int x = 0; x < flow.cols; ++x) {
        const cv::Point2f place(static_cast<float>(x), static_cast<float>(y));
        cv::Vec2f motion = sign * flow(y, x);
        for (int i = 0; i < num_passes; ++i) {
            motion = sign * sample(flow, place.x + share * motion[0], place.y + share * motion[1]);
        }
        found.vectors(y, x) = motion;
        found.trust(y, x) = sample(flow_trust, place.x + share * motion[0], place.y + share * motion[1]);
        const float before = sample(first, place.x - time * motion[0], place.y - time * motion[1]);
        const float after = sample(second, place.x + (1.0f - time) * motion[0], place.y + (1.0f - time) * motion[1]);
        found.difference(y, x) = std::abs(before - after);
    }
}

BlendCell weigh(const Motions& by_first, const Motions& by_second, int y, int x, float time) {
    const float least = std::min(by_first.difference(y, x), by_second.difference(y, x));
    const auto weight = [&](const Motions& motions) {
        const float excess = (motions.difference(y, x) - least) / difference_spread;
        return motions.trust(y, x) * std::exp(-excess * excess);
    };
    const float first = weight(by_first);
    const float second = weight(by_second);
    BlendCell cell = {by_first.vectors(y, x), by_second.vectors(y, x),
                      {(1.0f - time) * (first + lone_weight), time * first, (1.0f - time) * second, time * (second + lone_weight)}};
    cell.weights *= 1.0f / (cell.weights[0] + cell.weights[1] + cell.weights[2] + cell.weights[3]);
    return cell;
}

}  // namespace

FlowPair pair_flows(cv::Mat2f forward, cv::Mat2f backward) {
    FlowPair flows;
    flows.forward_trust = trust_in(forward, backward);
    flows.backward_trust = trust_in(backward, forward);
    flows.forward = std::move(forward);
    flows.backward = std::move(backward);
    return flows;
}

std::vector<BlendCell> plan_blend(const FlowPair& flows, const GrayLevel& first, const GrayLevel& second, float time,
                                  const std::stop_token& stop) {
    const cv::Size size = flows.forward.size();
    Motions by_first(size);
    Motions by_second(size);
    cv::parallel_for_({0, size.height}, [&](const cv::Range& rows) {
        for (int y = rows.start; y < rows.end && !stop.stop_requested(); ++y) {
            find_motions(flows.forward, flows.forward_trust, first, second, time, true, y, by_first);
            find_motions(flows.backward, flows.backward_trust, first, second, time, false, y, by_second);
        }
    });
    throw_if_stop_requested(stop);
    cv::blur(by_first.difference, by_first.difference, {difference_window, difference_window});
    cv::blur(by_second.difference, by_second.difference, {difference_window, difference_window});
    std::vector<BlendCell> plan(static_cast<std::size_t>(size.area()));
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            plan[static_cast<std::size_t>(y * size.width + x)] = weigh(by_first, by_second, y, x, time);
        }
    }
    return plan;
}

}  // namespace kinora
