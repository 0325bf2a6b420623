#include "core/render/timeline_renderer.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "core/media/resize.h"

namespace kinora {

namespace {

Image on_black(const Image& image, int width, int height) {
    std::vector<std::uint8_t> rgb(std::size_t{3} * static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    const int left = (width - image.width()) / 2;
    const int top = (height - image.height()) / 2;
    for (int y = 0; y < image.height(); ++y) {
        const auto at = 3 * (static_cast<std::size_t>(top + y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(left));
        std::copy_n(image.row(y), 3 * static_cast<std::size_t>(image.width()), rgb.begin() + static_cast<std::ptrdiff_t>(at));
    }
    return Image(width, height, std::move(rgb));
}

}  // namespace

const Clip* seen_clip(const Project& project, std::int64_t frame) {
    const auto& tracks = project.timeline.tracks;
    for (auto track = tracks.rbegin(); track != tracks.rend(); ++track) {
        const Clip* clip = (*track)->is_hidden ? nullptr : clip_at(**track, frame);
        if (clip != nullptr && clip->shown() != nullptr) {
            return clip;
        }
    }
    return nullptr;
}

std::size_t num_black_clips(const Project& project, const FrameRange& range) {
    std::vector<FrameRange> seen;
    std::vector<FrameRange> waiting;
    for (const Shared<Track>& track : project.timeline.tracks) {
        for (const Shared<Clip>& clip : track->clips) {
            const std::int64_t start = std::max(clip->start, range.start);
            const FrameRange part = {start, std::min(clip->end(), range.end()) - start};
            if (!track->is_hidden && part.length > 0) {
                (clip->shown() != nullptr ? seen : waiting).push_back(part);
            }
        }
    }
    std::ranges::sort(seen, {}, &FrameRange::start);
    const auto is_black = [&](const FrameRange& part) {
        std::int64_t at = part.start;  // everything before it is seen
        for (const FrameRange& other : seen) {
            if (other.start > at) {
                break;
            }
            at = std::max(at, other.end());
        }
        return at < part.end();
    };
    return static_cast<std::size_t>(std::ranges::count_if(waiting, is_black));
}

Image at_timeline_size(const Project& project, const Image& image) {
    if (image.width() == project.width && image.height() == project.height) {
        return image;
    }
    return on_black(resize_to_fit(image, project.width, project.height, true), project.width, project.height);
}

Image TimelineRenderer::render(const Project& project, std::int64_t frame, const std::stop_token& stop, const MediaTime& past) {
    const Clip* clip = seen_clip(project, frame);
    if (clip == nullptr) {
        return on_black({}, project.width, project.height);
    }
    return at_timeline_size(project, frames_.frame(project, *clip->shown(), frame - clip->start, stop, past));
}

}  // namespace kinora
