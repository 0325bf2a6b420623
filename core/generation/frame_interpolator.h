// The wall between those who want pictures between pictures and those who make them: core/media with optical flow, core/model
// with a network. An interpolator belongs to one thread at a time.
#pragma once

#include <optional>
#include <stop_token>
#include <string_view>

#include "core/base/image.h"
#include "core/base/planar_image.h"

namespace kinora {

// A picture of the same shot beyond one of a pair's two.
struct OuterPicture {
    Image image;
    double distance = 1.0;  // from the pair's nearer picture; above 0, 1 is the time between the pair's two
};

class FrameInterpolator {
 public:
    virtual ~FrameInterpolator() = default;

    virtual std::string_view name() const = 0;  // "flow", "rife"

    // The two pictures, of one size, that between() works with from now on. Throws Error, Cancelled.
    virtual void set_pair(const Image& first, const Image& second, const std::stop_token& stop) = 0;

    // The pictures before and after the pair, of its size, which show how its motion changes; nothing where there are none. They hold
    // until the next set_pair(). Interpolators that look at two pictures alone do nothing here. Throws as set_pair() does.
    virtual void set_outer(const std::optional<OuterPicture>&, const std::optional<OuterPicture>&, const std::stop_token&) {}

    // The picture at `time`, above 0 (the first) and below 1 (the second). Any time, in any order. Throws Error, or Cancelled
    // within a second of a stop request.
    virtual Image between(double time, const std::stop_token& stop) = 0;

    // The pair as its file holds it, both in planes of the same sizes: what is made in them is not rounded to RGB and back. They hold
    // until the next set_pair(). Interpolators that make RGB alone do nothing here.
    virtual void set_planes(const PlanarImage&, const PlanarImage&) {}

    // between() in those planes; nothing where there are none. Throws as between() does.
    virtual std::optional<PlanarImage> planes_between(double, const std::stop_token&) { return std::nullopt; }
};

}  // namespace kinora
