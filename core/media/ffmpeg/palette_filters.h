// FFmpeg's filters that choose the colours of a clip and draw frames with them.
#pragma once

#include <filesystem>

#include "core/base/image.h"
#include "core/media/ffmpeg/av_handles.h"
#include "core/media/ffmpeg/image_to_frame.h"
#include "core/media/output_format.h"

namespace kinora::ffmpeg {

// Counts the colours of frames. Needs the same memory for any number of them.
class PaletteFinder {
 public:
    PaletteFinder(std::filesystem::path shown_path, FrameSize size);
    void add(const Image& image);
    // The palette as a picture of 16x16 pixels. To be called once, at the end.
    FramePtr finish();

 private:
    std::filesystem::path shown_path_;
    ImageToFrame converter_;
    FilterGraphPtr graph_;
    AVFilterContext* in_ = nullptr;
    AVFilterContext* out_ = nullptr;
    std::int64_t num_frames_ = 0;
};

// Draws frames with a palette, dithered so that what does not move stays still.
class PaletteMapper {
 public:
    PaletteMapper(std::filesystem::path shown_path, FrameSize size, const AVFrame& palette);
    // The frame in PAL8, valid until the next call.
    AVFrame& map(const Image& image);

 private:
    std::filesystem::path shown_path_;
    ImageToFrame converter_;
    FilterGraphPtr graph_;
    AVFilterContext* in_ = nullptr;
    AVFilterContext* palette_in_ = nullptr;
    AVFilterContext* out_ = nullptr;
    FramePtr mapped_ = make_frame();
    std::int64_t num_frames_ = 0;
};

}  // namespace kinora::ffmpeg
