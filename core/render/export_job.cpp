#include "core/render/export_job.h"

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/render/timeline_renderer.h"

namespace kinora {

void export_timeline(const Project& project, const std::filesystem::path& media_folder, const ExportSettings& settings,
                     const ExportProgress& progress, const std::stop_token& stop) {
    const FrameRange range = settings.range.is_empty() ? FrameRange{0, timeline_end(project)} : settings.range;
    if (range.is_empty()) {
        throw EditError("there is nothing on the timeline to export");
    }
    TimelineRenderer renderer(media_folder);
    ClipWriter writer(settings.path, {.width = project.width,
                                      .height = project.height,
                                      .frame_rate = project.frame_rate,
                                      .codec = settings.codec,
                                      .metadata = settings.metadata,
                                      .overwrite = settings.overwrite});
    for (std::int64_t i = 0; i < range.length; ++i) {
        throw_if_stop_requested(stop);
        writer.write(renderer.render(project, range.start + i, stop));
        progress(i + 1, range.length);
    }
    throw_if_stop_requested(stop);
    writer.finish();
}

}  // namespace kinora
