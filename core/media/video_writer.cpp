#include "core/media/video_writer.h"

#include <algorithm>
#include <string>
#include <utility>

#include "core/base/error.h"
#include "core/media/ffmpeg/encoded_sink.h"
#include "core/media/ffmpeg/gif_sink.h"
#include "core/media/ffmpeg/input_file.h"
#include "core/media/frame_sink.h"

namespace kinora {

namespace {

constexpr int min_ffv1_side = 4;  // FFmpeg's encoder corrupts frames of one or two rows or columns without a word
constexpr std::int64_t max_rate_part = 1'000'000'000;

}  // namespace

void check_settings(const std::filesystem::path& path, const VideoWriterSettings& settings) {
    using ffmpeg::max_frame_side;
    const bool has_size = settings.width > 0 && settings.width <= max_frame_side && settings.height > 0 &&
                          settings.height <= max_frame_side &&
                          std::int64_t{settings.width} * settings.height <= ffmpeg::max_frame_pixels;
    if (!has_size) {
        throw MediaError(path, Sentence::of("cannot be written with frames of %1x%2 pixels; the most is %3 on a side and %4 in all",
                                            settings.width, settings.height, max_frame_side, ffmpeg::max_frame_pixels));
    }
    // GIF keeps its frames in FFV1 until their colours are chosen.
    const bool needs_ffv1 = settings.format.codec == VideoCodec::ffv1 || settings.format.codec == VideoCodec::gif;
    if (needs_ffv1 && std::min(settings.width, settings.height) < min_ffv1_side) {
        throw MediaError(path, Sentence::of("cannot be written with frames of %1x%2 pixels; the least for this format is %3 on a side",
                                            settings.width, settings.height, min_ffv1_side));
    }
    const FrameRate& rate = settings.frame_rate;
    if (!rate.is_valid() || rate.numerator > max_rate_part || rate.denominator > max_rate_part) {
        throw MediaError(path, Sentence::of("cannot be written at %1 frames per second", to_string(rate)));
    }
    if (settings.format.container == Container::gif && (settings.sound || settings.sound_mix)) {
        throw MediaError(path, Sentence::of("cannot hold sound; choose .mp4, .mov, .mkv or .webm"));
    }
    if (settings.format.container == Container::gif && rate.numerator > 50 * rate.denominator) {
        throw MediaError(path,
                         Sentence::of("cannot show %1 frames per second: GIF players show 50 at most; choose a lower rate or "
                                      "another ending", to_string(rate)));
    }
    check_metadata(path, settings.metadata);
}

VideoWriter::VideoWriter(const std::filesystem::path& path, const VideoWriterSettings& settings)
    : shown_path_(settings.shown_path.empty() ? path : settings.shown_path), size_{settings.width, settings.height} {
    check_settings(shown_path_, settings);
    VideoWriterSettings shown = settings;
    shown.shown_path = shown_path_;
    switch (settings.format.container) {
        case Container::gif:
            sink_ = std::make_unique<ffmpeg::GifSink>(path, shown);
            break;
        case Container::mp4:
        case Container::mov:
        case Container::mkv:
        case Container::webm:
            sink_ = std::make_unique<ffmpeg::EncodedSink>(path, shown);
            break;
        case Container::png_sequence:
        case Container::unset:
            throw MediaError(shown_path_, Sentence::of("is no video file; numbered pictures are written by FrameSequenceWriter"));
    }
}

VideoWriter::~VideoWriter() = default;
VideoWriter::VideoWriter(VideoWriter&&) noexcept = default;
VideoWriter& VideoWriter::operator=(VideoWriter&&) noexcept = default;

void VideoWriter::check_usable(int width, int height) const {
    if (!is_usable_) {
        throw MediaError(shown_path_, Sentence::of("cannot be written further after an error or after its end"));
    }
    if (width != size_.width || height != size_.height) {
        throw MediaError(shown_path_, Sentence::of("cannot hold a frame of %1x%2 pixels among frames of %3x%4",
                                                   width, height, size_.width, size_.height));
    }
}

void VideoWriter::write(const Image& image) {
    check_usable(image.width(), image.height());
    is_usable_ = false;
    sink_->write(image);
    is_usable_ = true;
    ++num_frames_;
}

void VideoWriter::write(const VideoFrame& frame) {
    check_usable(frame.image.width(), frame.image.height());
    is_usable_ = false;
    if (!frame.stored || !sink_->copy(*frame.stored)) {
        sink_->write(frame.image);
    }
    is_usable_ = true;
    ++num_frames_;
}

void VideoWriter::finish(const std::stop_token& stop) {
    if (!is_usable_) {
        throw MediaError(shown_path_, Sentence::of("cannot be finished after an error or after its end"));
    }
    is_usable_ = false;
    if (num_frames_ == 0) {
        throw MediaError(shown_path_, Sentence::of("cannot be written: the video has no frame"));
    }
    sink_->finish(stop);
    sink_.reset();  // closes what is open and removes what was only needed on the way
}

}  // namespace kinora
