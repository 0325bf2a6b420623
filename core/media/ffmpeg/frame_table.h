// The frames of a stream in the order in which they are shown, and the places where decoding can begin.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <vector>

#include "core/base/frame_time.h"
#include "core/media/ffmpeg/input_file.h"
#include "core/media/media_time.h"

namespace kinora::ffmpeg {

// A packet where decoding can begin so that every frame shown from `pts` on comes out right.
struct EntryPoint {
    std::int64_t pts = 0;
    std::int64_t dts = 0;
};

struct FrameTable {
    std::vector<std::int64_t> pts;    // ascending; in units of the stream's time base
    std::vector<EntryPoint> entries;  // ascending by pts
    std::int64_t end_pts = 0;         // when the last frame ends
    bool is_end_listed = false;       // by the container, which tells how long each frame lasts

    // False where time stamps are missing or not distinct: frames are then only known by counting from the start.
    bool has_exact_times = true;
    // False where a packet need not be a frame (fields, hidden frames, damage): only decoding tells the number of frames.
    bool is_one_packet_a_frame = true;
    // The file could not be read to its end.
    bool is_cut_short = false;
};

// Collects packets into a table; used while the file is read for the first time.
class FrameTableBuilder {
 public:
    FrameTableBuilder(InputFile& input, AVStream& stream) : input_(input), stream_(stream) {}

    // Throws MediaError if there are more packets than any video has.
    void add(const AVPacket& packet);
    FrameTable finish();

 private:
    InputFile& input_;
    AVStream& stream_;
    FrameTable table_;
    std::int64_t num_packets_ = 0;
    std::int64_t highest_pts_ = INT64_MIN;
    std::int64_t last_duration_ = 0;
    bool are_packets_plain_ = true;
};

// Reads every packet from where `input` stands, which must be the start, to the end. Throws Cancelled.
FrameTable scan_packets(InputFile& input, AVStream& stream);

// Where the container itself lists its frames (MP4 and MOV, if the file is as long as the list says), the table without
// reading the packets: good for counting and timing, but `pts` holds the times of decoding. Nothing elsewhere.
std::optional<FrameTable> table_from_container(InputFile& input, AVStream& stream);

// The number of frames that the container says it holds and that can be decoded, or 0.
std::int64_t promised_frames(AVStream& stream);

// Codecs that predict from other frames only make sense from a key frame on. For the others not every demuxer marks one.
bool predicts_frames(AVCodecID codec);

struct RateAnalysis {
    // Of a constant rate if every time is the rate's, rounded to the unit of the time base where that is fine enough. Otherwise the number of frames
    // divided by the time that they take.
    FrameRate rate;
    bool is_variable = false;
};
RateAnalysis analyse_rate(const FrameTable& table, const AVStream& stream, const AVFormatContext& format);

// A count of time base units as an exact time. Times beyond any video (over 2^53 units) are taken as 0.
MediaTime media_time(std::int64_t units, AVRational time_base);

// Gives `count` frames the times that they have at the stream's own rate, for streams that store none.
void make_up_times(FrameTable& table, std::int64_t count, const AVStream& stream);

// Whether a time stamp is one that a sane file has.
bool is_sane_time(std::int64_t pts);

}  // namespace kinora::ffmpeg
