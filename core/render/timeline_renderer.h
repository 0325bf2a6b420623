// What is seen at a frame of the timeline. The viewer and the export share it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <stop_token>

#include "core/base/image.h"
#include "core/project/project.h"
#include "core/render/media_frames.h"

namespace kinora {

// The clip that is seen at `frame`: of the highest track that is not hidden and has one there that shows something. nullptr
// where there is none.
const Clip* seen_clip(const Project& project, std::int64_t frame);

// How many clips in `range` are still being made and would be black for a frame at least, as nothing else is seen there.
std::size_t num_black_clips(const Project& project, const FrameRange& range);

// A picture as the timeline shows it: of its size, sample for sample where it has that already, otherwise scaled to fit, on black.
Image at_timeline_size(const Project& project, const Image& image);

class TimelineRenderer {
 public:
    explicit TimelineRenderer(std::filesystem::path media_folder) : frames_(std::move(media_folder)) {}

    // At the timeline's size. With `past`, what is seen so much later, before the next frame: media with a higher rate has more to
    // show. Throws MediaError, Cancelled.
    Image render(const Project& project, std::int64_t frame, const std::stop_token& stop = {}, const MediaTime& past = {});

 private:
    MediaFrames frames_;
};

}  // namespace kinora
