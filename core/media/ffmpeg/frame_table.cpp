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

// Containers that store a time for every frame and whose seeking lands where it is asked to. Elsewhere (AVI, raw streams,
// GIF) FFmpeg makes times up, and not always the same ones after a seek.
bool has_reliable_times(const AVFormatContext& format) {
    const std::string_view name = format.iformat->name;
    return name.find("mov") == 0 || name.find("matroska") == 0;
}

bool has_one_packet_a_frame(const AVStream& stream) {
    const AVFieldOrder order = stream.codecpar->field_order;
    return order == AV_FIELD_UNKNOWN || order == AV_FIELD_PROGRESSIVE;
}

bool is_constant_rate(const FrameTable& table, AVRational rate, AVRational time_base) {
    if (rate.num <= 0 || rate.den <= 0) {
        return false;
    }
    // Frame i is due i / (rate * time_base) units after the first.
    const std::int64_t numerator = std::int64_t{rate.den} * time_base.den;
    const std::int64_t denominator = std::int64_t{rate.num} * time_base.num;
    __extension__ using Wide = __int128;
    for (std::size_t i = 0; i < table.pts.size(); ++i) {
        const Wide due = static_cast<Wide>(i) * numerator;
        const Wide is = static_cast<Wide>(table.pts[i] - table.pts[0]) * denominator;
        const Wide difference = due > is ? due - is : is - due;
        if (difference > denominator) {
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
    const std::string_view container = format.iformat->name;
    if (container.starts_with("matroska")) {
        return {as_ntsc_rate(named), named, stream.r_frame_rate, by_first_step, by_count};
    }
    if (container == "gif") {
        return {by_count, by_first_step};
    }
    return {by_first_step, named, stream.r_frame_rate, by_count};
}

}  // namespace

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
    const bool is_shown = (packet.flags & AV_PKT_FLAG_DISCARD) == 0 && !table_.entries.empty() &&
                          packet.pts >= table_.entries.front().pts;
    if (!is_shown) {
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
    if (has_all_times) {
        table_.end_pts = end_after(table_.pts, last_duration_);
    } else {
        make_up_times(table_, num_packets_, stream_);
    }
    return std::move(table_);
}

FrameTable scan_packets(InputFile& input, const AVStream& stream) {
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
    for (int i = 0; i < num_entries; ++i) {
        count += (avformat_index_get_entry(&stream, i)->flags & AVINDEX_DISCARD_FRAME) == 0 ? 1 : 0;
    }
    return count;
}

std::optional<FrameTable> table_from_container(InputFile& input, AVStream& stream) {
    const bool is_listed = std::string_view(input.format().iformat->name).find("mov") == 0 &&
                           has_one_packet_a_frame(stream) && promised_frames(stream) > 0;
    if (!is_listed) {
        return std::nullopt;
    }
    const std::int64_t file_size = avio_size(input.format().pb);
    FrameTable table;
    for (int i = 0; i < avformat_index_get_entries_count(&stream); ++i) {
        const AVIndexEntry& entry = *avformat_index_get_entry(&stream, i);
        if (!is_sane_time(entry.timestamp) || entry.pos < 0 || entry.pos > file_size - entry.size) {
            return std::nullopt;
        }
        if ((entry.flags & AVINDEX_DISCARD_FRAME) == 0) {
            table.pts.push_back(entry.timestamp);
        }
    }
    std::ranges::sort(table.pts);
    const std::int64_t all = is_sane_time(stream.duration) ? stream.duration : 0;
    table.end_pts = std::max(end_after(table.pts, 0), table.pts.front() + all);
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
    for (const AVRational candidate : rate_candidates(table, stream, format, average)) {
        if (is_constant_rate(table, candidate, stream.time_base)) {
            return {plain_rate(candidate.num, candidate.den), false};
        }
    }
    return {average, true};
}

}  // namespace kinora::ffmpeg
