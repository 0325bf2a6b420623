#include "core/render/export_estimate.h"

#include <algorithm>
#include <chrono>
#include <vector>

#include "core/media/encoding_trial.h"
#include "core/render/exported_frames.h"
#include "core/render/timeline_renderer.h"
#include "core/render/timeline_sound.h"

namespace kinora {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::int64_t num_stretches = 3;
constexpr std::int64_t stretch_frames = 24;
constexpr std::int64_t fewest_frames = 6;
constexpr auto patience = std::chrono::seconds(3);

// The whole of a short clip, otherwise its beginning, its middle and its end.
std::vector<FrameRange> stretches(std::int64_t num_frames) {
    if (num_frames <= num_stretches * stretch_frames) {
        return {{0, num_frames}};
    }
    std::vector<FrameRange> found;
    for (std::int64_t i = 0; i < num_stretches; ++i) {
        found.push_back({(num_frames - stretch_frames) * i / (num_stretches - 1), stretch_frames});
    }
    return found;
}

VideoWriterSettings trial_settings(const ExportedFrames& frames, const ExportSettings& settings, const std::stop_token& stop) {
    VideoWriterSettings trial;
    trial.format = output_format_for(settings.path, settings.codec);
    trial.width = frames.project().width;
    trial.height = frames.project().height;
    trial.frame_rate = frames.rate();
    trial.shown_path = settings.path;
    trial.stop = stop;
    return trial;
}

}  // namespace

ExportEstimate estimate_export(const Project& project, const std::filesystem::path& media_folder, const ExportSettings& settings,
                               const std::stop_token& stop) {
    const ExportedFrames frames(project, settings);
    const VideoWriterSettings trial_of = trial_settings(frames, settings, stop);
    EncodingTrial trial(trial_of);
    TimelineRenderer renderer(media_folder);
    const Clock::time_point begin = Clock::now();
    std::int64_t num_tried = 0;
    std::int64_t num_rendered = 0;
    Clock::duration rendering = {};
    for (const FrameRange& stretch : stretches(frames.size())) {
        const auto is_late = [&] { return num_tried >= fewest_frames && Clock::now() - begin > patience; };
        if (is_late()) {
            break;
        }
        trial.begin_stretch();
        for (std::int64_t i = stretch.start; i < stretch.end() && (i == stretch.start || !is_late()); ++i, ++num_tried) {
            const Clock::time_point before = Clock::now();
            const Image image = frames.render(renderer, i, stop);
            if (i > stretch.start || stretch.length == 1) {  // to get there takes time that exporting does not
                rendering += Clock::now() - before;
                ++num_rendered;
            }
            trial.add(image);
        }
    }
    trial.finish();
    const EncodingTrial::Cost cost = trial.cost_of(frames.size());
    ExportEstimate estimate = {cost.bytes, cost.seconds};
    estimate.seconds += std::chrono::duration<double>(rendering).count() / static_cast<double>(std::max<std::int64_t>(num_rendered, 1)) *
                        static_cast<double>(frames.size());
    const std::int64_t sound = settings.has_sound ? sound_bytes_per_second(trial_of.format.container) : 0;
    if (sound > 0 && !timeline_sound(project, media_folder, frames.range(), stop).pieces.empty()) {
        estimate.bytes += static_cast<std::int64_t>(static_cast<double>(sound) * frames.rate().seconds(frames.size()));
    }
    return estimate;
}

}  // namespace kinora
