#include "core/media/video_reader.h"

#include <string>
#include <utility>

#include "core/base/error.h"
#include "core/media/ffmpeg/container_source.h"
#include "core/media/frame_sequence.h"
#include "core/media/frame_source.h"
#include "core/media/picture_source.h"

namespace kinora {

VideoReader::VideoReader(const std::filesystem::path& path, const std::stop_token& stop) : path_(path) {
    if (PictureSource::accepts(path)) {
        source_ = std::make_unique<PictureSource>(list_sequence(path));
    } else {
        source_ = std::make_unique<ffmpeg::ContainerSource>(path, stop);
    }
}

VideoReader::~VideoReader() = default;
VideoReader::VideoReader(VideoReader&&) noexcept = default;
VideoReader& VideoReader::operator=(VideoReader&&) noexcept = default;

int VideoReader::width() const { return source_->width(); }

int VideoReader::height() const { return source_->height(); }

bool VideoReader::ended_early() const { return source_->ended_early(); }

std::optional<VideoFrame> VideoReader::read_next(const std::stop_token& stop) { return source_->next(stop); }

std::optional<SkippedFrame> VideoReader::skip_next(const std::stop_token& stop) { return source_->skip_next(stop); }

void VideoReader::seek(std::int64_t index, const std::stop_token& stop) { source_->seek(index, stop); }

VideoFrame VideoReader::frame(std::int64_t index, const std::stop_token& stop) {
    source_->seek(index, stop);
    std::optional<VideoFrame> found = source_->next(stop);
    if (!found) {
        // The file was found out to hold less than it claims; the count is right now, and so is the message.
        source_->seek(index, stop);
        found = source_->next(stop);
    }
    if (!found) {
        throw MediaError(path_, Sentence::of("frame %1 cannot be read; the file is damaged", index));
    }
    return std::move(*found);
}

std::int64_t VideoReader::num_frames(const std::stop_token& stop) { return source_->num_frames(stop); }

FrameRate VideoReader::frame_rate(const std::stop_token& stop) { return source_->frame_rate(stop); }

std::int64_t VideoReader::index_at(MediaTime since_first, const std::stop_token& stop) {
    std::int64_t low = 0;
    std::int64_t high = source_->num_frames(stop);
    while (low + 1 < high) {
        const std::int64_t middle = low + (high - low) / 2;
        (source_->since_first(middle, stop) <= since_first ? low : high) = middle;
    }
    return low;
}

}  // namespace kinora
