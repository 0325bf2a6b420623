// Sound decoded, brought to 48 kHz mono or stereo, moved to its place and encoded again.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "core/media/ffmpeg/av_handles.h"
#include "core/media/ffmpeg/sound_decoder.h"
#include "core/media/ffmpeg/sound_stretcher.h"

namespace kinora::ffmpeg {

class SoundEncoder {
 public:
    // `sound` is the chosen stream of `input`, which outlives the encoder and may stand anywhere before what is needed.
    // `shift_seconds` is added to its times; what then lies before 0 is cut, and what is missing after 0 is silence; all that is then played `speed` times as fast, at its own
    // pitch. Throws MediaError.
    SoundEncoder(InputFile& input, const AVStream& sound, AVCodecID codec, double shift_seconds, double speed,
                 bool needs_global_headers);

    // The next packet, its times in samples; false after the last.
    bool next(AVPacket& packet);

    const AVCodecContext& context() const { return *encoder_; }

 private:
    void build_filters(double shift_seconds, AVRational time_base);
    void feed_encoder();
    void feed_stretched();
    bool filter();
    void check(int code);

    InputFile& input_;
    SoundDecoder decoder_;
    CodecContextPtr encoder_;
    std::optional<SoundFilters> filters_;
    std::optional<SoundStretcher> stretcher_;  // where the speed changes
    std::deque<StereoSample> stretched_;       // and was not yet encoded
    std::int64_t num_stretched_ = 0;           // samples that were
    FramePtr frame_ = make_frame();
};

}  // namespace kinora::ffmpeg
