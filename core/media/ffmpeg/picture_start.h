// Where sound and picture of a file meet. Private to core/media.
#pragma once

#include "core/media/ffmpeg/input_file.h"

namespace kinora::ffmpeg {

// When the first picture appears on the file's own clock, in seconds: time 0 of everything that is made from the file. In transport streams
// the sound often begins earlier, and what comes before the first key frame is not shown. Of a file without pictures, when it begins. Does not
// read from `input`. Throws Cancelled.
double picture_start(InputFile& input, const std::stop_token& stop);

}  // namespace kinora::ffmpeg
