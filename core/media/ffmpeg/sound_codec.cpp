#include "core/media/ffmpeg/sound_codec.h"

#include <algorithm>
#include <cmath>

#include "core/media/ffmpeg/av_error.h"
#include "core/media/sound_mix.h"

namespace kinora::ffmpeg {

namespace {

constexpr std::int64_t bits_per_channel = 128'000;

const AVCodec* find_encoder(AVCodecID codec) {
    // FFmpeg's own Opus encoder is experimental.
    const AVCodec* preferred = codec == AV_CODEC_ID_OPUS ? avcodec_find_encoder_by_name("libopus") : nullptr;
    return preferred != nullptr ? preferred : avcodec_find_encoder(codec);
}

AVSampleFormat sample_format_of(AVCodecID codec) {
    switch (codec) {
        case AV_CODEC_ID_AAC:
            return AV_SAMPLE_FMT_FLTP;
        case AV_CODEC_ID_PCM_S16LE:
            return AV_SAMPLE_FMT_S16;
        default:
            return AV_SAMPLE_FMT_FLT;
    }
}

void put_samples(AVFrame& frame, std::span<const float> samples) {
    const auto num_channels = static_cast<std::size_t>(frame.ch_layout.nb_channels);
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

CodecContextPtr open_sound_encoder(AVCodecID codec, int num_channels, bool needs_global_headers, const std::filesystem::path& path) {
    const Sentence problem = Sentence::of("its sound cannot be encoded");
    const AVCodec* encoder = find_encoder(codec);
    if (encoder == nullptr) {
        check_av(AVERROR_ENCODER_NOT_FOUND, path, problem);
    }
    CodecContextPtr context(or_bad_alloc(avcodec_alloc_context3(encoder)));
    av_channel_layout_default(&context->ch_layout, num_channels);
    context->sample_rate = mix_sample_rate;
    context->sample_fmt = sample_format_of(codec);
    context->time_base = {1, mix_sample_rate};
    context->bit_rate = bits_per_channel * num_channels;
    context->flags |= AV_CODEC_FLAG_BITEXACT | (needs_global_headers ? AV_CODEC_FLAG_GLOBAL_HEADER : 0);
    check_av(avcodec_open2(context.get(), encoder, nullptr), path, problem);
    return context;
}

int block_size(const AVCodecContext& encoder) {
    constexpr int usual = 1024;  // where the encoder does not mind
    return encoder.frame_size > 0 ? encoder.frame_size : usual;
}

FramePtr make_sound_frame(const AVCodecContext& encoder, std::span<const float> samples, std::int64_t pts, const std::filesystem::path& path) {
    const Sentence problem = Sentence::of("its sound cannot be encoded");
    FramePtr frame = make_frame();
    frame->nb_samples = static_cast<int>(samples.size()) / encoder.ch_layout.nb_channels;
    frame->format = encoder.sample_fmt;
    frame->sample_rate = encoder.sample_rate;
    check_av(av_channel_layout_copy(&frame->ch_layout, &encoder.ch_layout), path, problem);
    check_av(av_frame_get_buffer(frame.get(), 0), path, problem);
    put_samples(*frame, samples);
    frame->pts = pts;
    return frame;
}

}  // namespace kinora::ffmpeg
