#include "core/media/ffmpeg/mixed_sound.h"

#include <algorithm>
#include <vector>

#include "core/media/ffmpeg/av_error.h"
#include "core/media/ffmpeg/sound_codec.h"

namespace kinora::ffmpeg {

namespace {

constexpr int num_channels = 2;

AVCodecID codec_for(Container container) {
    switch (container) {
        case Container::webm:
            return AV_CODEC_ID_OPUS;
        case Container::mov:
        case Container::mkv:
            return AV_CODEC_ID_PCM_S16LE;
        default:
            return AV_CODEC_ID_AAC;
    }
}

}  // namespace

MixedSound::MixedSound(const SoundMix& mix, OutputFile& output)
    : shown_path_(output.shown_path()),
      mixer_(mix),
      encoder_(open_sound_encoder(codec_for(output.container()), num_channels, output.needs_global_headers(), shown_path_)),
      stream_(&output.add_stream(*encoder_)),
      num_samples_(mix.num_samples) {}

void MixedSound::feed_encoder() {
    const Sentence problem = Sentence::of("its sound cannot be encoded");
    const std::int64_t left = num_samples_ - num_sent_;
    if (left <= 0) {
        check_av(avcodec_send_frame(encoder_.get(), nullptr), shown_path_, problem);
        return;
    }
    const int block = block_size(*encoder_);
    std::vector<float> samples(static_cast<std::size_t>(num_channels * std::min<std::int64_t>(block, left)));
    mixer_.next(samples);
    const FramePtr frame = make_sound_frame(*encoder_, samples, num_sent_, shown_path_);
    num_sent_ += frame->nb_samples;
    check_av(avcodec_send_frame(encoder_.get(), frame.get()), shown_path_, problem);
}

bool MixedSound::fetch() {
    while (!has_packet_ && !is_at_end_) {
        const int code = avcodec_receive_packet(encoder_.get(), packet_.get());
        if (code == AVERROR(EAGAIN)) {
            feed_encoder();
            continue;
        }
        is_at_end_ = code == AVERROR_EOF;
        has_packet_ = code == 0;
        if (!is_at_end_) {
            check_av(code, shown_path_, Sentence::of("its sound cannot be encoded"));
        }
    }
    return has_packet_;
}

void MixedSound::write_until(OutputFile& output, double seconds) {
    while (fetch() && packet_seconds() < seconds) {
        output.write(*packet_, *stream_, encoder_->time_base);
        has_packet_ = false;
    }
}

void MixedSound::finish(OutputFile& output, double end_seconds) {
    write_until(output, end_seconds);
}

}  // namespace kinora::ffmpeg
