// Decodes one stream's packets to frames, in the order in which they are shown.
#pragma once

#include <cstdint>

#include "core/media/ffmpeg/frame_table.h"
#include "core/media/ffmpeg/input_file.h"

namespace kinora::ffmpeg {

class FrameDecoder {
 public:
    // Reads from `input`, whose chosen stream must be `stream`; both outlive the decoder. Throws MediaError if the codec
    // cannot be read.
    FrameDecoder(InputFile& input, const AVStream& stream);

    // The next frame, valid until the next call; nullptr after the last. Frames that are shown before the first key frame
    // are left out, because what they were predicted from is missing. Throws Cancelled.
    const AVFrame* next();

    // To be called after the position of `input` was changed: decoding begins anew at the next key frame.
    void restart();

    // The time of the key frame where decoding began; AV_NOPTS_VALUE before the first frame.
    std::int64_t first_key_pts() const { return first_key_pts_; }

    // Packets that could not be decoded were skipped. Only told while decoding from the start.
    bool has_damage() const { return has_damage_; }

    // Every packet that is read is also given to `builder`.
    void watch_packets(FrameTableBuilder& builder) { builder_ = &builder; }

 private:
    void feed();
    void note_damage();

    InputFile& input_;
    CodecContextPtr codec_;
    PacketPtr packet_ = make_packet();
    FramePtr frame_ = make_frame();
    FrameTableBuilder* builder_ = nullptr;
    std::int64_t first_key_pts_ = AV_NOPTS_VALUE;
    int errors_at_end_ = 0;
    bool is_waiting_for_key_ = false;
    bool is_at_end_ = false;
    bool was_restarted_ = false;
    bool has_damage_ = false;
};

// Decodes the whole file to number its frames. Slow, and right whatever the container claims. Throws MediaError, Cancelled.
FrameTable scan_frames(const std::filesystem::path& path, const std::stop_token& stop);

}  // namespace kinora::ffmpeg
