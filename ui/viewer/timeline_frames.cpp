#include "ui/viewer/timeline_frames.h"

#include <utility>

#include "core/base/error.h"
#include "core/render/missing_media.h"
#include "core/render/timeline_renderer.h"

namespace kinora {

namespace {

class TimelineFrames : public FrameReader {
 public:
    TimelineFrames(std::shared_ptr<const Project> project, const std::filesystem::path& mediaFolder)
        : project_(std::move(project)),
          renderer_(mediaFolder),
          format_{timeline_end(*project_), project_->frame_rate, project_->width, project_->height} {}

    const ClipFormat& format() const override { return format_; }
    Image frame(std::int64_t index, const std::stop_token& stop) override {
        try {
            return renderer_.render(*project_, index, stop);
        } catch (const MediaError& error) {
            if (is_media_there(error.path())) {
                throw;
            }
            throw MediaError({}, Sentence::of("%1 is offline; relink it from the menu of its clip", error.path().filename().string()));
        }
    }

 private:
    std::shared_ptr<const Project> project_;
    TimelineRenderer renderer_;
    ClipFormat format_;
};

}  // namespace

OpenFrames frames_of_timeline(std::shared_ptr<const Project> project, std::filesystem::path mediaFolder) {
    return [project = std::move(project), mediaFolder = std::move(mediaFolder)](const std::stop_token&) {
        return std::make_unique<TimelineFrames>(project, mediaFolder);
    };
}

}  // namespace kinora
