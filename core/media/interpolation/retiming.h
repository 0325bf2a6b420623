// Which moment of a clip each frame of its interpolated version shows, in exact fractions of a second.
#pragma once

#include <cstdint>

#include "core/base/frame_time.h"
#include "core/media/media_time.h"

namespace kinora {

// When frame `index` of a clip with that rate is shown, counted from its first frame.
MediaTime frame_time(std::int64_t index, const FrameRate& rate);

MediaTime operator-(const MediaTime& a, const MediaTime& b);

// How far `moment` lies from `begin` to `end`, which comes later: exactly 0 or 1 only where it is one of them.
double fraction_between(const MediaTime& moment, const MediaTime& begin, const MediaTime& end);

// The number of frames of that rate that begin before `duration` is over.
std::int64_t frames_within(const MediaTime& duration, const FrameRate& rate);

// A rate times a whole number.
FrameRate multiply(const FrameRate& rate, std::int64_t factor);

}  // namespace kinora
