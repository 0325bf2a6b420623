// A mix of the sound of several files as one stream of an output.
#pragma once

#include <cstdint>
#include <filesystem>

#include "core/media/ffmpeg/output_sound.h"
#include "core/media/sound_mixer.h"

namespace kinora::ffmpeg {

class MixedSound : public OutputSound {
 public:
    // Adds a stream to `output`, which has not begun: AAC in MP4, Opus in WebM, 16-bit PCM in MOV and Matroska. Throws MediaError.
    MixedSound(const SoundMix& mix, OutputFile& output);

    void write_until(OutputFile& output, double seconds) override;
    void finish(OutputFile& output, double end_seconds) override;

 private:
    bool fetch();
    void feed_encoder();
    double packet_seconds() const { return static_cast<double>(packet_->pts) / mix_sample_rate; }

    std::filesystem::path shown_path_;
    SoundMixer mixer_;
    CodecContextPtr encoder_;
    AVStream* stream_ = nullptr;
    PacketPtr packet_ = make_packet();
    std::int64_t num_samples_ = 0;
    std::int64_t num_sent_ = 0;
    bool has_packet_ = false;
    bool is_at_end_ = false;
};

}  // namespace kinora::ffmpeg
