#include "ui/viewer/version_frames.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "core/render/timeline_renderer.h"

namespace kinora {

namespace {

Image black(int width, int height) {
    return Image(width, height, std::vector<std::uint8_t>(std::size_t{3} * static_cast<std::size_t>(width) * static_cast<std::size_t>(height)));
}

// Where the version has pictures, counted from the clip's first frame.
FrameRange seen_part(const ClipVersion& version, const MediaFacts& facts) {
    const std::int64_t start = facts.length ? std::max<std::int64_t>(-version.use.source_in, 0) : 0;
    const std::int64_t end = std::min(frames_available(*version.project, version.use), version.length);
    return {start, std::max<std::int64_t>(end - start, 0)};
}

class VersionFrames : public FrameReader {
 public:
    VersionFrames(ClipVersion version, const std::stop_token& stop) : version_(std::move(version)), frames_(version_.mediaFolder) {
        const auto facts = media_facts(*version_.project, version_.use.media).value_or(MediaFacts());
        seen_ = seen_part(version_, facts);
        format_ = {version_.length, version_.project->frame_rate, facts.width, facts.height};
        if (version_.isAsOnTimeline) {
            format_.width = version_.project->width;
            format_.height = version_.project->height;
        }
        if (!seen_.is_empty()) {
            // The file may be another one than when it came into the project.
            const Image first = picture(seen_.start, stop);
            format_.width = first.width();
            format_.height = first.height();
        }
    }

    const ClipFormat& format() const override { return format_; }
    Image frame(std::int64_t index, const std::stop_token& stop) override {
        return seen_.contains(index) ? picture(index, stop) : black(format_.width, format_.height);
    }

 private:
    Image picture(std::int64_t index, const std::stop_token& stop) {
        const Image image = frames_.frame(*version_.project, version_.use, index, stop);
        return version_.isAsOnTimeline ? at_timeline_size(*version_.project, image) : image;
    }

    ClipVersion version_;
    MediaFrames frames_;
    FrameRange seen_;
    ClipFormat format_;
};

}  // namespace

OpenFrames frames_of_version(ClipVersion version) {
    return [version = std::move(version)](const std::stop_token& stop) { return std::make_unique<VersionFrames>(version, stop); };
}

}  // namespace kinora
