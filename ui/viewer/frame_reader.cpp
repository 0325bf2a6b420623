#include "ui/viewer/frame_reader.h"

#include <utility>

#include "core/media/video_reader.h"

namespace kinora {

namespace {

constexpr FrameRate rate_without_a_rate = {24, 1};

class FileFrames : public FrameReader {
 public:
    FileFrames(const std::filesystem::path& path, const std::stop_token& stop) : reader_(path, stop) {
        format_ = {reader_.num_frames(stop), reader_.frame_rate(stop), reader_.width(), reader_.height()};
        if (!format_.frame_rate.is_valid()) {
            format_.frame_rate = rate_without_a_rate;
        }
    }

    const ClipFormat& format() const override { return format_; }
    Image frame(std::int64_t index, const std::stop_token& stop) override { return reader_.frame(index, stop).image; }

 private:
    VideoReader reader_;
    ClipFormat format_;
};

class MemoryFrames : public FrameReader {
 public:
    explicit MemoryFrames(std::shared_ptr<const VideoFrames> frames) : frames_(std::move(frames)) {
        if (!frames_ || frames_->images.empty()) {
            return;
        }
        const bool has_rate = frames_->frame_rate.is_valid();
        format_ = {static_cast<std::int64_t>(frames_->images.size()), has_rate ? frames_->frame_rate : rate_without_a_rate,
                   frames_->images.front().width(), frames_->images.front().height()};
    }

    const ClipFormat& format() const override { return format_; }
    Image frame(std::int64_t index, const std::stop_token&) override {
        return frames_->images.at(static_cast<std::size_t>(index));
    }

 private:
    std::shared_ptr<const VideoFrames> frames_;
    ClipFormat format_;
};

}  // namespace

OpenFrames frames_of_file(std::filesystem::path path) {
    return [path = std::move(path)](const std::stop_token& stop) { return std::make_unique<FileFrames>(path, stop); };
}

OpenFrames frames_in_memory(std::shared_ptr<const VideoFrames> frames) {
    return [frames = std::move(frames)](const std::stop_token&) { return std::make_unique<MemoryFrames>(frames); };
}

}  // namespace kinora
