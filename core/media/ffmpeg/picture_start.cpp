#include "core/media/ffmpeg/picture_start.h"

#include <optional>
#include <string_view>

#include "core/media/ffmpeg/frame_table.h"

namespace kinora::ffmpeg {

namespace {

constexpr int most_packets = 1000;  // of video before the first key frame: some 20 s, when it is taken for one that has none

// Recordings of broadcasts begin wherever they were cut; the other containers begin with a key frame.
bool may_begin_anywhere(const AVFormatContext& format, const AVStream& stream) {
    const std::string_view name = format.iformat->name;
    return (name == "mpegts" || name == "mpeg") && predicts_frames(stream.codecpar->codec_id);
}

std::optional<std::int64_t> first_key_time(const std::filesystem::path& path, int stream_index, const std::stop_token& stop) {
    InputFile input(path, stop);
    if (stream_index >= static_cast<int>(input.format().nb_streams)) {
        return std::nullopt;
    }
    input.choose(*input.format().streams[stream_index]);
    const PacketPtr packet = make_packet();
    for (int i = 0; i < most_packets && input.read_packet(*packet); ++i) {
        if ((packet->flags & AV_PKT_FLAG_KEY) != 0 && packet->pts != AV_NOPTS_VALUE) {
            return packet->pts;
        }
    }
    return std::nullopt;
}

}  // namespace

double picture_start(InputFile& input, const std::stop_token& stop) {
    AVFormatContext& format = input.format();
    const int index = av_find_best_stream(&format, AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
    if (index >= 0) {
        const AVStream& stream = *format.streams[index];
        const bool is_cover = (stream.disposition & AV_DISPOSITION_ATTACHED_PIC) != 0;
        if (!is_cover && stream.start_time != AV_NOPTS_VALUE) {
            const auto key_time = may_begin_anywhere(format, stream) ? first_key_time(input.path(), index, stop) : std::nullopt;
            return static_cast<double>(key_time.value_or(stream.start_time)) * av_q2d(stream.time_base);
        }
    }
    return format.start_time == AV_NOPTS_VALUE ? 0.0 : static_cast<double>(format.start_time) / AV_TIME_BASE;
}

}  // namespace kinora::ffmpeg
