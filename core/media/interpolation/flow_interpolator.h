// Pictures between two pictures, by dense optical flow: always there, quick on a processor, needs no model.
#pragma once

#include <memory>

#include "core/generation/frame_interpolator.h"

namespace kinora {

std::unique_ptr<FrameInterpolator> make_flow_interpolator();

}  // namespace kinora
