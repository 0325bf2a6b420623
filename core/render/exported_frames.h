// What an export is made of: which pictures, and whether sound.
#pragma once

#include <cstdint>
#include <stop_token>

#include "core/base/image.h"
#include "core/project/project.h"
#include "core/render/export_job.h"

namespace kinora {

class TimelineRenderer;

// Whether the file gets sound where there is some; pictures and GIF have no room for it. Throws MediaError for a file of no format.
bool exports_sound(const ExportSettings& settings);

class ExportedFrames {
 public:
    // Throws EditError where there is nothing to export.
    ExportedFrames(const Project& project, const ExportSettings& settings);

    const Project& project() const { return project_; }  // of the file's size
    const FrameRange& range() const { return range_; }   // of the timeline
    const FrameRate& rate() const { return rate_; }      // of the file
    std::int64_t size() const { return size_; }

    // Frame `i` of the file. Throws MediaError, Cancelled.
    Image render(TimelineRenderer& renderer, std::int64_t i, const std::stop_token& stop) const;

 private:
    Project project_;
    FrameRange range_;
    FrameRate rate_;
    std::int64_t size_ = 0;
};

}  // namespace kinora
