// Frames whose samples a PlanarImage can show, and frames made of one.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "core/base/planar_image.h"
#include "core/media/ffmpeg/frame_to_image.h"
#include "core/media/video_reader.h"

namespace kinora::ffmpeg {

// The samples of `frame`, where they lie; nothing unless they are in planes such as PlanarImage has, without alpha.
std::optional<PlanarImage> planes_of(const std::shared_ptr<const StoredFrame>& frame);

class FrameOfPlanes {
 public:
    // `path` is what errors name; planes_of() knows `samples`.
    FrameOfPlanes(std::filesystem::path path, const SampleFormat& samples);

    const SampleFormat& format() const { return samples_; }

    // The frame as its file would hold it, and the picture that it shows. Throws MediaError.
    VideoFrame make(const PlanarImage& planes, const MediaTime& time);

 private:
    std::filesystem::path path_;
    SampleFormat samples_;
    FrameToImage converter_;
};

}  // namespace kinora::ffmpeg
