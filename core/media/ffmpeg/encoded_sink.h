// Pictures through an encoder into a container, with sound beside them where it is asked for.
#pragma once

#include <memory>

#include "core/media/ffmpeg/output_file.h"
#include "core/media/ffmpeg/sound_track.h"
#include "core/media/ffmpeg/video_encoder.h"
#include "core/media/frame_sink.h"
#include "core/media/video_writer.h"

namespace kinora::ffmpeg {

class EncodedSink : public FrameSink {
 public:
    EncodedSink(const std::filesystem::path& path, const VideoWriterSettings& settings);

    void write(const Image& image) override;
    bool copy(const StoredFrame& frame) override;
    void finish() override;

 private:
    void write_packet(AVPacket& packet);

    OutputFile output_;
    VideoEncoder encoder_;
    AVStream* stream_ = nullptr;
    std::unique_ptr<SoundTrack> sound_;
    std::int64_t num_frames_ = 0;
};

}  // namespace kinora::ffmpeg
