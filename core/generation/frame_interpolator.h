// The wall between those who want pictures between pictures and those who make them: core/media with optical flow, core/model
// with a network. An interpolator belongs to one thread at a time.
#pragma once

#include <stop_token>
#include <string_view>

#include "core/base/image.h"

namespace kinora {

class FrameInterpolator {
 public:
    virtual ~FrameInterpolator() = default;

    virtual std::string_view name() const = 0;  // "flow", "rife"

    // The two pictures, of one size, that between() works with from now on. Throws Error, Cancelled.
    virtual void set_pair(const Image& first, const Image& second, const std::stop_token& stop) = 0;

    // The picture at `time`, above 0 (the first) and below 1 (the second). Any time, in any order. Throws Error, or Cancelled
    // within a second of a stop request.
    virtual Image between(double time, const std::stop_token& stop) = 0;
};

}  // namespace kinora
