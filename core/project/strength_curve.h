// How strongly a keyframe is kept, over time: points with interpolation, as animators know them.
#pragma once

#include <cstdint>
#include <vector>

#include <nlohmann/json.hpp>

namespace kinora {

// How a curve goes from a point to the next: not at all, straight, or with a soft start and end.
enum class Interpolation : std::uint8_t { unset, hold, linear, smooth };

struct StrengthPoint {
    std::int64_t frame = 0;  // from the keyframe's first frame
    double strength = 1.0;   // 1 keeps the frames, 0 ignores them
    Interpolation interpolation = Interpolation::linear;
    nlohmann::json unknown_fields;

    friend bool operator==(const StrengthPoint&, const StrengthPoint&) = default;
};

// Points in the order of their frames, no two at one. Before the first and after the last point the curve is level.
using StrengthCurve = std::vector<StrengthPoint>;

// `curve` holds at least one point.
double strength_at(const StrengthCurve& curve, std::int64_t frame);

// One value for each latent frame that `num_frames` frames from `start_frame` of a generation touch: the mean over those of
// its frames that are given. A video model packs frame 0 alone into its first latent frame and `frame_multiple` frames into
// each of the others.
std::vector<double> latent_strengths(const StrengthCurve& curve, std::int64_t start_frame, std::int64_t num_frames,
                                     std::int64_t frame_multiple);

// The latent frame that frame `frame` of a generation is in.
std::int64_t latent_frame_of(std::int64_t frame, std::int64_t frame_multiple);

// The first frame of a latent frame.
std::int64_t first_frame_of_latent(std::int64_t latent_frame, std::int64_t frame_multiple);

}  // namespace kinora
