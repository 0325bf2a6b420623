#include "core/media/ffmpeg/mixed_sound.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "core/media/ffmpeg/av_error.h"
#include "core/media/ffmpeg/sound_codec.h"

namespace kinora::ffmpeg {

namespace {

constexpr int num_channels = 2;
constexpr int usual_block = 1024;  // samples, where the encoder does not mind

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

// Puts samples, left and right in turn, into a frame in its own format.
void put_samples(AVFrame& frame, std::span<const float> samples) {
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const float sample = samples[i];
        switch (frame.format) {
            case AV_SAMPLE_FMT_S16:
                reinterpret_cast<std::int16_t*>(frame.data[0])[i] =
                    static_cast<std::int16_t>(std::clamp(std::lround(sample * 32768.0F), -32768L, 32767L));
                break;
            case AV_SAMPLE_FMT_FLTP:
                reinterpret_cast<float*>(frame.data[i % num_channels])[i / num_channels] = sample;
                break;
            default:
                reinterpret_cast<float*>(frame.data[0])[i] = sample;
                break;
        }
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
    const int block = encoder_->frame_size > 0 ? encoder_->frame_size : usual_block;
    av_frame_unref(frame_.get());
    frame_->nb_samples = static_cast<int>(std::min<std::int64_t>(block, left));
    frame_->format = encoder_->sample_fmt;
    frame_->sample_rate = encoder_->sample_rate;
    check_av(av_channel_layout_copy(&frame_->ch_layout, &encoder_->ch_layout), shown_path_, problem);
    check_av(av_frame_get_buffer(frame_.get(), 0), shown_path_, problem);
    std::vector<float> samples(static_cast<std::size_t>(num_channels) * static_cast<std::size_t>(frame_->nb_samples));
    mixer_.next(samples);
    put_samples(*frame_, samples);
    frame_->pts = num_sent_;
    num_sent_ += frame_->nb_samples;
    check_av(avcodec_send_frame(encoder_.get(), frame_.get()), shown_path_, problem);
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
