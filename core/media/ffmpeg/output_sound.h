// Sound on its way into an output, beside the pictures.
#pragma once

#include "core/media/ffmpeg/output_file.h"

namespace kinora::ffmpeg {

class OutputSound {
 public:
    OutputSound() = default;
    virtual ~OutputSound() = default;
    OutputSound(const OutputSound&) = delete;
    OutputSound& operator=(const OutputSound&) = delete;

    // Writes what begins before that time in the video, so that sound and pictures lie side by side in the file.
    virtual void write_until(OutputFile& output, double seconds) = 0;

    // Writes what ends before the video does.
    virtual void finish(OutputFile& output, double end_seconds) = 0;
};

}  // namespace kinora::ffmpeg
