#include "core/render/export_job.h"

#include <algorithm>
#include <string>

#include "core/base/cancelled.h"
#include "core/render/exported_frames.h"
#include "core/render/shown_takes.h"
#include "core/render/timeline_renderer.h"
#include "core/render/timeline_sound.h"

namespace kinora {

namespace {

ClipSettings clip_settings(const ExportedFrames& frames, const std::filesystem::path& media_folder, const ExportSettings& settings,
                           const std::stop_token& stop) {
    const Project& sized = frames.project();
    const FrameRange& range = frames.range();
    ClipSettings clip;
    clip.width = sized.width;
    clip.height = sized.height;
    clip.frame_rate = frames.rate();
    clip.codec = settings.codec;
    clip.metadata = settings.metadata;
    if (const nlohmann::json takes = shown_takes(sized, range); !takes.is_null()) {
        clip.metadata[std::string(metadata_key_takes)] = takes.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    }
    if (exports_sound(settings)) {
        SoundMix mix = timeline_sound(sized, media_folder, range, stop);
        if (!mix.pieces.empty()) {
            clip.sound_mix = std::move(mix);
        }
    }
    clip.is_checked = true;
    clip.overwrite = settings.overwrite;
    clip.is_segmented = true;
    clip.resume_key = settings.resume_key;
    clip.stop = stop;
    return clip;
}

}  // namespace

std::int64_t num_exported_frames(const Project& project, const ExportSettings& settings) {
    return ExportedFrames(project, settings).size();
}

void export_timeline(const Project& project, const std::filesystem::path& media_folder, const ExportSettings& settings,
                     const ExportProgress& progress, const std::stop_token& stop) {
    const ExportedFrames frames(project, settings);
    TimelineRenderer renderer(media_folder);
    ClipWriter writer(settings.path, clip_settings(frames, media_folder, settings, stop));
    if (writer.num_frames() > 0) {
        progress(writer.num_frames(), frames.size());
    }
    for (std::int64_t i = writer.num_frames(); i < frames.size(); ++i) {
        throw_if_stop_requested(stop);
        writer.write(frames.render(renderer, i, stop));
        progress(i + 1, frames.size());
    }
    throw_if_stop_requested(stop);
    writer.finish(stop);
}

}  // namespace kinora
