// Frame rates as Kinora's own files hold them.
#pragma once

#include <string_view>

#include "core/base/frame_time.h"

namespace kinora {

// What to_string() wrote: any rate above 0, also one that nobody would ask for, such as the average of a clip whose rate varies or sixteen
// times the rate of a fast camera. Throws InvalidRequest("frame_rate") for anything else.
FrameRate read_written_frame_rate(std::string_view text);

}  // namespace kinora
