// Which rate a timeline takes on from the first video on it.
#pragma once

#include "core/base/frame_time.h"

namespace kinora {

// The media's own rate where people use such a rate: whole numbers and halves of frames a second, and those of NTSC. Otherwise, as for the
// average of a clip whose rate varies, the nearest of the usual ones, at which other footage runs too.
FrameRate timeline_rate_for(const FrameRate& media);

}  // namespace kinora
