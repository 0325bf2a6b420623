#include "core/media/picture_source.h"

#include <algorithm>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/media/frame_sequence.h"
#include "core/media/image_file.h"
#include "core/media/picture_bytes.h"

namespace kinora {

PictureSource::PictureSource(std::vector<std::filesystem::path> pictures) : pictures_(std::move(pictures)) {
    // The direction that Exif data gives may exchange width and height, so the first picture is decoded, not only looked at.
    const Image first = read_image(pictures_.front());
    width_ = first.width();
    height_ = first.height();
    header_ = peek_picture_header(pictures_.front());
    metadata_ = read_image_metadata(pictures_.front());
    if (const auto found = metadata_.find(std::string(metadata_key_frame_rate)); found != metadata_.end()) {
        try {
            frame_rate_ = parse_frame_rate(found->second);
        } catch (const InvalidRequest&) {
            // Another program's text under the same name.
        }
        metadata_.erase(found);
    }
}

bool PictureSource::accepts(const std::filesystem::path& path) {
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored)) {
        return true;
    }
    if (!std::filesystem::exists(path, ignored)) {
        return SequencePattern::parse(path).has_value();
    }
    const PictureHeader header = peek_picture_header(path);
    return header.format != PictureFormat::unset && !header.is_animated;
}

std::optional<VideoFrame> PictureSource::next(const std::stop_token& stop) {
    throw_if_stop_requested(stop);
    if (next_ >= pictures_.size()) {
        return std::nullopt;
    }
    const std::filesystem::path& path = pictures_[next_];
    Image image = read_image(path);
    if (image.width() != width_ || image.height() != height_) {
        throw MediaError(path, Sentence::of("has %1x%2 pixels, but the sequence began with %3x%4; all pictures must have one size",
                                            image.width(), image.height(), width_, height_));
    }
    const MediaTime time = since_first(static_cast<std::int64_t>(next_), stop);
    ++next_;
    return VideoFrame{std::move(image), time, nullptr};
}

std::optional<SkippedFrame> PictureSource::skip_next(const std::stop_token& stop) {
    return next(stop) ? std::optional<SkippedFrame>(SkippedFrame{}) : std::nullopt;
}

void PictureSource::seek(std::int64_t index, const std::stop_token& /*stop*/) {
    if (index < 0 || index >= static_cast<std::int64_t>(pictures_.size())) {
        throw MediaError(pictures_.front(), Sentence::of("begins a sequence with frames 0 to %1; frame %2 was asked for",
                                                         pictures_.size() - 1, index));
    }
    next_ = static_cast<std::size_t>(index);
}

std::int64_t PictureSource::num_frames(const std::stop_token& /*stop*/) {
    return static_cast<std::int64_t>(pictures_.size());
}

FrameRate PictureSource::frame_rate(const std::stop_token& /*stop*/) { return frame_rate_; }

MediaTime PictureSource::since_first(std::int64_t index, const std::stop_token& /*stop*/) {
    return {index * frame_rate_.denominator, frame_rate_.numerator};
}

}  // namespace kinora
