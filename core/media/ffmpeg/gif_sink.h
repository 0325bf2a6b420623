// GIF in two passes: the frames are kept, without loss, in a file beside the output while their colours are counted; then
// the best 255 colours for the whole clip are chosen and the frames are drawn with them.
#pragma once

#include <filesystem>
#include <memory>

#include "core/base/file_io.h"
#include "core/media/ffmpeg/encoded_sink.h"
#include "core/media/ffmpeg/palette_filters.h"
#include "core/media/frame_sink.h"
#include "core/media/video_writer.h"

namespace kinora::ffmpeg {

class GifSink : public FrameSink {
 public:
    GifSink(const std::filesystem::path& path, const VideoWriterSettings& settings);

    void write(const Image& image) override;
    void finish(const std::stop_token& stop) override;

 private:
    void write_gif(const AVFrame& palette, const std::stop_token& stop);

    std::filesystem::path path_;
    VideoWriterSettings settings_;
    PendingFile kept_frames_file_;  // never committed, so that it goes when the sink goes
    std::unique_ptr<EncodedSink> kept_frames_;
    std::unique_ptr<PaletteFinder> palette_finder_;
    std::int64_t num_frames_ = 0;
};

}  // namespace kinora::ffmpeg
