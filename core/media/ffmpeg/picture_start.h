// Where sound and picture of a file meet. Private to core/media.
#pragma once

#include "core/media/ffmpeg/av_handles.h"

namespace kinora::ffmpeg {

// When the first picture appears on the file's own clock, in seconds: time 0 of everything that is made from the file. In transport streams
// the sound often begins earlier. Of a file without pictures, when it begins.
double picture_start(AVFormatContext& format);

}  // namespace kinora::ffmpeg
