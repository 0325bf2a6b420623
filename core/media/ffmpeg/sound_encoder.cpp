#include "core/media/ffmpeg/sound_encoder.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "core/media/ffmpeg/av_error.h"
#include "core/media/ffmpeg/sound_codec.h"
#include "core/media/sound_mix.h"

namespace kinora::ffmpeg {

namespace {

constexpr int sample_rate = mix_sample_rate;

std::string describe(const AVChannelLayout& layout) {
    std::array<char, 128> text = {};
    av_channel_layout_describe(&layout, text.data(), text.size());
    return text.data();
}

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
    : input_(input), decoder_(input.open_decoder(sound, 1)) {
    if (decoder_->ch_layout.order == AV_CHANNEL_ORDER_UNSPEC) {
        av_channel_layout_default(&decoder_->ch_layout, decoder_->ch_layout.nb_channels);
    }
    if (decoder_->sample_rate <= 0 || decoder_->ch_layout.nb_channels <= 0) {
        check(AVERROR_INVALIDDATA);
    }
    encoder_ = open_sound_encoder(codec, decoder_->ch_layout.nb_channels == 1 ? 1 : 2, needs_global_headers, input_.path());
    if (speed != 1.0) {
        stretcher_.emplace(speed);
    }
    build_filters(shift_seconds, sound.time_base);
}

void SoundEncoder::check(int code) { check_av(code, input_.path(), Sentence::of("its sound cannot be encoded again")); }

void SoundEncoder::build_filters(double shift_seconds, AVRational time_base) {
    filters_.reset(or_bad_alloc(avfilter_graph_alloc()));
    filters_->nb_threads = 1;
    const std::string source = "time_base=" + std::to_string(time_base.num) + "/" + std::to_string(time_base.den) +
                               ":sample_rate=" + std::to_string(decoder_->sample_rate) +
                               ":sample_fmt=" + av_get_sample_fmt_name(decoder_->sample_fmt) +
                               ":channel_layout=" + describe(decoder_->ch_layout);
    check(avfilter_graph_create_filter(&filters_in_, avfilter_get_by_name("abuffer"), "in", source.c_str(), nullptr,
                                       filters_.get()));
    check(avfilter_graph_create_filter(&filters_out_, avfilter_get_by_name("abuffersink"), "out", nullptr, nullptr,
                                       filters_.get()));
    // The sample of the source that falls on the video's beginning: what is before it is cut, a gap after it is silence.
    const std::int64_t first_sample = std::llround(-shift_seconds * sample_rate);
    const std::string rate = std::to_string(sample_rate);
    const std::string chain = "aresample=" + rate + ":async=1:first_pts=" + std::to_string(first_sample) +
                              ",aformat=sample_fmts=" + av_get_sample_fmt_name(stretcher_ ? AV_SAMPLE_FMT_FLT : encoder_->sample_fmt) +
                              ":sample_rates=" + rate + ":channel_layouts=" + describe(encoder_->ch_layout) + ",asetpts=N";
    AVFilterInOut* from = or_bad_alloc(avfilter_inout_alloc());
    AVFilterInOut* to = or_bad_alloc(avfilter_inout_alloc());
    *from = {av_strdup("in"), filters_in_, 0, nullptr};
    *to = {av_strdup("out"), filters_out_, 0, nullptr};
    const int code = avfilter_graph_parse_ptr(filters_.get(), chain.c_str(), &to, &from, nullptr);
    avfilter_inout_free(&from);
    avfilter_inout_free(&to);
    check(code);
    check(avfilter_graph_config(filters_.get(), nullptr));
    if (!stretcher_ && encoder_->frame_size > 0) {
        av_buffersink_set_frame_size(filters_out_, static_cast<unsigned>(encoder_->frame_size));
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
        const int code = av_buffersink_get_frame(filters_out_, frame_.get());
        if (code == AVERROR_EOF) {
            return false;
        }
        if (code != AVERROR(EAGAIN)) {
            check(code);
            return true;
        }
        feed_filters();
    }
}

void SoundEncoder::feed_filters() {
    for (;;) {
        const int code = avcodec_receive_frame(decoder_.get(), frame_.get());
        if (code == 0) {
            frame_->pts = frame_->best_effort_timestamp;
            check(av_buffersrc_add_frame(filters_in_, frame_.get()));
            return;
        }
        if (code == AVERROR_EOF) {
            check(av_buffersrc_add_frame(filters_in_, nullptr));
            return;
        }
        // Packets that cannot be decoded are left out; the filter fills the gap with silence.
        const bool has_packet = input_.read_packet(*packet_);
        avcodec_send_packet(decoder_.get(), has_packet ? packet_.get() : nullptr);
    }
}

}  // namespace kinora::ffmpeg
