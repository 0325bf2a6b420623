#include "core/media/resumable_video.h"

#include <string>
#include <system_error>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/media/ffmpeg/encoded_sink.h"
#include "core/media/ffmpeg/kept_packets.h"
#include "core/media/ffmpeg/segmented_encoder.h"

namespace kinora {

namespace {

// What frames that were encoded earlier have in common with those to come, or cannot be joined with them.
std::string identity_of(const VideoWriterSettings& settings, const AVCodecContext& encoder) {
    const std::string settings_text = std::string(to_string(settings.format.codec)) + " " + std::to_string(settings.width) + "x" +
                                      std::to_string(settings.height) + " " + to_string(settings.frame_rate) + " " +
                                      std::to_string(settings.segment_frames);
    const std::string header(reinterpret_cast<const char*>(encoder.extradata), static_cast<std::size_t>(encoder.extradata_size));
    const auto samples = [&] {
        std::string text;
        for (const int part : {int{encoder.pix_fmt}, int{encoder.color_range}, int{encoder.colorspace}, int{encoder.color_primaries},
                               int{encoder.color_trc}, int{encoder.chroma_sample_location}}) {
            text += std::to_string(part) + " ";
        }
        return text;
    };
    return settings_text + " " + samples() + KINORA_VERSION " " + std::to_string(avcodec_version()) + "\n" + header;
}

}  // namespace

struct ResumableVideo::State {
    State(const std::filesystem::path& kept, const VideoWriterSettings& wanted)
        : settings(wanted),
          file(kept),
          encoder(wanted, ffmpeg::containers_need_global_headers),
          packets(kept, wanted.shown_path, identity_of(wanted, encoder.context()), wanted.stop),
          num_frames(packets.num_frames()) {
        encoder.start_at(num_frames);
    }

    void receive(AVPacket& packet) {
        throw_if_stop_requested(settings.stop);
        packets.append(packet);
    }

    template <typename Frame>
    void write(const Frame& frame) {
        const auto keep = [this](AVPacket& packet) { receive(packet); };
        const bool is_segment_full = num_frames > packets.num_frames() && num_frames % settings.segment_frames == 0;
        if (is_segment_full) {
            encoder.end_segment(keep);
            packets.end_segment(num_frames);
        }
        encoder.encode(frame, keep);
        ++num_frames;
    }

    VideoWriterSettings settings;
    std::filesystem::path file;
    ffmpeg::SegmentedEncoder encoder;
    ffmpeg::KeptPackets packets;
    std::int64_t num_frames;
};

ResumableVideo::ResumableVideo(const std::filesystem::path& kept, const VideoWriterSettings& settings) {
    check_settings(settings.shown_path, settings);
    state_ = std::make_unique<State>(kept, settings);
}

ResumableVideo::~ResumableVideo() = default;

std::int64_t ResumableVideo::num_frames() const { return state_->num_frames; }

void ResumableVideo::write(const Image& image) {
    state_->write(image);
}

void ResumableVideo::write(const VideoFrame& frame) {
    if (frame.stored && state_->encoder.takes(frame.stored->format())) {
        state_->write(*frame.stored);
    } else {
        state_->write(frame.image);
    }
}

void ResumableVideo::finish(const std::filesystem::path& path, const std::stop_token& stop) {
    State& s = *state_;
    if (s.num_frames == 0) {
        throw MediaError(s.settings.shown_path, Sentence::of("cannot be written: the video has no frame"));
    }
    if (s.num_frames > s.packets.num_frames()) {
        s.encoder.end_segment([&](AVPacket& packet) {
            throw_if_stop_requested(stop);
            s.receive(packet);
        });
        s.packets.end_segment(s.num_frames);
    }
    ffmpeg::EncodedSink sink(path, s.settings);
    s.packets.read([&](AVPacket& packet) {
        throw_if_stop_requested(stop);
        sink.take(packet);
    });
    sink.finish(stop);
}

void ResumableVideo::remove() {
    std::error_code ignored;
    std::filesystem::remove(state_->file, ignored);
}

}  // namespace kinora
