#include "core/media/ffmpeg/sound_encoder.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "core/media/ffmpeg/av_error.h"
#include "core/media/ffmpeg/sound_codec.h"
#include "core/media/sound_mix.h"

namespace kinora::ffmpeg {

namespace {

constexpr int sample_rate = mix_sample_rate;

Sentence unencodable() { return Sentence::of("its sound cannot be encoded again"); }

// What the filters bring, channels in turn, to be stretched.
std::vector<StereoSample> stereo_samples(const AVFrame& frame) {
    const auto* sample = reinterpret_cast<const float*>(frame.data[0]);
    std::vector<StereoSample> samples;
    samples.reserve(static_cast<std::size_t>(frame.nb_samples));
    for (int i = 0; i < frame.nb_samples; ++i) {
        const float left = *sample++;
        samples.emplace_back(left, frame.ch_layout.nb_channels == 2 ? *sample++ : 0.0F);
    }
    return samples;
}

}  // namespace

SoundEncoder::SoundEncoder(InputFile& input, const AVStream& sound, AVCodecID codec, double shift_seconds,
                           double speed, bool needs_global_headers)
    : input_(input), decoder_(input, sound, unencodable()) {
    encoder_ = open_sound_encoder(codec, decoder_.format().ch_layout.nb_channels == 1 ? 1 : 2, needs_global_headers, input_.path());
    if (speed != 1.0) {
        stretcher_.emplace(speed);
    }
    build_filters(shift_seconds, sound.time_base);
}

void SoundEncoder::check(int code) { check_av(code, input_.path(), unencodable()); }

void SoundEncoder::build_filters(double shift_seconds, AVRational time_base) {
    // The sample of the source, counted at the source's own rate, that falls on the video's beginning: what is before it is cut, a gap after
    // it is silence.
    const std::int64_t first_sample = std::llround(-shift_seconds * decoder_.format().sample_rate);
    const std::string rate = std::to_string(sample_rate);
    const std::string chain = "aresample=" + rate + ":async=1:first_pts=" + std::to_string(first_sample) +
                              ",aformat=sample_fmts=" + av_get_sample_fmt_name(stretcher_ ? AV_SAMPLE_FMT_FLT : encoder_->sample_fmt) +
                              ":sample_rates=" + rate + ":channel_layouts=" + layout_name(encoder_->ch_layout) + ",asetpts=N";
    filters_.emplace(describe_sound(decoder_.format()), time_base, chain, input_.path(), unencodable());
    if (!stretcher_ && encoder_->frame_size > 0) {
        filters_->set_frame_size(encoder_->frame_size);
    }
}

bool SoundEncoder::next(AVPacket& packet) {
    forget_log_line();
    for (;;) {
        const int code = avcodec_receive_packet(encoder_.get(), &packet);
        if (code == 0) {
            return true;
        }
        if (code == AVERROR_EOF) {
            return false;
        }
        if (code != AVERROR(EAGAIN)) {
            check(code);
        }
        feed_encoder();
    }
}

void SoundEncoder::feed_encoder() {
    if (stretcher_) {
        feed_stretched();
        return;
    }
    const bool has_frame = filter();
    check(avcodec_send_frame(encoder_.get(), has_frame ? frame_.get() : nullptr));
    av_frame_unref(frame_.get());
}

void SoundEncoder::feed_stretched() {
    const auto wanted = static_cast<std::size_t>(block_size(*encoder_));
    while (stretched_.size() < wanted && !stretcher_->has_ended()) {
        if (filter()) {
            stretcher_->push(stereo_samples(*frame_));
            av_frame_unref(frame_.get());
        } else {
            stretcher_->end();
        }
        stretcher_->take(stretched_);
    }
    std::vector<float> samples;
    const auto end = stretched_.begin() + static_cast<std::ptrdiff_t>(std::min(wanted, stretched_.size()));
    for (auto sample = stretched_.begin(); sample != end; ++sample) {
        samples.push_back(sample->real());
        if (encoder_->ch_layout.nb_channels == 2) {
            samples.push_back(sample->imag());
        }
    }
    stretched_.erase(stretched_.begin(), end);
    const FramePtr frame = samples.empty() ? nullptr : make_sound_frame(*encoder_, samples, num_stretched_, input_.path());
    num_stretched_ += frame ? frame->nb_samples : 0;
    check(avcodec_send_frame(encoder_.get(), frame.get()));
}

// Brings frame_ out of the filters; false at the end.
bool SoundEncoder::filter() {
    for (;;) {
        const int code = filters_->pull(*frame_);
        if (code == AVERROR_EOF) {
            return false;
        }
        if (code != AVERROR(EAGAIN)) {
            check(code);
            return true;
        }
        check(filters_->push(decoder_.next(*frame_) ? frame_.get() : nullptr));
    }
}

}  // namespace kinora::ffmpeg
