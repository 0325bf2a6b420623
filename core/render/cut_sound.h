// What the project does not know of the sound of a cut, for formats that name each channel.
#pragma once

#include <stop_token>

#include "core/project/interchange/cut.h"

namespace kinora {

// Counts the channels of what is heard in `cut`. Opens these files, so not on a thread that must not wait; of one that cannot be opened
// nothing is known. Throws Cancelled.
void count_sound_channels(Cut& cut, const std::stop_token& stop);

}  // namespace kinora
