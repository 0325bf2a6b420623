#include "core/media/clip_writer.h"

#include <string>

#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/media/frame_sequence.h"

namespace kinora {

ClipWriter::ClipWriter(const std::filesystem::path& path, const ClipSettings& settings)
    : path_(path), size_{settings.width, settings.height} {
    const OutputFormat format = output_format_for(path, settings.codec);
    if (format.container == Container::png_sequence) {
        if (settings.sound) {
            throw MediaError(path, "cannot hold sound; choose .mp4, .mov, .mkv or .webm");
        }
        sequence_ = std::make_unique<FrameSequenceWriter>(
            SequencePattern::for_output(path),
            FrameSequenceSettings{settings.frame_rate, settings.metadata, settings.overwrite});
        return;
    }
    pending_ = std::make_unique<PendingFile>(path, settings.overwrite);
    VideoWriterSettings video;
    video.format = format;
    video.width = settings.width;
    video.height = settings.height;
    video.frame_rate = settings.frame_rate;
    video.metadata = settings.metadata;
    video.sound = settings.sound;
    video.samples = settings.samples;
    video.shown_path = path;
    video_.emplace(pending_->path(), video);
}

ClipWriter::~ClipWriter() = default;

void ClipWriter::write(const Image& image) {
    if (video_) {
        video_->write(image);
    } else if (image.width() != size_.width || image.height() != size_.height) {
        throw MediaError(path_, "cannot hold frames of different sizes");
    } else {
        sequence_->write(image);
    }
    ++num_frames_;
}

void ClipWriter::write(const VideoFrame& frame) {
    if (!video_) {
        write(frame.image);
        return;
    }
    video_->write(frame);
    ++num_frames_;
}

void ClipWriter::finish() {
    if (!video_) {
        sequence_->finish();
        return;
    }
    video_->finish();
    pending_->commit();
}

}  // namespace kinora
