// Pictures through an encoder into a container, with sound beside them where it is asked for.
#pragma once

#include <memory>
#include <stop_token>

#include "core/media/ffmpeg/output_file.h"
#include "core/media/ffmpeg/output_sound.h"
#include "core/media/ffmpeg/segmented_encoder.h"
#include "core/media/frame_sink.h"
#include "core/media/video_writer.h"

namespace kinora::ffmpeg {

class EncodedSink : public FrameSink {
 public:
    EncodedSink(const std::filesystem::path& path, const VideoWriterSettings& settings);

    void write(const Image& image) override;
    bool copy(const StoredFrame& frame) override;
    // A frame that such an encoder has encoded, with the times that it gave it. Not to be mixed with the others.
    void take(AVPacket& packet);
    void finish(const std::stop_token& stop) override;

 private:
    void write_packet(AVPacket& packet);

    OutputFile output_;
    SegmentedEncoder encoder_;
    std::stop_token stop_;
    AVStream* stream_ = nullptr;
    std::unique_ptr<OutputSound> sound_;
    std::int64_t num_frames_ = 0;
};

}  // namespace kinora::ffmpeg
