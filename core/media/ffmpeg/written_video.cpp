#include "core/media/ffmpeg/written_video.h"

#include <cstdlib>
#include <string>

#include "core/base/error.h"
#include "core/media/ffmpeg/frame_table.h"
#include "core/media/ffmpeg/input_file.h"

namespace kinora::ffmpeg {

void check_written_video(const std::filesystem::path& file, const std::filesystem::path& shown_path, std::int64_t num_frames,
                         const FrameRate& rate, bool has_sound, const std::stop_token& stop) {
    const auto fail = [&](const Sentence& problem) {
        throw MediaError(shown_path, Sentence::of("was not written right: %1; check the disk and export again", problem));
    };
    InputFile input(file, stop);
    if (has_sound && input.choose_sound_stream() == nullptr) {
        fail(Sentence::of("it holds no sound"));
    }
    AVStream& stream = input.choose_video_stream();
    const FrameTable table = scan_packets(input, stream);
    if (table.is_cut_short || static_cast<std::int64_t>(table.pts.size()) != num_frames) {
        fail(Sentence::of("it holds %1 of %2 frames", table.pts.size(), num_frames));
    }
    const AVRational duration = {static_cast<int>(rate.denominator), static_cast<int>(rate.numerator)};
    for (std::size_t i = 0; i < table.pts.size(); ++i) {
        const std::int64_t due = av_rescale_q(static_cast<std::int64_t>(i), duration, stream.time_base);
        const bool rises = i == 0 || table.pts[i] > table.pts[i - 1];
        if (!rises || std::abs(table.pts[i] - table.pts.front() - due) > 1) {
            fail(Sentence::of("frame %1 is not shown at its time", i));
        }
    }
}

}  // namespace kinora::ffmpeg
