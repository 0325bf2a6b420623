#include "core/project/strength_curve.h"

#include <algorithm>
#include <cassert>
#include <iterator>

namespace kinora {

double strength_at(const StrengthCurve& curve, std::int64_t frame) {
    assert(!curve.empty());
    const auto next = std::ranges::upper_bound(curve, frame, {}, &StrengthPoint::frame);
    if (next == curve.begin()) {
        return curve.front().strength;
    }
    const StrengthPoint& from = *std::prev(next);
    if (next == curve.end() || from.interpolation == Interpolation::hold) {
        return from.strength;
    }
    const double t = static_cast<double>(frame - from.frame) / static_cast<double>(next->frame - from.frame);
    const double eased = from.interpolation == Interpolation::smooth ? t * t * (3.0 - 2.0 * t) : t;
    return from.strength + (next->strength - from.strength) * eased;
}

std::vector<double> latent_strengths(const StrengthCurve& curve, std::int64_t start_frame, std::int64_t num_frames,
                                     std::int64_t frame_multiple) {
    std::vector<double> strengths;
    std::int64_t frame = start_frame;
    while (frame < start_frame + num_frames) {
        const std::int64_t latent = latent_frame_of(frame, frame_multiple);
        const std::int64_t end = std::min(first_frame_of_latent(latent + 1, frame_multiple), start_frame + num_frames);
        double sum = 0.0;
        for (std::int64_t i = frame; i < end; ++i) {
            sum += strength_at(curve, i - start_frame);
        }
        strengths.push_back(sum / static_cast<double>(end - frame));
        frame = end;
    }
    return strengths;
}

std::int64_t latent_frame_of(std::int64_t frame, std::int64_t frame_multiple) {
    return (frame + frame_multiple - 1) / frame_multiple;
}

std::int64_t first_frame_of_latent(std::int64_t latent_frame, std::int64_t frame_multiple) {
    return latent_frame == 0 ? 0 : 1 + (latent_frame - 1) * frame_multiple;
}

}  // namespace kinora
