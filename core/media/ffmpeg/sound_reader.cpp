#include "core/media/ffmpeg/sound_reader.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/base/error.h"
#include "core/media/ffmpeg/av_error.h"
#include "core/media/ffmpeg/picture_start.h"
#include "core/media/sound_mix.h"

namespace kinora::ffmpeg {

namespace {

// Decoders of compressed sound need a little of what comes before to bring the right samples.
constexpr double run_up_seconds = 1.0;

// What is worth being read for the place of the first samples.
constexpr double latest_anchor_seconds = 2.0;
constexpr int most_anchor_packets = 32;

// Times of a damaged file that cannot be reckoned with.
bool is_time(std::int64_t samples) { return samples != AV_NOPTS_VALUE && std::abs(samples) < std::int64_t{1} << 48; }

Sentence unreadable() { return Sentence::of("its sound cannot be read"); }

}  // namespace

SoundReader::SoundReader(const std::filesystem::path& path, std::int64_t first_sample, const std::stop_token& stop)
    : input_(path, stop) {
    const AVStream* sound = input_.choose_sound_stream();
    if (sound == nullptr) {
        throw MediaError(path, Sentence::of("holds no sound any more; relink it or mute its clips"));
    }
    decoder_.emplace(input_, *sound, unreadable());
    const double origin = picture_start(input_, stop);
    constexpr double most_seconds = 1e6;
    if (!(std::abs(origin) < most_seconds) || std::abs(static_cast<double>(first_sample)) > most_seconds * mix_sample_rate) {
        throw MediaError(path, Sentence::of("names times for its sound that no video has"));
    }
    const std::int64_t first = first_sample + std::llround(origin * mix_sample_rate);
    time_base_ = sound->time_base;
    sample_time_ = {1, decoder_->format().sample_rate};
    build_filters(first);
    seek_before(static_cast<double>(first) / mix_sample_rate, *sound);
}

void SoundReader::check(int code) {
    check_av(code, input_.path(), unreadable());
}

void SoundReader::seek_before(double seconds, const AVStream& sound) {
    if (seconds < 2.0 * run_up_seconds) {
        return;
    }
    // Some containers count in milliseconds. Samples that are read from the beginning follow each other without a gap, so the place
    // of those behind the search follows from the first ones' and from how many a packet holds.
    const bool begins_soon = sound.start_time != AV_NOPTS_VALUE && static_cast<double>(sound.start_time) * av_q2d(sound.time_base) < latest_anchor_seconds;
    const bool has_anchor = begins_soon && decode_next(most_anchor_packets) && is_time(decoded_->pts);
    const std::int64_t anchor = has_anchor ? decoded_->pts + decoded_->nb_samples : AV_NOPTS_VALUE;
    const auto target = static_cast<std::int64_t>((seconds - run_up_seconds) / av_q2d(sound.time_base));
    if (avformat_seek_file(&input_.format(), sound.index, INT64_MIN, target, target, 0) < 0) {
        // A file that cannot be searched is read from its beginning.
        if (decoded_->nb_samples > 0) {
            feed_decoded();
        }
        return;
    }
    decoder_->restart();
    if (decode_next() && is_time(decoded_->pts) && is_time(anchor)) {
        snap_to_packets(anchor);
    }
    feed_decoded();
}

void SoundReader::snap_to_packets(std::int64_t anchor) {
    const std::int64_t packet = std::max(decoder_->frame_size() > 0 ? decoder_->frame_size() : decoded_->nb_samples, 1);
    const std::int64_t tick = av_rescale_q_rnd(1, time_base_, sample_time_, AV_ROUND_UP);
    const std::int64_t behind = decoded_->pts - anchor;
    const std::int64_t snapped = anchor + av_rescale(behind, 1, packet) * packet;
    // Further off, there is a gap, or packets differ in length. Where they are as short as a tick, every place is near one of theirs.
    if (packet > 2 * tick && std::abs(snapped - decoded_->pts) <= tick) {
        decoded_->pts = snapped;
    }
}

void SoundReader::build_filters(std::int64_t first_sample) {
    // What lies before the first sample is cut, a gap after it is silence. The filter counts it at the source's own rate.
    const std::string rate = std::to_string(mix_sample_rate);
    const std::int64_t source_sample = av_rescale(first_sample, decoder_->format().sample_rate, mix_sample_rate);
    const std::string chain = "aresample=" + rate + ":async=1:first_pts=" + std::to_string(source_sample) +
                              ",aformat=sample_fmts=flt:sample_rates=" + rate + ":channel_layouts=stereo";
    filters_.emplace(describe_sound(decoder_->format()), sample_time_, chain, input_.path(), unreadable());
}

// Brings decoded_, with its time in samples; false at the end, or when so many packets brought nothing.
bool SoundReader::decode_next(int most_packets) {
    if (!decoder_->next(*decoded_, most_packets)) {
        return false;
    }
    decoded_->pts = decoded_->pts == AV_NOPTS_VALUE ? decoded_->pts : av_rescale_q(decoded_->pts, time_base_, sample_time_);
    return true;
}

// At the end nothing is decoded, which tells the filters so.
void SoundReader::feed_decoded() {
    check(filters_->push(decoded_->nb_samples > 0 ? decoded_.get() : nullptr));
}

// Brings frame_ with samples that were not used yet; false at the end.
bool SoundReader::fetch() {
    while (!is_at_end_ && num_used_ >= 2 * static_cast<std::size_t>(frame_->nb_samples)) {
        av_frame_unref(frame_.get());
        num_used_ = 0;
        const int code = filters_->pull(*frame_);
        if (code == AVERROR(EAGAIN)) {
            decode_next();
            feed_decoded();
        } else if (code == AVERROR_EOF) {
            is_at_end_ = true;
        } else {
            check(code);
        }
    }
    return !is_at_end_;
}

void SoundReader::add_to(std::span<float> target) {
    forget_log_line();
    while (!target.empty() && fetch()) {
        const auto* samples = reinterpret_cast<const float*>(frame_->data[0]);
        const std::size_t count = std::min(target.size(), 2 * static_cast<std::size_t>(frame_->nb_samples) - num_used_);
        for (std::size_t i = 0; i < count; ++i) {
            target[i] += samples[num_used_ + i];
        }
        num_used_ += count;
        target = target.subspan(count);
    }
}

}  // namespace kinora::ffmpeg
