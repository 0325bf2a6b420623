// Frames from numbered pictures, a folder of pictures, or one picture. Private to core/media.
#pragma once

#include <filesystem>
#include <vector>

#include "core/media/frame_source.h"
#include "core/media/media_metadata.h"
#include "core/media/picture_header.h"

namespace kinora {

// What pictures without a rate of their own are shown at.
inline constexpr FrameRate default_sequence_rate = {24, 1};

class PictureSource : public FrameSource {
 public:
    explicit PictureSource(std::vector<std::filesystem::path> pictures);

    // True if `path` is read as pictures and not as a media file.
    static bool accepts(const std::filesystem::path& path);

    int width() const override { return width_; }
    int height() const override { return height_; }
    bool ended_early() const override { return false; }
    std::optional<VideoFrame> next(const std::stop_token& stop) override;
    std::optional<SkippedFrame> skip_next(const std::stop_token& stop) override;
    void seek(std::int64_t index, const std::stop_token& stop) override;
    std::int64_t num_frames(const std::stop_token& stop) override;
    FrameRate frame_rate(const std::stop_token& stop) override;
    MediaTime since_first(std::int64_t index, const std::stop_token& stop) override;

    const MediaMetadata& metadata() const { return metadata_; }
    const PictureHeader& header() const { return header_; }

 private:
    std::vector<std::filesystem::path> pictures_;
    PictureHeader header_;
    MediaMetadata metadata_;
    FrameRate frame_rate_ = default_sequence_rate;
    int width_ = 0;
    int height_ = 0;
    std::size_t next_ = 0;
};

}  // namespace kinora
