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

Image TimelineRenderer::render(const Project& project, std::int64_t frame, const std::stop_token& stop, const MediaTime& past) {
    const Clip* clip = seen_clip(project, frame);
    if (clip == nullptr) {
        return on_black({}, project.width, project.height);
    }
    const Image image = frames_.frame(project, *clip->shown(), frame - clip->start, stop, past);
    if (image.width() == project.width && image.height() == project.height) {
        return image;
    }
    return on_black(resize_to_fit(image, project.width, project.height, true), project.width, project.height);
}

}  // namespace kinora
