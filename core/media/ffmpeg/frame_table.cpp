#include "core/media/ffmpeg/frame_table.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <string_view>

#include "core/base/error.h"

namespace kinora::ffmpeg {

namespace {

constexpr std::int64_t max_packets = std::int64_t{1} << 24;  // 77 hours at 60 frames per second
constexpr std::int64_t max_units = std::int64_t{1} << 53;
constexpr std::int64_t max_rate_term = 1'000'000;

bool is_mov(const AVFormatContext& format) { return std::string_view(format.iformat->name).starts_with("mov"); }

bool is_matroska(const AVFormatContext& format) { return std::string_view(format.iformat->name).starts_with("matroska"); }

// Containers that store a time for every frame and whose seeking lands where it is asked to. Elsewhere (AVI, raw streams,
// GIF) FFmpeg makes times up, and not always the same ones after a seek.
bool has_reliable_times(const AVFormatContext& format) {
    return is_mov(format) || is_matroska(format);
}

// VP8 stores frames that only others are predicted from in packets of their own; the other codecs put them beside a shown one.
bool is_hidden_frame(const AVPacket& packet, AVCodecID codec) {
    constexpr unsigned show_frame = 0x10;
    return codec == AV_CODEC_ID_VP8 && packet.size > 0 && (packet.data[0] & show_frame) == 0;
}

bool has_one_packet_a_frame(const AVStream& stream) {
    const AVFieldOrder order = stream.codecpar->field_order;
    return order == AV_FIELD_UNKNOWN || order == AV_FIELD_PROGRESSIVE;
}

bool is_constant_rate(const FrameTable& table, AVRational rate, AVRational time_base, bool rounds_times) {
    if (rate.num <= 0 || rate.den <= 0) {
        return false;
    }
    // Frame i is due i / (rate * time_base) units after the first.
    const std::int64_t numerator = std::int64_t{rate.den} * time_base.den;
    const std::int64_t denominator = std::int64_t{rate.num} * time_base.num;
    __extension__ using Wide = __int128;
    // A unit that is a frame or nearly one (AVI) is not rounded to: one more or less is a frame that was dropped.
    const Wide tolerance = rounds_times || numerator > 2 * Wide{denominator} ? denominator : 0;
    for (std::size_t i = 0; i < table.pts.size(); ++i) {
        const Wide due = static_cast<Wide>(i) * numerator;
        const Wide is = static_cast<Wide>(table.pts[i] - table.pts[0]) * denominator;
        const Wide difference = due > is ? due - is : is - due;
        if (difference > tolerance) {
            return false;
        }
    }
    return true;
}

// The nearest rate with terms that can be reckoned with, kept in a project and multiplied: the average of a long clip has any others.
FrameRate plain_rate(std::int64_t numerator, std::int64_t denominator) {
    AVRational rate = {0, 1};
    av_reduce(&rate.num, &rate.den, numerator, denominator, max_rate_term);
    return rate.num > 0 ? FrameRate{rate.num, rate.den} : FrameRate{1, max_rate_term};
}

// When the last of `pts` ends: after its own duration, or where that is unknown after the average one.
std::int64_t end_after(const std::vector<std::int64_t>& pts, std::int64_t last_duration) {
    if (pts.empty()) {
        return 0;
    }
    const auto steps = static_cast<std::int64_t>(pts.size()) - 1;
    const std::int64_t average = steps > 0 ? (pts.back() - pts.front()) / steps : 1;
    return pts.back() + (last_duration > 0 ? last_duration : std::max<std::int64_t>(average, 1));
}

// The number of the first entry of the container's list from which decoding can begin; of none, the first.
int first_key_entry(AVStream& stream) {
    const int num_entries = avformat_index_get_entries_count(&stream);
    for (int i = 0; predicts_frames(stream.codecpar->codec_id) && i < num_entries; ++i) {
        if ((avformat_index_get_entry(&stream, i)->flags & AVINDEX_KEYFRAME) != 0) {
            return i;
        }
    }
    return 0;
}

bool is_shown(const AVIndexEntry& entry) { return (entry.flags & AVINDEX_DISCARD_FRAME) == 0 && entry.size > 0; }

bool is_trimmed(AVStream& stream) {
    for (int i = 0; i < avformat_index_get_entries_count(&stream); ++i) {
        if ((avformat_index_get_entry(&stream, i)->flags & AVINDEX_DISCARD_FRAME) != 0) {
            return true;
        }
    }
    return false;
}

// What MP4 and MOV say of how long their frames last together: packets do not tell how long the last one does. 0 where it is not known.
std::int64_t listed_duration(const AVFormatContext& format, AVStream& stream, std::size_t num_frames) {
    const std::int64_t promised = is_mov(format) ? promised_frames(stream) : 0;
    const bool are_all_there = promised > 0 && static_cast<std::int64_t>(num_frames) == promised && first_key_entry(stream) == 0 && !is_trimmed(stream);
    return are_all_there && is_sane_time(stream.duration) ? stream.duration : 0;
}

// `last_duration`: the last frame's, as packets tell it.
void set_end(FrameTable& table, std::int64_t last_duration, const AVFormatContext& format, AVStream& stream) {
    const std::int64_t listed = listed_duration(format, stream, table.pts.size());
    table.is_end_listed = listed > 0;
    table.end_pts = std::max(end_after(table.pts, last_duration), table.pts.front() + listed);
}

// The rate at which `frames` frames take `units` units of time.
FrameRate rate_over(std::int64_t frames, std::int64_t units, AVRational time_base) {
    const std::int64_t divisor = std::gcd(frames, units);
    std::int64_t long_denominator = 0;
    if (__builtin_mul_overflow(units / divisor, std::int64_t{time_base.num}, &long_denominator)) {
        return {1, 1};
    }
    return plain_rate(frames / divisor * time_base.den, long_denominator);
}

// 60000/1001 for what is that but for rounding: Matroska stores the duration of a frame in nanoseconds.
AVRational as_ntsc_rate(AVRational rate) {
    const double per_second = rate.den > 0 ? av_q2d(rate) : 0.0;
    const double whole = std::round(per_second * 1.001);
    const double ntsc = whole * 1000.0 / 1001.0;
    const bool is_ntsc = whole >= 1.0 && whole < 1000.0 && std::abs(per_second - ntsc) < 2e-7 * ntsc;
    return is_ntsc ? AVRational{static_cast<int>(whole) * 1000, 1001} : AVRational{0, 1};
}

// The rates that the stream may have, the most trustworthy first.
std::vector<AVRational> rate_candidates(const FrameTable& table, const AVStream& stream, const AVFormatContext& format,
                                        const FrameRate& average) {
    AVRational by_first_step = {0, 1};
    const std::int64_t step = table.pts[1] - table.pts[0];
    if (step > 0 && step < INT32_MAX) {
        av_reduce(&by_first_step.num, &by_first_step.den, stream.time_base.den, step * stream.time_base.num, INT32_MAX);
    }
    const AVRational by_count = {static_cast<int>(average.numerator), static_cast<int>(average.denominator)};
    const AVRational named = stream.avg_frame_rate;
    if (is_matroska(format)) {
        return {as_ntsc_rate(named), named, stream.r_frame_rate, by_first_step, by_count};
    }
    if (std::string_view(format.iformat->name) == "gif") {
        return {by_count, by_first_step};
    }
    return {by_first_step, named, stream.r_frame_rate, by_count};
}

}  // namespace

bool predicts_frames(AVCodecID codec) {
    const AVCodecDescriptor* description = avcodec_descriptor_get(codec);
    return (description != nullptr && (description->props & AV_CODEC_PROP_REORDER) != 0) || codec == AV_CODEC_ID_VP8 ||
           codec == AV_CODEC_ID_VP9 || codec == AV_CODEC_ID_AV1;
}

bool is_sane_time(std::int64_t pts) { return pts > -max_units && pts < max_units; }

MediaTime media_time(std::int64_t units, AVRational time_base) {
    if (!is_sane_time(units) || time_base.num <= 0 || time_base.den <= 0) {
        return {};
    }
    // The unit is reduced first: 2^53 of the usual small numerators stay far from the limit of 64 bits.
    const std::int64_t divisor = std::gcd(units, std::int64_t{time_base.den});
    const std::int64_t count = divisor == 0 ? 0 : units / divisor;
    const std::int64_t denominator = divisor == 0 ? 1 : time_base.den / divisor;
    std::int64_t numerator = 0;
    if (__builtin_mul_overflow(count, std::int64_t{time_base.num}, &numerator)) {
        return {};
    }
    const std::int64_t rest = std::gcd(numerator, denominator);
    return rest == 0 ? MediaTime{} : MediaTime{numerator / rest, denominator / rest};
}

void make_up_times(FrameTable& table, std::int64_t count, const AVStream& stream) {
    const AVRational rate = stream.avg_frame_rate;
    const AVRational frame_duration = rate.num > 0 && rate.den > 0 ? av_inv_q(rate) : AVRational{1, 25};
    table.pts.resize(static_cast<std::size_t>(count));
    for (std::int64_t i = 0; i < count; ++i) {
        table.pts[static_cast<std::size_t>(i)] = av_rescale_q(i, frame_duration, stream.time_base);
    }
    table.end_pts = av_rescale_q(count, frame_duration, stream.time_base);
}

void FrameTableBuilder::add(const AVPacket& packet) {
    if (++num_packets_ > max_packets) {
        throw MediaError(input_.path(), Sentence::of("has more frames than any video; the file is damaged"));
    }
    if ((packet.flags & AV_PKT_FLAG_CORRUPT) != 0) {
        are_packets_plain_ = false;
    }
    const bool has_pts = packet.pts != AV_NOPTS_VALUE && is_sane_time(packet.pts);
    if (!has_pts) {
        table_.has_exact_times = false;
        are_packets_plain_ = false;
        return;
    }
    if ((packet.flags & AV_PKT_FLAG_KEY) != 0 && packet.pts > highest_pts_) {
        table_.entries.push_back({packet.pts, packet.dts == AV_NOPTS_VALUE ? packet.pts : packet.dts});
    }
    highest_pts_ = std::max(highest_pts_, packet.pts);
    // What an edit list cuts away is decoded but not shown; what comes before the first place to begin cannot be decoded.
    const bool counts = (packet.flags & AV_PKT_FLAG_DISCARD) == 0 && !table_.entries.empty() &&
                        packet.pts >= table_.entries.front().pts && !is_hidden_frame(packet, stream_.codecpar->codec_id);
    if (!counts) {
        return;
    }
    table_.pts.push_back(packet.pts);
    if (packet.pts == highest_pts_) {
        last_duration_ = packet.duration > 0 && is_sane_time(packet.duration) ? packet.duration : 0;
    }
}

FrameTable FrameTableBuilder::finish() {
    std::ranges::sort(table_.pts);
    const bool has_all_times = table_.has_exact_times;
    const bool is_distinct = std::ranges::adjacent_find(table_.pts) == table_.pts.end();
    const bool is_reliable = is_distinct && has_reliable_times(input_.format());
    table_.has_exact_times = table_.has_exact_times && is_reliable;
    table_.is_cut_short = input_.has_read_error();
    table_.is_one_packet_a_frame =
        are_packets_plain_ && is_reliable && has_one_packet_a_frame(stream_) && !table_.is_cut_short;
    if (has_all_times && !table_.pts.empty()) {
        set_end(table_, last_duration_, input_.format(), stream_);
    } else if (!has_all_times) {
        make_up_times(table_, num_packets_, stream_);
    }
    return std::move(table_);
}

FrameTable scan_packets(InputFile& input, AVStream& stream) {
    FrameTableBuilder builder(input, stream);
    const PacketPtr packet = make_packet();
    while (input.read_packet(*packet)) {
        builder.add(*packet);
    }
    return builder.finish();
}

std::int64_t promised_frames(AVStream& stream) {
    const int num_entries = avformat_index_get_entries_count(&stream);
    if (stream.nb_frames <= 0 || num_entries < stream.nb_frames) {
        return 0;
    }
    std::int64_t count = 0;
    for (int i = first_key_entry(stream); i < num_entries; ++i) {
        count += is_shown(*avformat_index_get_entry(&stream, i)) ? 1 : 0;
    }
    return count;
}

std::optional<FrameTable> table_from_container(InputFile& input, AVStream& stream) {
    const bool is_listed = is_mov(input.format()) && has_one_packet_a_frame(stream) && promised_frames(stream) > 0;
    if (!is_listed) {
        return std::nullopt;
    }
    const std::int64_t file_size = avio_size(input.format().pb);
    FrameTable table;
    for (int i = first_key_entry(stream); i < avformat_index_get_entries_count(&stream); ++i) {
        const AVIndexEntry& entry = *avformat_index_get_entry(&stream, i);
        if (!is_sane_time(entry.timestamp) || entry.pos < 0 || entry.pos > file_size - entry.size) {
            return std::nullopt;
        }
        if (is_shown(entry)) {
            table.pts.push_back(entry.timestamp);
        }
    }
    std::ranges::sort(table.pts);
    set_end(table, 0, input.format(), stream);
    return table;
}

RateAnalysis analyse_rate(const FrameTable& table, const AVStream& stream, const AVFormatContext& format) {
    const auto count = static_cast<std::int64_t>(table.pts.size());
    if (count == 0) {
        return {{25, 1}, false};
    }
    const std::int64_t units = std::max<std::int64_t>(table.end_pts - table.pts.front(), 1);
    const FrameRate average = rate_over(count, units, stream.time_base);
    if (count == 1) {
        const bool is_named = stream.avg_frame_rate.num > 0 && stream.avg_frame_rate.den > 0;
        return {is_named ? plain_rate(stream.avg_frame_rate.num, stream.avg_frame_rate.den) : average, false};
    }
    // Matroska has milliseconds for every rate.
    const bool rounds_times = is_matroska(format);
    for (const AVRational candidate : rate_candidates(table, stream, format, average)) {
        if (is_constant_rate(table, candidate, stream.time_base, rounds_times)) {
            return {plain_rate(candidate.num, candidate.den), false};
        }
    }
    return {average, true};
}

}  // namespace kinora::ffmpeg
