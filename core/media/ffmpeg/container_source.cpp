#include "core/media/ffmpeg/container_source.h"

#include <algorithm>
#include <string>

#include "core/base/error.h"
#include "core/media/ffmpeg/matroska_segment.h"

namespace kinora::ffmpeg {

namespace {

constexpr int max_entries_tried = 3;

std::int64_t duration_of(const AVFrame& frame) {
#if LIBAVUTIL_VERSION_MAJOR >= 58
    return frame.duration;
#else
    return frame.pkt_duration;
#endif
}

[[noreturn]] void throw_no_frame(const std::filesystem::path& path) {
    throw MediaError(path, Sentence::of("holds no frame that can be read; the file is damaged or incomplete"));
}

}  // namespace

ContainerSource::ContainerSource(const std::filesystem::path& path, const std::stop_token& stop) : path_(path) {
    open(stop);
    shape_ = shape_of(input_->format(), *stream_);
    converter_ = std::make_unique<FrameToImage>(path_, shape_);
}

void ContainerSource::open(const std::stop_token& stop) {
    decoder_.reset();
    input_ = std::make_unique<InputFile>(path_, stop);
    stream_ = &input_->choose_video_stream();
    decoder_ = std::make_unique<FrameDecoder>(*input_, *stream_);
    position_ = 0;
    last_pts_ = AV_NOPTS_VALUE;
    last_end_ = AV_NOPTS_VALUE;
}

const FrameTable& ContainerSource::table(const std::stop_token& stop) {
    if (table_) {
        return *table_;
    }
    InputFile input(path_, stop);
    FrameTable table = scan_packets(input, input.choose_video_stream());
    if (!table.is_one_packet_a_frame) {
        table = scan_frames(path_, stop);
        is_table_from_decoding_ = true;
    }
    table_ = std::move(table);
    return *table_;
}

const AVFrame* ContainerSource::decode_next() {
    const AVFrame* frame = decoder_->next();
    if (frame == nullptr) {
        return nullptr;
    }
    last_pts_ = frame->best_effort_timestamp;
    const std::int64_t duration = std::max<std::int64_t>(duration_of(*frame), 0);
    last_end_ = last_pts_ != AV_NOPTS_VALUE && is_sane_time(last_pts_) && is_sane_time(duration) ? last_pts_ + duration : AV_NOPTS_VALUE;
    if (table_ && table_->has_exact_times) {
        // Counting would go wrong after a frame that could not be decoded; the time does not.
        const auto found = std::ranges::lower_bound(table_->pts, last_pts_);
        const bool is_known = found != table_->pts.end() && *found == last_pts_;
        position_ = is_known ? found - table_->pts.begin() + 1 : -1;
    } else {
        ++position_;
    }
    return frame;
}

bool ContainerSource::is_right_entry() const {
    const auto found = std::ranges::lower_bound(table_->entries, decoder_->first_key_pts(), {}, &EntryPoint::pts);
    return found != table_->entries.end() && found->pts == decoder_->first_key_pts();
}

const AVFrame* ContainerSource::decode_up_to(std::int64_t index) {
    while (const AVFrame* frame = decode_next()) {
        if (position_ == index + 1) {
            return frame;
        }
        if (position_ < 0 || position_ > index + 1) {
            break;
        }
    }
    position_ = -1;
    return nullptr;
}

bool ContainerSource::enter_at(const EntryPoint& entry) {
    position_ = -1;
    // MOV and MP4 seek by the time of decoding, the others by the time of showing.
    const bool is_by_dts = std::string_view(input_->format().iformat->name).find("mov") == 0;
    const std::int64_t target = is_by_dts ? entry.dts : entry.pts;
    if (av_seek_frame(&input_->format(), stream_->index, target, AVSEEK_FLAG_BACKWARD) < 0) {
        return false;
    }
    decoder_->restart();
    return true;
}

const AVFrame* ContainerSource::decode_from_entries(std::int64_t index, const std::stop_token& stop) {
    const std::int64_t wanted = table_->pts[static_cast<std::size_t>(index)];
    auto entry = std::ranges::upper_bound(table_->entries, wanted, {}, &EntryPoint::pts);
    for (int tried = 0; tried < max_entries_tried && entry != table_->entries.begin(); ++tried) {
        --entry;
        if (!enter_at(*entry)) {
            break;
        }
        const AVFrame* frame = decode_up_to(index);
        if (frame != nullptr && is_right_entry()) {
            return frame;
        }
    }
    open(stop);
    return decode_up_to(index);
}

const AVFrame* ContainerSource::find_frame(std::int64_t index, const std::stop_token& stop) {
    if (position_ == index) {
        if (const AVFrame* frame = decode_up_to(index)) {
            return frame;
        }
        return nullptr;
    }
    table(stop);
    const bool is_ahead = position_ >= 0 && position_ < index;
    if (!table_->has_exact_times) {
        if (!is_ahead) {
            open(stop);
        }
        return decode_up_to(index);
    }
    if (is_ahead) {
        // Going on is quicker than seeking unless there is a key frame on the way.
        const auto last_entry = std::ranges::upper_bound(
            table_->entries, table_->pts[static_cast<std::size_t>(index)], {}, &EntryPoint::pts);
        const bool is_entry_between =
            last_entry != table_->entries.begin() &&
            std::prev(last_entry)->pts > table_->pts[static_cast<std::size_t>(position_)];
        if (!is_entry_between) {
            if (const AVFrame* frame = decode_up_to(index)) {
                return frame;
            }
        }
    }
    return decode_from_entries(index, stop);
}

// The frame with the number next_index_, which then rises; nullptr at the end.
const AVFrame* ContainerSource::find_next(const std::stop_token& stop) {
    const std::int64_t index = next_index_;
    if (end_index_ && index >= *end_index_) {
        return nullptr;
    }
    if (!decoder_ || input_->was_stopped()) {
        open(stop);
    }
    input_->set_stop(stop);
    const AVFrame* frame = nullptr;
    if (!table_ || index < static_cast<std::int64_t>(table_->pts.size())) {
        frame = find_frame(index, stop);
    }
    if (frame == nullptr && table_ && index < static_cast<std::int64_t>(table_->pts.size()) && !is_table_from_decoding_) {
        // The packets promised a frame that decoding does not bring: only decoding everything tells what there is.
        table_ = scan_frames(path_, stop);
        is_table_from_decoding_ = true;
        if (index < static_cast<std::int64_t>(table_->pts.size())) {
            frame = find_frame(index, stop);
        }
    }
    if (frame == nullptr) {
        note_end();
        return nullptr;
    }
    ++next_index_;
    return frame;
}

std::optional<VideoFrame> ContainerSource::next(const std::stop_token& stop) {
    const AVFrame* frame = find_next(stop);
    return frame == nullptr ? std::nullopt : std::optional(to_video_frame(*frame, next_index_ - 1));
}

std::optional<SkippedFrame> ContainerSource::skip_next(const std::stop_token& stop) {
    const AVFrame* frame = find_next(stop);
    return frame == nullptr ? std::nullopt : std::optional(SkippedFrame{.comes_as_stored = is_as_stored(*frame)});
}

// A file that ends half-way still has the length in its header that it was to have.
bool ContainerSource::is_shorter_than_promised() const {
    const AVFormatContext& format = input_->format();
    const bool is_length_known = format.duration > 0 && format.duration_estimation_method == AVFMT_DURATION_FROM_STREAM;
    if (!is_length_known || format.nb_streams != 1 || last_end_ == AV_NOPTS_VALUE) {
        return false;
    }
    const std::int64_t start = format.start_time == AV_NOPTS_VALUE ? 0 : format.start_time;
    const double rate = av_q2d(stream_->avg_frame_rate);
    const double frame_seconds = rate > 0.0 ? 1.0 / rate : 0.1;
    const bool is_all_read = table_ && next_index_ == static_cast<std::int64_t>(table_->pts.size());
    const std::int64_t end = is_all_read ? std::max(last_end_, table_->end_pts) : last_end_;
    const double shown_until = static_cast<double>(end) * av_q2d(stream_->time_base);
    const double promised = static_cast<double>(start) / AV_TIME_BASE + static_cast<double>(format.duration) / AV_TIME_BASE;
    // Matroska does not store how long the last frame stands, but tells in another way that nothing is missing.
    return shown_until + 1.5 * frame_seconds < promised && !holds_whole_segment(path_);
}

void ContainerSource::note_end() {
    if (next_index_ == 0) {
        throw_no_frame(path_);
    }
    end_index_ = next_index_;
    // How many frames there are to be says more than how long they last: the last one's duration is not always stored.
    const std::int64_t promised = promised_frames(*stream_);
    const bool is_short = promised > 0 ? next_index_ < promised : is_shorter_than_promised();
    ended_early_ = ended_early_ || input_->has_read_error() || decoder_->has_damage() || is_short || (table_ && table_->is_cut_short);
}

bool ContainerSource::is_as_stored(const AVFrame& frame) const {
    return shape_.is_as_stored() && frame.width == shape_.width() && frame.height == shape_.height();
}

VideoFrame ContainerSource::to_video_frame(const AVFrame& frame, std::int64_t index) {
    VideoFrame result;
    result.image = converter_->convert(frame);
    const std::int64_t pts = frame.best_effort_timestamp;
    const AVRational rate = stream_->avg_frame_rate;
    if (pts != AV_NOPTS_VALUE && is_sane_time(pts)) {
        result.time = media_time(pts, stream_->time_base);
    } else {
        result.time = rate.num > 0 ? MediaTime{index * rate.den, rate.num} : MediaTime{index, 25};
    }
    if (is_as_stored(frame)) {
        result.stored = std::make_shared<const StoredFrame>(frame);
    }
    return result;
}

void ContainerSource::seek(std::int64_t index, const std::stop_token& stop) {
    const std::int64_t count = num_frames(stop);
    if (count == 0) {
        throw_no_frame(path_);
    }
    if (index < 0 || index >= count) {
        throw MediaError(path_, Sentence::of("has frames 0 to %1; frame %2 was asked for", count - 1, index));
    }
    next_index_ = index;
}

std::int64_t ContainerSource::num_frames(const std::stop_token& stop) {
    return static_cast<std::int64_t>(table(stop).pts.size());
}

FrameRate ContainerSource::frame_rate(const std::stop_token& stop) {
    return analyse_rate(table(stop), *stream_, input_->format()).rate;
}

MediaTime ContainerSource::since_first(std::int64_t index, const std::stop_token& stop) {
    const FrameTable& known = table(stop);
    if (!rate_ || rated_frames_ != known.pts.size()) {
        rate_ = analyse_rate(known, *stream_, input_->format());
        rated_frames_ = known.pts.size();
    }
    // Containers round times, Matroska to milliseconds: where the rate is constant, it says when a frame is meant to be shown.
    if (!rate_->is_variable) {
        return {index * rate_->rate.denominator, rate_->rate.numerator};
    }
    return media_time(known.pts[static_cast<std::size_t>(index)] - known.pts.front(), stream_->time_base);
}

}  // namespace kinora::ffmpeg
