#include "core/media/ffmpeg/sound_track.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/media/ffmpeg/av_error.h"
#include "core/media/ffmpeg/frame_table.h"
#include "core/media/ffmpeg/picture_start.h"

namespace kinora::ffmpeg {

namespace {

constexpr double max_seconds = 1e6;
constexpr double max_speed = 64.0;

// Decoders of compressed sound need a little of what comes before to bring the right samples.
constexpr double run_up_seconds = 1.0;

bool can_be_copied(Container container, AVCodecID codec) {
    const auto is_one_of = [codec](std::initializer_list<AVCodecID> codecs) {
        return std::ranges::find(codecs, codec) != codecs.end();
    };
    switch (container) {
        case Container::mp4:
            return is_one_of({AV_CODEC_ID_AAC, AV_CODEC_ID_MP3, AV_CODEC_ID_AC3, AV_CODEC_ID_EAC3, AV_CODEC_ID_ALAC});
        case Container::mov:
            return is_one_of({AV_CODEC_ID_AAC, AV_CODEC_ID_MP3, AV_CODEC_ID_AC3, AV_CODEC_ID_ALAC, AV_CODEC_ID_PCM_S16LE,
                              AV_CODEC_ID_PCM_S16BE, AV_CODEC_ID_PCM_S24LE, AV_CODEC_ID_PCM_S24BE});
        case Container::webm:
            return is_one_of({AV_CODEC_ID_OPUS, AV_CODEC_ID_VORBIS});
        case Container::mkv:
            return is_one_of({AV_CODEC_ID_AAC, AV_CODEC_ID_MP3, AV_CODEC_ID_AC3, AV_CODEC_ID_EAC3, AV_CODEC_ID_OPUS,
                              AV_CODEC_ID_VORBIS, AV_CODEC_ID_FLAC, AV_CODEC_ID_PCM_S16LE, AV_CODEC_ID_PCM_S24LE});
        default:
            return false;
    }
}

}  // namespace

SoundTrack::SoundTrack(const SoundSource& source, OutputFile& output, const std::stop_token& stop) : input_(source.path, stop) {
    const AVStream* sound = input_.choose_sound_stream();
    if (sound == nullptr) {
        throw MediaError(source.path, Sentence::of("holds no sound; choose a file with a sound track"));
    }
    const double shift_seconds = source.offset_seconds - picture_start(input_, stop);
    if (!(std::abs(shift_seconds) < max_seconds)) {
        throw MediaError(source.path, Sentence::of("cannot be used as sound: its times or the offset are beyond any video"));
    }
    if (!(source.speed >= 1.0 / max_speed && source.speed <= max_speed)) {
        throw MediaError(source.path, Sentence::of("cannot be used as sound at that speed; the most is 64 times slower or faster"));
    }
    seek_before(-shift_seconds, *sound);
    if (source.speed == 1.0 && can_be_copied(output.container(), sound->codecpar->codec_id)) {
        time_base_ = sound->time_base;
        shift_ = std::llround(shift_seconds / av_q2d(time_base_));
        may_begin_early_ = output.container() == Container::mp4 || output.container() == Container::mov;
        stream_ = &output.add_stream(*sound->codecpar, time_base_);
        return;
    }
    const AVCodecID codec = output.container() == Container::webm ? AV_CODEC_ID_OPUS : AV_CODEC_ID_AAC;
    encoder_ = std::make_unique<SoundEncoder>(input_, *sound, codec, shift_seconds, source.speed, output.needs_global_headers());
    time_base_ = encoder_->context().time_base;
    may_begin_early_ = true;
    stream_ = &output.add_stream(encoder_->context());
}

// `seconds` are on the source's clock.
void SoundTrack::seek_before(double seconds, const AVStream& sound) {
    // Broadcasts are searched for a clock that rises, which it need not do where recordings were joined.
    const std::string_view format = input_.format().iformat->name;
    if (format == "mpegts" || format == "mpeg") {
        return;
    }
    const double unit = av_q2d(sound.time_base);
    const double start = sound.start_time == AV_NOPTS_VALUE ? 0.0 : static_cast<double>(sound.start_time) * unit;
    if (seconds - start < 2.0 * run_up_seconds) {
        return;
    }
    // A file that cannot be searched is read from its beginning.
    const auto target = static_cast<std::int64_t>((seconds - run_up_seconds) / unit);
    avformat_seek_file(&input_.format(), sound.index, INT64_MIN, target, target, 0);
}

bool SoundTrack::fetch_copied() {
    while (input_.read_packet(*packet_)) {
        if (packet_->pts == AV_NOPTS_VALUE || !is_sane_time(packet_->pts)) {
            continue;
        }
        packet_->pts += shift_;
        packet_->dts = packet_->pts;
        const std::int64_t first = may_begin_early_ ? 1 - std::max<std::int64_t>(packet_->duration, 1) : 0;
        // No container takes a packet that is not behind the one before. Times that were rounded may repeat; in recordings that were joined they
        // begin anew.
        const bool is_next = last_copied_ != AV_NOPTS_VALUE && packet_->pts > last_copied_ - std::max<std::int64_t>(packet_->duration, 1);
        if (is_next && packet_->pts <= last_copied_) {
            packet_->pts = last_copied_ + 1;
            packet_->dts = packet_->pts;
        }
        if (packet_->pts >= first && packet_->pts > last_copied_) {
            last_copied_ = packet_->pts;
            return true;
        }
    }
    return false;
}

bool SoundTrack::fetch() {
    if (!has_packet_ && !is_at_end_) {
        has_packet_ = encoder_ ? encoder_->next(*packet_) : fetch_copied();
        is_at_end_ = !has_packet_;
    }
    return has_packet_;
}

void SoundTrack::write_until(OutputFile& output, double limit) {
    while (fetch() && seconds(packet_->pts) < limit) {
        output.write(*packet_, *stream_, time_base_);
        has_packet_ = false;
    }
}

void SoundTrack::finish(OutputFile& output, double end_seconds) {
    while (fetch() && seconds(packet_->pts + packet_->duration) <= end_seconds) {
        output.write(*packet_, *stream_, time_base_);
        has_packet_ = false;
    }
}

}  // namespace kinora::ffmpeg
