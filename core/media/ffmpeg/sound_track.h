// The sound of another file on its way into an output: copied packet by packet, or decoded and encoded again.
#pragma once

#include <cstdint>
#include <memory>
#include <stop_token>

#include "core/media/ffmpeg/input_file.h"
#include "core/media/ffmpeg/output_sound.h"
#include "core/media/ffmpeg/sound_encoder.h"
#include "core/media/video_writer.h"

namespace kinora::ffmpeg {

class SoundTrack : public OutputSound {
 public:
    // Adds a stream to `output`, which has not begun. Throws MediaError if the source has no sound that can be read.
    // `stop` ends reading with Cancelled.
    SoundTrack(const SoundSource& source, OutputFile& output, const std::stop_token& stop);

    void write_until(OutputFile& output, double seconds) override;
    void finish(OutputFile& output, double end_seconds) override;

 private:
    void seek_before(double seconds, const AVStream& sound);
    bool fetch();
    bool fetch_copied();
    double seconds(std::int64_t units) const { return static_cast<double>(units) * av_q2d(time_base_); }

    InputFile input_;
    std::unique_ptr<SoundEncoder> encoder_;  // only where the sound cannot be copied
    AVStream* stream_ = nullptr;             // in the output
    AVRational time_base_ = {1, 1};
    std::int64_t shift_ = 0;                 // from the source's clock to the video's, in units of time_base_
    std::int64_t last_copied_ = INT64_MIN;   // the time of the packet that was copied last
    bool may_begin_early_ = false;           // MP4 and MOV can cut the beginning of a packet away
    PacketPtr packet_ = make_packet();
    bool has_packet_ = false;
    bool is_at_end_ = false;
};

}  // namespace kinora::ffmpeg
