// Encoding in segments that know nothing of each other, so that any of them can be made alone. Without a segment length, one encoder.
#pragma once

#include <cstdint>
#include <memory>

#include "core/media/ffmpeg/video_encoder.h"

namespace kinora::ffmpeg {

class SegmentedEncoder {
 public:
    using Receiver = VideoEncoder::Receiver;

    SegmentedEncoder(const VideoWriterSettings& settings, bool needs_global_headers);

    // Packets carry the times of the whole video, counted in frames; those of decoding rise by one from each to the next. Segments that are
    // full end by themselves.
    template <typename Frame>
    void encode(const Frame& frame, const Receiver& receive) {
        begin_if_due(receive);
        encoder_->encode(frame, shifted(receive));
        ++in_segment_;
    }
    // Delivers what is held back. The next frame begins a segment.
    void end_segment(const Receiver& receive);
    // The number of the next frame, which begins a segment; before anything was encoded.
    void start_at(std::int64_t frame) { segment_start_ = frame; }

    bool takes(const SampleFormat& format) const { return encoder_->takes(format); }
    const AVCodecContext& context() const { return encoder_->context(); }
    AVRational time_base() const { return encoder_->time_base(); }

 private:
    void begin_if_due(const Receiver& receive);
    Receiver shifted(const Receiver& receive);

    VideoWriterSettings settings_;
    bool needs_global_headers_;
    std::unique_ptr<VideoEncoder> encoder_;
    std::int64_t segment_start_ = 0;
    std::int64_t in_segment_ = 0;     // frames
    std::int64_t num_delivered_ = 0;  // of them, as packets
    bool is_ended_ = false;
};

}  // namespace kinora::ffmpeg
