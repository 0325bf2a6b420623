// Decodes one stream of sound to frames of one format: the one that the stream begins with, whatever it changes to midway
// (broadcasts go from stereo to 5.1 and back).
#pragma once

#include <climits>
#include <optional>
#include <string>

#include "core/media/ffmpeg/input_file.h"
#include "core/media/ffmpeg/sound_filters.h"

namespace kinora::ffmpeg {

class SoundDecoder {
 public:
    // `sound` is the chosen stream of `input`, which outlives the decoder. Throws MediaError, which says `problem`.
    SoundDecoder(InputFile& input, const AVStream& sound, const Sentence& problem);

    // The format of every frame; it has no samples.
    const AVFrame& format() const { return *format_; }
    // Samples in a packet, 0 where they differ.
    int frame_size() const { return decoder_->frame_size; }

    // Brings the next frame, its time in units of the stream's. False at the end, or when so many packets brought nothing; `frame` is empty
    // then. Packets that cannot be decoded are left out. Throws MediaError, Cancelled.
    bool next(AVFrame& frame, int most_packets = INT_MAX);

    // To be called after the position of the input was changed.
    void restart();

 private:
    bool receive();
    bool take_converted(AVFrame& frame);
    bool pass_on(AVFrame& frame);
    void check(int code) const;

    InputFile& input_;
    AVRational time_base_;
    Sentence problem_;
    CodecContextPtr decoder_;
    FramePtr format_ = make_frame();
    std::string described_;                   // format_
    std::optional<SoundFilters> converter_;   // from another format
    std::string converted_;                   // that format; empty when no more of it comes
    FramePtr decoded_ = make_frame();         // what was not passed on yet
    PacketPtr packet_ = make_packet();
};

}  // namespace kinora::ffmpeg
