// One codec, set up for the quality that Kinora promises, turning pictures into packets.
#pragma once

#include <functional>

#include "core/media/ffmpeg/av_handles.h"
#include "core/media/ffmpeg/image_to_frame.h"
#include "core/media/video_writer.h"

namespace kinora::ffmpeg {

// Of all containers that video is encoded for: those who encode without one yet need no OutputFile to know.
inline constexpr bool containers_need_global_headers = true;

class VideoEncoder {
 public:
    // Throws MediaError if the installed FFmpeg lacks the encoder or it refuses the size.
    VideoEncoder(const VideoWriterSettings& settings, bool needs_global_headers);

    // Times in packets are counted in frames: time_base() is the duration of one.
    using Receiver = std::function<void(AVPacket&)>;
    void encode(const Image& image, const Receiver& receive);
    void encode(const StoredFrame& frame, const Receiver& receive);  // of the format that it takes
    void finish(const Receiver& receive);

    // True if frames of this format need no conversion.
    bool takes(const SampleFormat& format) const { return format == samples_; }

    const AVCodecContext& context() const { return *context_; }
    AVRational time_base() const { return context_->time_base; }

 private:
    void send(AVFrame* frame, const Receiver& receive);

    std::filesystem::path shown_path_;
    SampleFormat samples_;
    CodecContextPtr context_;
    std::optional<ImageToFrame> converter_;
    PacketPtr packet_ = make_packet();
    std::int64_t num_frames_ = 0;
};

}  // namespace kinora::ffmpeg
