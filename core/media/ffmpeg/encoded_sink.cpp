#include "core/media/ffmpeg/encoded_sink.h"

#include "core/base/cancelled.h"
#include "core/media/ffmpeg/mixed_sound.h"
#include "core/media/ffmpeg/sound_track.h"

namespace kinora::ffmpeg {

EncodedSink::EncodedSink(const std::filesystem::path& path, const VideoWriterSettings& settings)
    : output_(path, settings.shown_path, settings.format.container), encoder_(settings, output_.needs_global_headers()), stop_(settings.stop) {
    stream_ = &output_.add_stream(encoder_.context());
    if (settings.sound) {
        sound_ = std::make_unique<SoundTrack>(*settings.sound, output_, settings.stop);
    } else if (settings.sound_mix) {
        sound_ = std::make_unique<MixedSound>(*settings.sound_mix, output_);
    }
    output_.begin(settings.metadata);
}

void EncodedSink::write_packet(AVPacket& packet) {
    throw_if_stop_requested(stop_);
    if (sound_) {
        sound_->write_until(output_, static_cast<double>(packet.dts) * av_q2d(encoder_.time_base()));
    }
    output_.write(packet, *stream_, encoder_.time_base());
}

void EncodedSink::write(const Image& image) {
    encoder_.encode(image, [this](AVPacket& packet) { write_packet(packet); });
    ++num_frames_;
}

bool EncodedSink::copy(const StoredFrame& frame) {
    if (!encoder_.takes(frame.format())) {
        return false;
    }
    encoder_.encode(frame, [this](AVPacket& packet) { write_packet(packet); });
    ++num_frames_;
    return true;
}

void EncodedSink::take(AVPacket& packet) {
    write_packet(packet);
    ++num_frames_;
}

void EncodedSink::finish(const std::stop_token& stop) {
    // Encoders hold back seconds of work.
    encoder_.end_segment([&](AVPacket& packet) {
        throw_if_stop_requested(stop);
        write_packet(packet);
    });
    if (sound_) {
        sound_->finish(output_, static_cast<double>(num_frames_) * av_q2d(encoder_.time_base()));
    }
    output_.finish();
}

}  // namespace kinora::ffmpeg
