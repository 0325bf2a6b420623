#include "core/media/ffmpeg/segmented_encoder.h"

namespace kinora::ffmpeg {

SegmentedEncoder::SegmentedEncoder(const VideoWriterSettings& settings, bool needs_global_headers)
    : settings_(settings),
      needs_global_headers_(needs_global_headers),
      encoder_(std::make_unique<VideoEncoder>(settings, needs_global_headers)) {}

SegmentedEncoder::Receiver SegmentedEncoder::shifted(const Receiver& receive) {
    return [this, &receive](AVPacket& packet) {
        packet.pts += segment_start_;
        // An encoder that sees fewer frames than it would hold back gives them times without that delay.
        packet.dts = segment_start_ + num_delivered_++ - context().has_b_frames;
        receive(packet);
    };
}

void SegmentedEncoder::begin_if_due(const Receiver& receive) {
    if (settings_.segment_frames > 0 && in_segment_ == settings_.segment_frames) {
        end_segment(receive);
    }
    if (is_ended_) {
        encoder_ = std::make_unique<VideoEncoder>(settings_, needs_global_headers_);
        is_ended_ = false;
    }
}

void SegmentedEncoder::end_segment(const Receiver& receive) {
    if (in_segment_ == 0) {
        return;
    }
    encoder_->finish(shifted(receive));
    segment_start_ += in_segment_;
    in_segment_ = 0;
    num_delivered_ = 0;
    is_ended_ = true;
}

}  // namespace kinora::ffmpeg
