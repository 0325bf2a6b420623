#include "core/media/ffmpeg/sound_decoder.h"

#include "core/media/ffmpeg/av_error.h"

namespace kinora::ffmpeg {

SoundDecoder::SoundDecoder(InputFile& input, const AVStream& sound, const Sentence& problem)
    : input_(input), time_base_(sound.time_base), problem_(problem), decoder_(input.open_decoder(sound, 1)) {
    if (decoder_->ch_layout.order == AV_CHANNEL_ORDER_UNSPEC) {
        av_channel_layout_default(&decoder_->ch_layout, decoder_->ch_layout.nb_channels);
    }
    if (decoder_->sample_rate <= 0 || decoder_->ch_layout.nb_channels <= 0) {
        check(AVERROR_INVALIDDATA);
    }
    format_->format = decoder_->sample_fmt;
    format_->sample_rate = decoder_->sample_rate;
    check(av_channel_layout_copy(&format_->ch_layout, &decoder_->ch_layout));
    described_ = describe_sound(*format_);
}

void SoundDecoder::check(int code) const { check_av(code, input_.path(), problem_); }

// Brings decoded_, if the decoder has a frame.
bool SoundDecoder::receive() {
    if (avcodec_receive_frame(decoder_.get(), decoded_.get()) != 0) {
        return false;
    }
    decoded_->pts = decoded_->best_effort_timestamp;
    AVChannelLayout& layout = decoded_->ch_layout;
    if (layout.order == AV_CHANNEL_ORDER_UNSPEC && layout.nb_channels == format_->ch_layout.nb_channels) {
        check(av_channel_layout_copy(&layout, &format_->ch_layout));
    } else if (layout.order == AV_CHANNEL_ORDER_UNSPEC) {
        av_channel_layout_default(&layout, layout.nb_channels);
    }
    return true;
}

bool SoundDecoder::take_converted(AVFrame& frame) {
    const int code = converter_->pull(frame);
    if (code == 0) {
        frame.pts = frame.pts == AV_NOPTS_VALUE ? frame.pts : av_rescale_q(frame.pts, converter_->time_base(), time_base_);
        return true;
    }
    if (code != AVERROR(EAGAIN) && code != AVERROR_EOF) {
        check(code);
    }
    if (converted_.empty()) {
        converter_.reset();
    }
    return false;
}

// Brings decoded_ itself where it has the format, and converts it otherwise, once all before it has come.
bool SoundDecoder::pass_on(AVFrame& frame) {
    const std::string described = describe_sound(*decoded_);
    if (!converter_ && described == described_) {
        av_frame_move_ref(&frame, decoded_.get());
        return true;
    }
    if (!converter_) {
        const std::string rate = std::to_string(format_->sample_rate);
        const char* samples = av_get_sample_fmt_name(static_cast<AVSampleFormat>(format_->format));
        converter_.emplace(described, time_base_,
                           "aresample=" + rate + ",aformat=sample_fmts=" + samples + ":sample_rates=" + rate +
                               ":channel_layouts=" + layout_name(format_->ch_layout),
                           input_.path(), problem_);
        converted_ = described;
    }
    if (described == converted_) {
        check(converter_->push(decoded_.get()));
    } else {
        check(converter_->push(nullptr));
        converted_.clear();
    }
    return false;
}

bool SoundDecoder::next(AVFrame& frame, int most_packets) {
    av_frame_unref(&frame);
    for (int num_packets = 0;;) {
        if (converter_ && take_converted(frame)) {
            return true;
        }
        if (decoded_->nb_samples > 0 || receive()) {
            if (decoded_->nb_samples > 0 && pass_on(frame)) {
                return true;
            }
            continue;
        }
        if (num_packets++ >= most_packets) {
            return false;
        }
        const bool has_packet = input_.read_packet(*packet_);
        const int code = avcodec_send_packet(decoder_.get(), has_packet ? packet_.get() : nullptr);
        if (has_packet || code != AVERROR_EOF) {
            continue;
        }
        if (!converter_) {
            return false;
        }
        check(converter_->push(nullptr));
        converted_.clear();
    }
}

void SoundDecoder::restart() {
    avcodec_flush_buffers(decoder_.get());
    av_frame_unref(decoded_.get());
    converter_.reset();
}

}  // namespace kinora::ffmpeg
