// The sound of a file from one of its samples on, at 48 kHz in stereo.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <stop_token>

#include "core/media/ffmpeg/av_handles.h"
#include "core/media/ffmpeg/sound_decoder.h"

namespace kinora::ffmpeg {

class SoundReader {
 public:
    // Samples are counted at 48 kHz from when the file's first picture appears; before the sound begins there is silence.
    // Throws MediaError where the file has no sound that can be read.
    SoundReader(const std::filesystem::path& path, std::int64_t first_sample, const std::stop_token& stop);

    // Adds the next samples, left and right in turn, to those in `target`; nothing behind the end. Throws Cancelled.
    void add_to(std::span<float> target);

 private:
    void seek_before(double seconds, const AVStream& sound);
    void snap_to_packets(std::int64_t anchor);
    void build_filters(std::int64_t first_sample);
    bool fetch();
    bool decode_next(int most_packets = INT_MAX);
    void feed_decoded();
    void check(int code);

    InputFile input_;
    std::optional<SoundDecoder> decoder_;
    AVRational time_base_ = {0, 1};    // of the packets
    AVRational sample_time_ = {0, 1};  // of the decoder's samples, which the filters count in
    std::optional<SoundFilters> filters_;
    FramePtr decoded_ = make_frame();
    FramePtr frame_ = make_frame();   // what the filters brought
    std::size_t num_used_ = 0;        // floats of it that were given away
    bool is_at_end_ = false;
};

}  // namespace kinora::ffmpeg
