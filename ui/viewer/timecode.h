// Places in a clip as people in film write them.
#pragma once

#include <QString>

#include <cstdint>

#include "core/base/frame_time.h"

namespace kinora {

// "00:00:12:07": hours, minutes, seconds, frames, counted without dropping (SMPTE ST 12-1, non-drop-frame): at 29.97 frames
// per second a second of timecode has 30 frames. Negative frames have a leading minus.
QString timecode(std::int64_t frame, const FrameRate& rate);

}  // namespace kinora
