#include "core/media/ffmpeg/picture_start.h"

namespace kinora::ffmpeg {

double picture_start(AVFormatContext& format) {
    const int index = av_find_best_stream(&format, AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
    if (index >= 0) {
        const AVStream& stream = *format.streams[index];
        const bool is_cover = (stream.disposition & AV_DISPOSITION_ATTACHED_PIC) != 0;
        if (!is_cover && stream.start_time != AV_NOPTS_VALUE) {
            return static_cast<double>(stream.start_time) * av_q2d(stream.time_base);
        }
    }
    return format.start_time == AV_NOPTS_VALUE ? 0.0 : static_cast<double>(format.start_time) / AV_TIME_BASE;
}

}  // namespace kinora::ffmpeg
