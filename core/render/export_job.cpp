#include "core/render/export_job.h"

#include <algorithm>
#include <string>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/media/interpolation/retiming.h"
#include "core/render/shown_takes.h"
#include "core/render/timeline_renderer.h"
#include "core/render/timeline_sound.h"

namespace kinora {

namespace {

FrameRange exported_range(const Project& project, const ExportSettings& settings) {
    const FrameRange range = settings.range.is_empty() ? FrameRange{0, timeline_end(project)} : settings.range;
    if (range.is_empty() || range.start < 0 || range.end() > 2 * last_possible_frame) {
        throw EditError("there is nothing on the timeline to export");
    }
    return range;
}

FrameRate exported_rate(const Project& project, const ExportSettings& settings) {
    return settings.frame_rate.is_valid() ? settings.frame_rate : project.frame_rate;
}

// Pictures and GIF have no room for sound.
bool has_room_for_sound(const ExportSettings& settings) {
    const Container container = output_format_for(settings.path, settings.codec).container;
    return container != Container::gif && container != Container::png_sequence;
}

// As long as the range, in frames of the file that begin before its end.
std::int64_t num_frames_of(const FrameRange& range, const FrameRate& from, const FrameRate& to) {
    const std::int64_t whole = convert_frame(range.length, from, to);
    return convert_frame(whole, to, from) < range.length || whole == 0 ? whole + 1 : whole;
}

ClipSettings clip_settings(const Project& sized, const std::filesystem::path& media_folder, const ExportSettings& settings,
                           const FrameRange& range, const std::stop_token& stop) {
    ClipSettings clip;
    clip.width = sized.width;
    clip.height = sized.height;
    clip.frame_rate = exported_rate(sized, settings);
    clip.codec = settings.codec;
    clip.metadata = settings.metadata;
    if (const nlohmann::json takes = shown_takes(sized, range); !takes.is_null()) {
        clip.metadata[std::string(metadata_key_takes)] = takes.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    }
    if (settings.has_sound && has_room_for_sound(settings)) {
        SoundMix mix = timeline_sound(sized, media_folder, range, stop);
        if (!mix.pieces.empty()) {
            clip.sound_mix = std::move(mix);
        }
    }
    clip.is_checked = true;
    clip.overwrite = settings.overwrite;
    return clip;
}

}  // namespace

std::int64_t num_exported_frames(const Project& project, const ExportSettings& settings) {
    return num_frames_of(exported_range(project, settings), project.frame_rate, exported_rate(project, settings));
}

void export_timeline(const Project& project, const std::filesystem::path& media_folder, const ExportSettings& settings,
                     const ExportProgress& progress, const std::stop_token& stop) {
    const FrameRange range = exported_range(project, settings);
    const FrameRate rate = exported_rate(project, settings);
    const std::int64_t num_frames = num_frames_of(range, project.frame_rate, rate);
    // Sources are fitted to the size of the file at once, not first to that of the timeline.
    Project sized = project;
    if (settings.width > 0 && settings.height > 0) {
        sized.width = settings.width;
        sized.height = settings.height;
    }
    TimelineRenderer renderer(media_folder);
    ClipWriter writer(settings.path, clip_settings(sized, media_folder, settings, range, stop));
    for (std::int64_t i = 0; i < num_frames; ++i) {
        throw_if_stop_requested(stop);
        const std::int64_t frame = std::min(convert_frame(i, rate, project.frame_rate), range.length - 1);
        const MediaTime past = frame_time(i, rate) - frame_time(frame, project.frame_rate);
        const bool is_held = past >= frame_time(1, project.frame_rate);  // the end of the range is no frame of the file's rate
        writer.write(renderer.render(sized, range.start + frame, stop, is_held ? MediaTime() : past));
        progress(i + 1, num_frames);
    }
    throw_if_stop_requested(stop);
    writer.finish(stop);
}

}  // namespace kinora
