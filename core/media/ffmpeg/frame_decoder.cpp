#include "core/media/ffmpeg/frame_decoder.h"

#include <algorithm>
#include <functional>
#include <string_view>
#include <thread>

#include "core/media/ffmpeg/av_error.h"

namespace kinora::ffmpeg {

namespace {

constexpr int max_threads = 8;
constexpr int max_errors_at_end = 64;  // more frames than any decoder holds back

int num_decoder_threads() { return std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, max_threads); }

bool can_be_sought(const AVFormatContext& format) {
    const std::string_view name = format.iformat->name;
    return name.find("mov") == 0 || name.find("matroska") == 0 || name == "mpegts";
}

}  // namespace

FrameDecoder::FrameDecoder(InputFile& input, const AVStream& stream)
    : input_(input),
      codec_(input.open_decoder(stream, num_decoder_threads())),
      is_waiting_for_key_(predicts_frames(stream.codecpar->codec_id)) {}

const AVFrame* FrameDecoder::next() {
    for (;;) {
        const int code = avcodec_receive_frame(codec_.get(), frame_.get());
        if (code == 0) {
            const std::int64_t pts = frame_->best_effort_timestamp;
            const bool is_before_start =
                pts != AV_NOPTS_VALUE && first_key_pts_ != AV_NOPTS_VALUE && pts < first_key_pts_;
            if (!is_before_start) {
                return frame_.get();
            }
            continue;
        }
        if (code == AVERROR_EOF) {
            return nullptr;
        }
        if (code != AVERROR(EAGAIN)) {
            note_damage();
        }
        if (!is_at_end_) {
            feed();
        } else if (++errors_at_end_ > max_errors_at_end) {
            return nullptr;
        }
    }
}

void FrameDecoder::feed() {
    forget_log_line();
    if (!input_.read_packet(*packet_)) {
        is_at_end_ = true;
        avcodec_send_packet(codec_.get(), nullptr);
        return;
    }
    if (builder_ != nullptr) {
        builder_->add(*packet_);
    }
    const bool is_key = (packet_->flags & AV_PKT_FLAG_KEY) != 0;
    if (is_waiting_for_key_ && !is_key) {
        return;
    }
    is_waiting_for_key_ = false;
    if (is_key && first_key_pts_ == AV_NOPTS_VALUE) {
        first_key_pts_ = packet_->pts;
    }
    if (avcodec_send_packet(codec_.get(), packet_.get()) < 0) {
        note_damage();
    }
}

void FrameDecoder::note_damage() {
    // After a jump, frames that were predicted from others before it fail in a sound file too.
    has_damage_ = has_damage_ || !was_restarted_;
}

void FrameDecoder::restart() {
    avcodec_flush_buffers(codec_.get());
    first_key_pts_ = AV_NOPTS_VALUE;
    is_waiting_for_key_ = true;
    is_at_end_ = false;
    errors_at_end_ = 0;
    was_restarted_ = true;
}

FrameTable scan_frames(const std::filesystem::path& path, const std::stop_token& stop) {
    InputFile input(path, stop);
    AVStream& stream = input.choose_video_stream();
    FrameTableBuilder builder(input, stream);
    FrameDecoder decoder(input, stream);
    decoder.watch_packets(builder);
    std::vector<std::int64_t> times;
    bool has_times = true;
    while (const AVFrame* frame = decoder.next()) {
        has_times = has_times && frame->best_effort_timestamp != AV_NOPTS_VALUE && is_sane_time(frame->best_effort_timestamp);
        times.push_back(frame->best_effort_timestamp);
    }
    FrameTable table = builder.finish();
    const bool is_ascending = std::ranges::adjacent_find(times, std::ranges::greater_equal()) == times.end();
    if (!has_times) {
        make_up_times(table, static_cast<std::int64_t>(times.size()), stream);
    } else {
        table.end_pts = times.empty() ? 0 : std::max(table.end_pts, times.back() + 1);
        table.pts = std::move(times);
    }
    table.has_exact_times = has_times && is_ascending && can_be_sought(input.format());
    table.is_one_packet_a_frame = true;
    table.is_cut_short = table.is_cut_short || decoder.has_damage();
    return table;
}

}  // namespace kinora::ffmpeg
